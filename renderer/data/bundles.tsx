import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { BundleSummary } from '../../shared/models.ts';
import { BundleDifferences } from '../config/bundle-differences.tsx';
import { callOrToast } from '../desk.ts';
import { utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { showToast } from '../ui/toast-store.ts';
import { BundleFigures } from './bundle-figures.tsx';
import { spoken } from './instrument-words.ts';

/** The model bundles on disk: which one answers, what each was measured at. */
export function Bundles() {
  const bundles = useDesk((desk) => desk.models.bundles);
  const active = useDesk((desk) => desk.models.active);
  const day = useDesk(({ market }) => market.datasets.find(({ id }) => id === market.active)?.trading_day);
  const [asking, setAsking] = useState<BundleSummary | null>(null);
  const [removing, setRemoving] = useState<BundleSummary | null>(null);
  return (
    <Panel
      title="Model bundles"
      tools={
        <Button small onClick={importBundle}>
          <FolderInput /> Import bundle…
        </Button>
      }
    >
      <BundleDifferences />
      {bundles.length === 0 && (
        <EmptyState title="No models yet">
          <p className="empty-text">
            Train models on a dataset, or import a folder with ensemble.json and its models.
          </p>
        </EmptyState>
      )}
      <ul>
        {bundles.map((bundle) => (
          <Bundle
            key={bundle.id}
            bundle={bundle}
            active={bundle.id === active}
            onLoad={() => {
              if (day !== undefined && bundle.trading_day !== day && bundle.id !== active) setAsking(bundle);
              else callOrToast('models.activate', { bundle: bundle.id });
            }}
            onRemove={() => setRemoving(bundle)}
          />
        ))}
      </ul>
      {asking && day && (
        <ConfirmDialog
          title={`Let ${asking.id} answer in another trading day?`}
          question={`It was trained in days that end at ${spoken(asking.trading_day)}; those of the open data end at ${spoken(day)}, so its 4H and Daily bars are others, and what it was measured at says little here. Training anew, or changing the day of the data, is the safer way.`}
          action="Let it answer"
          keep="Cancel"
          onConfirm={() => callOrToast('models.activate', { bundle: asking.id, confirm_trading_day: true })}
          onClose={() => setAsking(null)}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.id}`}
          question="The bundle’s folder is deleted from the desk’s own folder. A bundle can be trained again from the same data, seed and settings."
          action="Remove"
          onConfirm={() => callOrToast('models.remove', { bundle: removing.id })}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}

interface BundleProps {
  readonly bundle: BundleSummary;
  readonly active: boolean;
  onLoad(): void;
  onRemove(): void;
}

function Bundle({ bundle, active, onLoad, onRemove }: BundleProps) {
  return (
    <li className="bundle" data-active={active || undefined}>
      <div className="bundle-head">
        <h3>{bundle.id}</h3>
        {active && <Badge tone="accent">active</Badge>}
        {bundle.figures === null && <Badge>foreign</Badge>}
        <span className="row-actions">
          <Button small disabled={active} aria-label={`Load ${bundle.id}`} onClick={onLoad}>
            Load
          </Button>
          <Button small look="danger" disabled={active} aria-label={`Remove ${bundle.id}`} onClick={onRemove}>
            Remove…
          </Button>
        </span>
      </div>
      <p className="quiet bundle-origin">
        {[
          bundle.symbol,
          bundle.dataset && `trained on ${bundle.dataset}`,
          bundle.trained_at !== null && utcMinute(bundle.trained_at),
          `days end at ${spoken(bundle.trading_day)}`,
          bundle.seed !== null && `seed ${bundle.seed}`,
          `hash ${bundle.hash.slice(0, 12)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {bundle.figures ? (
        <details open={active}>
          <summary>Figures</summary>
          <BundleFigures figures={bundle.figures} />
        </details>
      ) : (
        <p className="quiet bundle-origin">A foreign bundle carries no figures of ours.</p>
      )}
    </li>
  );
}

async function importBundle() {
  const chosen = await callOrToast('models.choose', {});
  const taken = chosen && (await callOrToast('models.import', { path: chosen.path }));
  if (taken) showToast('info', `Imported ${taken.bundle}.`);
}
