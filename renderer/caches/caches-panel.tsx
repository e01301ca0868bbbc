import { cacheNames } from '../../shared/caches.ts';
import { Panel } from '../ui/panel.tsx';
import { CacheCard } from './cache-card.tsx';
import './caches.css';

export function CachesPanel() {
  return (
    <Panel title="Caches" className="caches">
      {cacheNames.map((name) => (
        <CacheCard key={name} name={name} />
      ))}
    </Panel>
  );
}
