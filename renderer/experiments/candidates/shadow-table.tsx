import { ArrowUpToLine, X } from 'lucide-react';
import { valuesOnData } from '../../config/values-for.ts';
import { useDesk } from '../../store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useSlowed } from '../../ui/use-slowed.ts';
import { EarnedDifference } from '../figures/earned-difference.tsx';
import { type FigureColumn, FigureTable } from '../figures/figure-table.tsx';
import { promoteShadow, removeShadow } from './shadow-actions.ts';
import type { ShadowRow } from './shadow-words.ts';
import { shadowRows } from './shadow-words.ts';

/** The running comparison: what is in force on top, every candidate under it. */
export function ShadowTable() {
  const shadows = useSlowed((desk) => desk.shadows);
  const config = useDesk((desk) => valuesOnData(desk));
  const preview = useDesk((desk) => desk.config.preview);
  const unit = useDesk((desk) => desk.market.asset?.unit) ?? 'pips';
  return (
    <FigureTable
      label="Running comparison"
      className="shadow-table"
      rows={shadowRows(shadows, config)}
      columns={columnsOf(unit, preview)}
      keyOf={({ id }) => id ?? 'active'}
      isActive={({ id }) => id === null}
    />
  );
}

function columnsOf(unit: string, preview: boolean): readonly FigureColumn<ShadowRow>[] {
  return [
    {
      title: 'Configuration',
      naming: true,
      cell: ({ id, name, differs }) => (
        <>
          {name}
          {id !== null && <Differs differs={differs} />}
        </>
      ),
    },
    { title: 'Trades', numeric: true, cell: ({ trades }) => trades },
    { title: 'Win rate', numeric: true, cell: ({ winRate }) => winRate },
    { title: `Earned, ${unit}`, numeric: true, cell: ({ pips }) => pips },
    {
      title: `To the active, ${unit}`,
      numeric: true,
      cell: ({ difference }) => difference && <EarnedDifference difference={difference} />,
    },
    { title: `Drawdown, ${unit}`, numeric: true, cell: ({ drawdown }) => drawdown },
    {
      title: 'Decides now',
      className: 'shadow-now',
      cell: ({ now, nowText }) => <span data-decision={now}>{nowText}</span>,
    },
    {
      title: 'Flips',
      numeric: true,
      hint: 'Bars at which it decided otherwise than the active one',
      cell: ({ flips }) => flips,
    },
    {
      title: 'Actions',
      untitled: true,
      className: 'shadow-actions',
      cell: (row) => row.id !== null && <Actions id={row.id} row={row} preview={preview} />,
    },
  ];
}

function Actions({ id, row, preview }: { id: number; row: ShadowRow; preview: boolean }) {
  return (
    <>
      <Button
        small
        aria-label={`Promote ${row.name}`}
        title={promoteHint(row, preview)}
        disabled={preview || row.differs.length === 0}
        onClick={() => promoteShadow(id)}
      >
        <ArrowUpToLine /> Promote
      </Button>
      <IconButton small label={`Remove ${row.name}`} onClick={() => removeShadow(id)}>
        <X />
      </IconButton>
    </>
  );
}

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
