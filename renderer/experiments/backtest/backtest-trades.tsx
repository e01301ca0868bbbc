import { useMemo, useState } from 'react';
import type { Backtest } from '../../../shared/experiments/backtest.ts';
import type { Period } from '../../../shared/experiments/scope.ts';
import type { Trade } from '../../../shared/experiments/trade.ts';
import { tradeResult } from '../../../shared/trade-result.ts';
import { useDecimalsOf } from '../../charts/decimals-of.ts';
import { MarkedBars } from '../../charts/marked-bars.tsx';
import { count, directionSign, directionWord, none, percent, price, utcMinute } from '../../format.ts';
import type { PickColumn } from '../../ui/pick-table.tsx';
import { PickTable } from '../../ui/pick-table.tsx';
import { signed } from '../figures/metrics.ts';
import { reasonWords } from './backtest-words.ts';
import { tradeScene } from './trade-marks.ts';

/** Every trade, and the one that is chosen on its candles. */
export function BacktestTrades({ backtest: { trades, period } }: { backtest: Backtest }) {
  const decimals = useDecimalsOf(period);
  const [picked, setPicked] = useState<number | null>(null);
  // One position at a time: the signal's bar tells a trade from the others, also of another run.
  const trade = trades.find((each) => each.signal_time === picked) ?? null;
  const scene = useMemo(() => trade && tradeScene(trade), [trade]);
  const columns = useMemo(() => columnsOf(period, decimals), [period, decimals]);
  return (
    <div className="backtest-trades">
      <div className="backtest-list">
        <p className="quiet">{count(trades.length)} trades. Click one, or walk with arrows or j and k.</p>
        <PickTable
          label="Trades"
          rows={trades}
          columns={columns}
          keyOf={(each) => each.signal_time}
          picked={trade ? picked : null}
          onPick={setPicked}
        />
      </div>
      <MarkedBars
        label="The trade on the chart"
        period={period}
        scene={scene}
        caption={trade && <Caption trade={trade} decimals={decimals} unit={period.unit} />}
        hint="Choose a trade in the list: its candles, entry and exit are shown here."
      />
    </div>
  );
}

function Caption({ trade, decimals, unit }: { trade: Trade; decimals: number; unit: string }) {
  return (
    <p data-testid="trade-caption">
      {side(trade)}, signal {minute(trade.signal_time)}, in {minute(trade.entry_time)} at{' '}
      <span className="number">{price(trade.entry, decimals)}</span>, out {minute(trade.exit_time)} at{' '}
      <span className="number">{price(trade.exit, decimals)}</span> by {reasonWords[trade.reason]}:{' '}
      <strong className="number">
        {signed(trade.pips, 1)} {unit}
      </strong>
      . Prices as paid, spread included.
    </p>
  );
}

const resultClass = { 1: 'long', 0: 'quiet', [-1]: 'short' } as const;

function columnsOf({ unit, parts }: Period, decimals: number): readonly PickColumn<Trade>[] {
  const columns: PickColumn<Trade>[] = [
    { id: 'entry', title: 'Entry, UTC', width: '122px', ...timed((trade) => trade.entry_time) },
    { id: 'exit', title: 'Exit, UTC', width: '122px', ...timed((trade) => trade.exit_time) },
    { id: 'side', title: 'Side', width: '58px', cell: side, sortBy: ({ direction }) => direction },
    {
      id: 'reason',
      title: 'Reason',
      width: '76px',
      cell: ({ reason }) => reasonWords[reason],
      sortBy: ({ reason }) => reason,
    },
    { id: 'in', title: 'In', width: '64px', ...numbered(decimals, (trade) => trade.entry) },
    { id: 'out', title: 'Out', width: '64px', ...numbered(decimals, (trade) => trade.exit) },
    {
      id: 'pips',
      title: unit === 'pips' ? 'Pips' : unit === 'dollars' ? 'Dollars' : 'Points',
      width: '60px',
      numeric: true,
      cell: ({ pips }) => <span className={resultClass[tradeResult(pips)]}>{signed(pips, 1)}</span>,
      sortBy: ({ pips }) => pips,
    },
    {
      id: 'confidence',
      title: 'Confidence',
      width: '78px',
      numeric: true,
      cell: ({ confidence }) => percent(confidence),
      sortBy: ({ confidence }) => confidence,
    },
    {
      id: 'regime',
      title: 'Regime',
      width: '64px',
      cell: ({ regime }) => regime,
      sortBy: ({ regime }) => regime,
    },
  ];
  if (parts.length > 0)
    columns.push({
      id: 'part',
      title: 'Part',
      width: '72px',
      cell: ({ split }) => split ?? none,
      sortBy: ({ split }) => split,
    });
  return columns;
}

function timed(timeOf: (trade: Trade) => number) {
  return { cell: (trade: Trade) => minute(timeOf(trade)), sortBy: timeOf };
}

function numbered(decimals: number, valueAt: (trade: Trade) => number) {
  return {
    numeric: true,
    cell: (trade: Trade) => price(valueAt(trade), decimals),
    sortBy: valueAt,
  };
}

function side({ direction }: Trade): string {
  return `${directionSign(direction)} ${directionWord(direction)}`;
}

function minute(ms: number): string {
  return utcMinute(ms).slice(0, 16);
}
