import { type Backtest, exitReasons, type Trade } from '../../../shared/experiments.ts';
import type { Bars } from '../../../shared/market.ts';
import type { Direction } from '../../../shared/prediction.ts';
import { regimes } from '../ensemble/regime.ts';
import { partOf } from '../models/splits.ts';
import { figuresOf } from './figures.ts';
import type { BarRange, DecisionRules, Material, TradeColumns } from './material.ts';
import { type Outcomes, outcomeAt } from './outcomes.ts';
import { clampRange, decisionsOf } from './trade-run.ts';

/** Trades as they are shown: times, prices as paid, reason, and what was said at the signal. */
export function tradesOf(
  trades: TradeColumns,
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
): Trade[] {
  const { hours, answers, pipSize, splitTimes } = material;
  const halfSpread = (outcomes.rules.spread * pipSize) / 2;
  return Array.from({ length: trades.count }, (_, i) => {
    const signal = trades.signal[i];
    const direction: Direction = trades.direction[i] === 1 ? 1 : 0;
    const sign = direction === 1 ? 1 : -1;
    const at = outcomeAt(signal, direction);
    const { confidence } = decisionsOf(answers, decision, { from: signal, to: signal + 1 });
    return {
      signal_time: hours.time[signal],
      entry_time: hours.time[signal + 1],
      exit_time: hours.time[trades.exit[i]],
      direction,
      entry: hours.open[signal + 1] + sign * halfSpread,
      exit: outcomes.exitPrice[at] - sign * halfSpread,
      reason: exitReasons[outcomes.reason[at]],
      pips: trades.pips[i],
      confidence: confidence[0],
      regime: regimes[answers.regime[signal]],
      split: splitTimes && partOf(splitTimes, hours.time[signal]),
    };
  });
}

/**
 * The trades by the regime at their signal, for every regime that has bars. Each row's figures are over
 * the whole period, so that pips and exposure of the rows add up to those of the whole.
 */
export function byRegime(trades: TradeColumns, material: Material, range: BarRange): Backtest['by_regime'] {
  const { hours, answers } = material;
  const { from, to } = clampRange(range, hours.time.length);
  const bars = new Int32Array(regimes.length);
  for (let bar = from; bar < to; bar += 1) bars[answers.regime[bar]] += 1;
  return regimes.flatMap((regime, code) => {
    if (bars[code] === 0) return [];
    const some = selectTrades(trades, (i) => answers.regime[trades.signal[i]] === code);
    return [{ regime, bars: bars[code], figures: figuresOf(some, hours, range) }];
  });
}

/** The trades by the UTC month of their exit bar, in time order; months without a trade are left out. */
export function byMonth(trades: TradeColumns, hours: Bars): Backtest['by_month'] {
  const rows = new Map<string, { month: string; trades: number; wins: number; total_pips: number }>();
  for (let i = 0; i < trades.count; i += 1) {
    const month = new Date(hours.time[trades.exit[i]]).toISOString().slice(0, 7);
    const row = rows.get(month) ?? { month, trades: 0, wins: 0, total_pips: 0 };
    row.trades += 1;
    row.wins += trades.pips[i] > 0 ? 1 : 0;
    row.total_pips += trades.pips[i];
    rows.set(month, row);
  }
  return [...rows.values()];
}

/** The trades for which `keep` says so, by their place in the columns. */
export function selectTrades(trades: TradeColumns, keep: (index: number) => boolean): TradeColumns {
  const kept: number[] = [];
  for (let i = 0; i < trades.count; i += 1) if (keep(i)) kept.push(i);
  return {
    count: kept.length,
    signal: Int32Array.from(kept, (i) => trades.signal[i]),
    exit: Int32Array.from(kept, (i) => trades.exit[i]),
    direction: Uint8Array.from(kept, (i) => trades.direction[i]),
    pips: Float64Array.from(kept, (i) => trades.pips[i]),
  };
}
