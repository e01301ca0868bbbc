import { useMemo, useState } from 'react';
import type { Comparison, Flip } from '../../../shared/experiments/comparison.ts';
import { MarkedBars } from '../../charts/marked-bars.tsx';
import { count, none, utcMinute } from '../../format.ts';
import { EmptyState } from '../../ui/panel.tsx';
import type { PickColumn } from '../../ui/pick-table.tsx';
import { PickTable } from '../../ui/pick-table.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { CompareQuestion } from './compare-run.ts';
import { decisionText, earnedText, flipDifference, isTraded, plus } from './compare-words.ts';
import { flipScene } from './flip-marks.ts';
import { useSideTrades } from './use-side-trades.ts';

interface FlipsProps {
  readonly comparison: Comparison;
  readonly question: CompareQuestion;
  /** Says what was compared with what. */
  readonly questionKey: string;
}

/** Every bar at which the sides decide differently, and the chosen one on its candles. */
export function CompareFlips({ comparison: { flips, period }, question, questionKey }: FlipsProps) {
  const [filter, setFilter] = useState<'all' | 'traded'>('all');
  const [picked, setPicked] = useState<number | null>(null);
  const traded = useMemo(() => flips.filter(isTraded), [flips]);
  const shown = filter === 'all' ? flips : traded;
  const flip = flips.find(({ bar_time }) => bar_time === picked) ?? null;
  const trades = useSideTrades(question, questionKey, flip !== null && isTraded(flip));
  const scene = useMemo(() => {
    if (!flip) return null;
    const { a, b } = { a: trades?.a.get(flip.bar_time), b: trades?.b.get(flip.bar_time) };
    return flipScene(flip, { a: a ?? null, b: b ?? null });
  }, [flip, trades]);
  const columns = useMemo(() => columnsOf(period.unit), [period.unit]);
  if (flips.length === 0)
    return (
      <EmptyState title="No decision differs">
        <p className="empty-text">Both sides decide the same at each of the {count(period.bars)} bars.</p>
      </EmptyState>
    );
  return (
    <div className="compare-flips">
      <div className="backtest-list">
        <div className="compare-filter">
          <Segments<'all' | 'traded'>
            label="Which flips"
            value={filter}
            options={[
              { value: 'all', label: `Every flip, ${count(flips.length)}` },
              { value: 'traded', label: `Where a trade resulted, ${count(traded.length)}` },
            ]}
            onChange={setFilter}
          />
          <span className="quiet">Click one, or walk with arrows or j and k.</span>
        </div>
        <PickTable
          label="Flips"
          rows={shown}
          columns={columns}
          keyOf={({ bar_time }) => bar_time}
          picked={flip ? picked : null}
          onPick={setPicked}
        />
      </div>
      <MarkedBars
        label="The flip on the chart"
        period={period}
        scene={scene}
        caption={flip && <Caption flip={flip} unit={period.unit} />}
        hint="Choose a flip in the list: its bar, and what each side did there, is shown here."
      />
    </div>
  );
}

function Caption({ flip, unit }: { flip: Flip; unit: string }) {
  return (
    <p data-testid="flip-caption">
      {utcMinute(flip.bar_time)}: A {words(flip.a, unit)}, B {words(flip.b, unit)}.
    </p>
  );
}

function words(side: Flip['a'], unit: string): string {
  const decision = side.decision === 'none' ? 'did not trade' : `decided ${decisionText(side)}`;
  if (side.pips !== null) return `${decision} and earned ${earnedText(side)} ${unit}`;
  return side.decision === 'none' ? decision : `${decision} but could not enter`;
}

function columnsOf(unit: string): readonly PickColumn<Flip>[] {
  return [
    {
      id: 'bar',
      title: 'Bar, UTC',
      width: '116px',
      cell: ({ bar_time }) => utcMinute(bar_time).slice(0, 16),
      sortBy: ({ bar_time }) => bar_time,
    },
    { id: 'a', title: 'A did', width: '72px', ...decided(({ a }) => a) },
    { id: 'a-earned', title: `A, ${unit}`, width: '84px', ...earned(({ a }) => a) },
    { id: 'b', title: 'B did', width: '72px', ...decided(({ b }) => b) },
    { id: 'b-earned', title: `B, ${unit}`, width: '84px', ...earned(({ b }) => b) },
    {
      id: 'difference',
      title: 'B − A',
      width: 'minmax(64px, 1fr)',
      numeric: true,
      cell: (flip) => {
        const value = flipDifference(flip);
        return value === null ? none : <span className={value < 0 ? 'short' : 'long'}>{plus(value, 1)}</span>;
      },
      sortBy: flipDifference,
    },
  ];
}

function decided(sideOf: (flip: Flip) => Flip['a']) {
  return {
    cell: (flip: Flip) => decisionText(sideOf(flip)),
    sortBy: (flip: Flip) => sideOf(flip).decision,
  };
}

function earned(sideOf: (flip: Flip) => Flip['a']) {
  return {
    numeric: true,
    cell: (flip: Flip) => earnedText(sideOf(flip)),
    sortBy: (flip: Flip) => sideOf(flip).pips,
  };
}
