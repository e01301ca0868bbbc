import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { exitReasons, type Trade } from '../../../shared/experiments/trade.ts';
import type { Bars } from '../../../shared/market.ts';
import type { Direction } from '../../../shared/prediction.ts';
import { regimes } from '../../../shared/prediction.ts';
import { tradeResult } from '../../../shared/trade-result.ts';
import { figuresOf } from '../experiments/figures.ts';
import { isPredicted, type PeriodDays } from '../experiments/period-days.ts';
import type { DecisionRules, Material, TradeColumns } from '../laboratory/material.ts';
import { partOf } from '../models/training/splits.ts';
import { type Outcomes, outcomeAt, spreadIn } from './outcomes.ts';
import { decisionsOf } from './trade-run.ts';

/**
 * Trades as they are shown: times, prices including the spread, exit reason, and confidence and regime at the signal. A
 * trade still open at the end of the data comes last, marked by its reason.
 */
export function tradesOf(
  trades: TradeColumns,
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
): Trade[] {
  const { hours, answers, pipSize, splitTimes } = material;
  const { unfinished } = trades;
  const half = (bar: number) => (spreadIn(hours.spread?.[bar], outcomes.rules, pipSize) * pipSize) / 2;
  const finished = Array.from(trades.signal, (signal, i) =>
    shown(signal, trades.direction[i], trades.exit[i]),
  );
  return unfinished
    ? [...finished, shown(unfinished.signal, unfinished.direction, unfinished.exit)]
    : finished;

  function shown(signal: number, side: number, exit: number): Trade {
    const direction: Direction = side === 1 ? 1 : 0;
    const sign = direction === 1 ? 1 : -1;
    const at = outcomeAt(signal, direction);
    const { confidence } = decisionsOf(answers, decision, { from: signal, to: signal + 1 });
    return {
      signal_time: hours.time[signal],
      entry_time: hours.time[signal + 1],
      exit_time: hours.time[exit],
      direction,
      entry: hours.open[signal + 1] + sign * half(signal + 1),
      exit: outcomes.exitPrice[at] - sign * half(exit),
      reason: exitReasons[outcomes.reason[at]],
      pips: outcomes.pips[at],
      confidence: confidence[0],
      regime: regimes[answers.regime[signal]],
      split: splitTimes && partOf(splitTimes, hours.time[signal]),
    };
  }
}

/**
 * Figures of the trades by the regime at their signal, for every regime with a prediction. Each row covers the whole
 * period, so that pips and exposure of the rows add up to those of the whole.
 */
export function byRegime(
  trades: TradeColumns,
  { answers }: Pick<Material, 'answers'>,
  period: PeriodDays,
): Backtest['by_regime'] {
  const { from, to } = period.range;
  const bars = new Int32Array(regimes.length);
  for (let bar = from; bar < to; bar += 1) if (isPredicted(answers, bar)) bars[answers.regime[bar]] += 1;
  return regimes.flatMap((regime, code) => {
    if (bars[code] === 0) return [];
    const some = selectTrades(trades, (signal) => answers.regime[signal] === code);
    return [{ regime, bars: bars[code], figures: figuresOf(some, period) }];
  });
}

/** The trades by the UTC month of their exit bar, in time order; months without a trade are left out. */
export function byMonth(trades: TradeColumns, hours: Bars): Backtest['by_month'] {
  const rows = new Map<string, { month: string; trades: number; wins: number; total_pips: number }>();
  for (let i = 0; i < trades.count; i += 1) {
    const month = new Date(hours.time[trades.exit[i]]).toISOString().slice(0, 7);
    const row = rows.get(month) ?? { month, trades: 0, wins: 0, total_pips: 0 };
    row.trades += 1;
    row.wins += tradeResult(trades.pips[i]) > 0 ? 1 : 0;
    row.total_pips += trades.pips[i];
    rows.set(month, row);
  }
  return [...rows.values()];
}

/** The trades whose signal bar passes `keep`. */
export function selectTrades(trades: TradeColumns, keep: (signal: number) => boolean): TradeColumns {
  const { unfinished } = trades;
  const kept: number[] = [];
  for (let i = 0; i < trades.count; i += 1) if (keep(trades.signal[i])) kept.push(i);
  return {
    unfinished: unfinished && keep(unfinished.signal) ? unfinished : null,
    count: kept.length,
    signal: Int32Array.from(kept, (i) => trades.signal[i]),
    exit: Int32Array.from(kept, (i) => trades.exit[i]),
    direction: Uint8Array.from(kept, (i) => trades.direction[i]),
    pips: Float64Array.from(kept, (i) => trades.pips[i]),
    worst: Float64Array.from(kept, (i) => trades.worst[i]),
  };
}
