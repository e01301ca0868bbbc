import { ArrowUpToLine, X } from 'lucide-react';
import { memo } from 'react';
import { keepEqual } from '../../keep-equal.ts';
import { useDesk } from '../../store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useSlowed } from '../../ui/use-slowed.ts';
import { EarnedDifference } from '../figures/earned-difference.tsx';
import { promoteShadow, removeShadow } from './shadow-actions.ts';
import type { ShadowRow } from './shadow-words.ts';
import { shadowRows } from './shadow-words.ts';

/** The running comparison: what is in force on top, every candidate under it. */
export function ShadowTable() {
  const shadows = useSlowed((desk) => desk.shadows);
  const config = useDesk((desk) => desk.config.values);
  const preview = useDesk((desk) => desk.config.preview);
  const unit = useDesk((desk) => desk.market.asset?.unit) ?? 'pips';
  return (
    <table className="shadow-table" aria-label="Running comparison">
      <thead>
        <tr>
          <th scope="col">Configuration</th>
          <th scope="col" className="number">
            Trades
          </th>
          <th scope="col" className="number">
            Win rate
          </th>
          <th scope="col" className="number">
            Earned, {unit}
          </th>
          <th scope="col" className="number">
            To the active, {unit}
          </th>
          <th scope="col" className="number">
            Drawdown, {unit}
          </th>
          <th scope="col">Decides now</th>
          <th scope="col" className="number" title="Bars at which it decided otherwise than the active one">
            Flips
          </th>
          <th scope="col">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shadowRows(shadows, config).map((row) => (
          <Row key={row.id ?? 'active'} row={row} preview={preview} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: ShadowRow;
  readonly preview: boolean;
}

/** Drawn again only where a text in it differs. */
const Row = memo(
  function Row({ row, preview }: RowProps) {
    const { id, name } = row;
    return (
      <tr data-active={id === null || undefined}>
        <th scope="row">
          {name}
          {id !== null && <Differs differs={row.differs} />}
        </th>
        <td className="number">{row.trades}</td>
        <td className="number">{row.winRate}</td>
        <td className="number">{row.pips}</td>
        <td className="number">{row.difference && <EarnedDifference difference={row.difference} />}</td>
        <td className="number">{row.drawdown}</td>
        <td className="shadow-now" data-decision={row.now}>
          {row.nowText}
        </td>
        <td className="number">{row.flips}</td>
        <td className="shadow-actions">
          {id !== null && (
            <>
              <Button
                small
                aria-label={`Promote ${name}`}
                title={promoteHint(row, preview)}
                disabled={preview || row.differs.length === 0}
                onClick={() => promoteShadow(id)}
              >
                <ArrowUpToLine /> Promote
              </Button>
              <IconButton small label={`Remove ${name}`} onClick={() => removeShadow(id)}>
                <X />
              </IconButton>
            </>
          )}
        </td>
      </tr>
    );
  },
  (before, after) => keepEqual(before, after) === before,
);

function Differs({ differs }: { differs: readonly string[] }) {
  const text = differs.length > 0 ? differs.join(', ') : 'decides as the active configuration does';
  return (
    <span className="shadow-differs" title={text}>
      {text}
    </span>
  );
}

function promoteHint({ differs }: ShadowRow, preview: boolean): string {
  if (preview) return 'Not while other values are tried out: keep or discard them first.';
  return differs.length > 0 ? 'Makes these values the ones in force' : 'Its values are in force already';
}
