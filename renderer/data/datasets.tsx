import { FileUp } from 'lucide-react';
import { useState } from 'react';
import type { AssetMetadata, Dataset } from '../../shared/market.ts';
import { normalSymbol } from '../../shared/symbols.ts';
import { callOrToast } from '../desk.ts';
import { count, interval, utcDay } from '../format.ts';
import { useDesk } from '../store.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { chooseImport } from './import-store.ts';
import { InstrumentDialog } from './instrument-dialog.tsx';
import { instrumentWords, otherDayWords } from './instrument-words.ts';

/** The stored series of bars: which one is played, and what can be done with each. */
export function Datasets() {
  const datasets = useDesk((desk) => desk.market.datasets);
  const active = useDesk((desk) => desk.market.active);
  const open = useDesk((desk) => desk.instruments);
  const isOpen = (id: string) => open.some(({ dataset }) => dataset === id);
  const assets = useDesk((desk) => desk.market.assets);
  const assetOf = (dataset: Dataset) => assets.find(({ symbol }) => symbol === normalSymbol(dataset.symbol));
  const [removing, setRemoving] = useState<Dataset | null>(null);
  const [setting, setSetting] = useState<string | null>(null);
  const shown = datasets.find(({ id }) => id === setting);
  const shownAsset = shown && assetOf(shown);
  return (
    <Panel
      title="Datasets"
      tools={
        <Button look="primary" small onClick={chooseImport}>
          <FileUp /> Import file…
        </Button>
      }
    >
      {datasets.length === 0 ? (
        <EmptyState title="No data yet">
          <p className="empty-text">
            Import a CSV or Parquet file of bars, or drop one anywhere on the window. Exports of MetaTrader 4
            and 5, HistData, Binance, Dukascopy and TradingView are understood.
          </p>
        </EmptyState>
      ) : (
        <table className="rows" aria-label="Datasets">
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col">Source</th>
              <th scope="col">Bars</th>
              <th scope="col">From – to (UTC)</th>
              <th scope="col">
                <span className="hidden-text">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {datasets.map((dataset) => (
              <tr key={dataset.id} data-active={dataset.id === active || undefined}>
                <th scope="row">
                  {dataset.symbol} {dataset.id === active && <Badge tone="accent">active</Badge>}
                  {dataset.id !== active && isOpen(dataset.id) && <Badge>open</Badge>}
                  <InstrumentLine dataset={dataset} asset={assetOf(dataset)} />
                </th>
                <td>
                  {dataset.source === 'simulated' ? (
                    <Badge tone="warning" title={`Seed ${dataset.seed}`}>
                      Simulated
                    </Badge>
                  ) : (
                    'Imported'
                  )}
                </td>
                <td>
                  <span className="number">{count(dataset.bars)}</span>
                  <span className="quiet"> of {interval(dataset.interval_ms)}</span>
                </td>
                <td>
                  {utcDay(dataset.from)} – {utcDay(dataset.to)}
                </td>
                <td className="row-actions">
                  <Button
                    small
                    aria-label={`Units and trading day of ${dataset.id}`}
                    onClick={() => setSetting(dataset.id)}
                  >
                    Units…
                  </Button>
                  <Button
                    small
                    disabled={dataset.id === active}
                    aria-label={`Activate ${dataset.id}`}
                    onClick={() => callOrToast('market.activate', { dataset: dataset.id })}
                  >
                    Activate
                  </Button>
                  <Button
                    small
                    disabled={isOpen(dataset.id) && open.length === 1}
                    aria-label={`${isOpen(dataset.id) ? 'Close' : 'Open'} ${dataset.id}`}
                    onClick={() =>
                      callOrToast(isOpen(dataset.id) ? 'instruments.close' : 'instruments.open', {
                        dataset: dataset.id,
                      })
                    }
                  >
                    {isOpen(dataset.id) ? 'Close' : 'Open beside'}
                  </Button>
                  <Button
                    small
                    look="danger"
                    disabled={dataset.id === active}
                    aria-label={`Remove ${dataset.id}`}
                    onClick={() => setRemoving(dataset)}
                  >
                    Remove…
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown && shownAsset && (
        <InstrumentDialog dataset={shown} asset={shownAsset} onClose={() => setSetting(null)} />
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.id}`}
          question={`All ${count(removing.bars)} stored bars of ${removing.symbol} are deleted. The file they were imported from is not touched.`}
          action="Remove"
          onConfirm={() => callOrToast('market.remove', { dataset: removing.id })}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}

/** What a pip is and when the day ends, and a sign where the desk has a question about either. */
function InstrumentLine({ dataset, asset }: { dataset: Dataset; asset: AssetMetadata | undefined }) {
  if (!asset) return null;
  const offered = otherDayWords(dataset, asset);
  return (
    <span className="instrument-line quiet">
      {instrumentWords(dataset, asset)}
      {asset.question && (
        <Badge tone="warning" title={asset.question}>
          unit?
        </Badge>
      )}
      {offered && (
        <Badge tone="warning" title={offered}>
          day?
        </Badge>
      )}
    </span>
  );
}
