import { Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { CacheName, CacheStats } from '../../shared/caches.ts';
import { callOrToast } from '../desk.ts';
import { count, duration, none, percent, utcClock } from '../format.ts';
import { useDesk } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { Gauge } from '../ui/meter.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { historyStore } from './history-store.ts';
import { currentRate, overallRate } from './hit-history.ts';
import { HitRateLine } from './hit-rate-line.tsx';

const titles: Readonly<Record<CacheName, string>> = {
  predictions: 'Predictions',
  prices: 'Prices',
  ohlcv: 'OHLCV sets',
  assets: 'Assets',
};

const counters = ['hits', 'misses', 'sets', 'evictions', 'expirations', 'invalidations'] as const;

/** One cache: its fill, hit rate, counters, and the cause of the latest invalidation. */
export const CacheCard = memo(function CacheCard({ name }: { name: CacheName }) {
  const stats = useDesk((desk) => desk.caches.find((cache) => cache.name === name));
  const rate = useStore(historyStore, (state) => currentRate(state.histories[name]));
  if (!stats) return null;
  const overall = overallRate(stats);
  const title = titles[name];
  return (
    <section className="cache" aria-label={`${title} cache`}>
      <header className="cache-head">
        <h3>{title}</h3>
        <span className="quiet">{stats.service}</span>
        <IconButton
          small
          label={`Clear ${name} cache`}
          disabled={stats.size === 0}
          onClick={() => callOrToast('caches.clear', { name })}
        >
          <Trash2 />
        </IconButton>
      </header>
      <div className="cache-fill">
        <Gauge label={`${title} cache fill`} value={stats.limit > 0 ? stats.size / stats.limit : 0} />
        <span className="number">
          <span data-testid={`cache-${name}-size`}>{count(stats.size)}</span>
          <span className="quiet"> / </span>
          <span data-testid={`cache-${name}-limit`}>{count(stats.limit)}</span>
          <span className="quiet cache-unit"> entries</span>
        </span>
      </div>
      <div className="cache-rate">
        <HitRateLine name={name} />
        <div className="cache-rate-figures">
          <span className="number" data-testid={`cache-${name}-rate`}>
            {rate === null ? none : percent(rate, 0)}
          </span>
          <span className="quiet">hits now</span>
          <span className="number">{overall === null ? none : percent(overall, 0)}</span>
          <span className="quiet">overall</span>
        </div>
      </div>
      <dl className="cache-counters" data-wide={hasLongCounters(stats) || undefined}>
        {counters.map((counter) => (
          <div key={counter}>
            <dt>{counter}</dt>
            <dd className="number" data-testid={`cache-${name}-${counter}`}>
              {count(stats[counter])}
            </dd>
          </div>
        ))}
      </dl>
      <p className="cache-age quiet">
        oldest <span data-testid={`cache-${name}-oldest`}>{age(stats)}</span>
        {stats.ttl_seconds !== null && (
          <>
            {' · '}TTL <span data-testid={`cache-${name}-ttl`}>{duration(stats.ttl_seconds * 1_000)}</span>
          </>
        )}
      </p>
      <LatestCause stats={stats} />
    </section>
  );
});

function LatestCause({ stats }: { stats: CacheStats }) {
  const [latest] = stats.causes;
  if (!latest) return null;
  const all = stats.causes
    .map(({ at, entries, cause }) => `${utcClock(at)} UTC · ${count(entries)} dropped · ${cause}`)
    .join('\n');
  return (
    <Tooltip text={all}>
      <button type="button" className="cache-cause" data-testid={`cache-${stats.name}-cause`}>
        {count(latest.entries)} dropped: {latest.cause}
      </button>
    </Tooltip>
  );
}

/** Counters of five digits need two columns. */
function hasLongCounters(stats: CacheStats): boolean {
  return counters.some((counter) => stats[counter] >= 10_000);
}

function age({ oldest_age_ms: oldest }: CacheStats): string {
  if (oldest === null) return none;
  return oldest < 1_000 ? '< 1\u00a0s' : duration(Math.floor(oldest / 1_000) * 1_000);
}
