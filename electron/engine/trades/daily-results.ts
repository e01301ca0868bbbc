import { tradeResult } from '../../../shared/trade-result.ts';
import type { PeriodDays } from '../experiments/period-days.ts';
import type { TradeColumns } from '../laboratory/material.ts';

/** Results per trading day, from which the figures of any sequence of days can be computed. */
export interface DailyResults {
  readonly days: number;
  /** `dailyWidth` entries per day, by `dailyColumn`. */
  readonly values: Float64Array;
  /** Trading days a year. */
  readonly perYear: number;
}

/**
 * `highest`, `lowest` and `fall` describe the day's equity curve of closed trades, which starts at 0: highest point,
 * lowest point and maximum drawdown. `lowestOpen` and `fallOpen` are the same with each trade at its maximum adverse
 * excursion.
 */
export const dailyColumn = {
  pips: 0,
  trades: 1,
  wins: 2,
  losses: 3,
  won: 4,
  lost: 5,
  highest: 6,
  lowest: 7,
  fall: 8,
  lowestOpen: 9,
  fallOpen: 10,
} as const;
export const dailyWidth = 11;

/**
 * The results of each side by the trading day of the exit. All sides have the same days: those with a prediction, and
 * those on which a trade of any side closed.
 */
export function dailyResultsOf(sides: readonly TradeColumns[], period: PeriodDays): DailyResults[] {
  const columns = sides.map((trades) => valuesOf(trades, period));
  const kept = Array.from({ length: period.days }, (_, day) => day).filter(
    (day) =>
      period.predicted[day] === 1 ||
      columns.some((values) => values[day * dailyWidth + dailyColumn.trades] > 0),
  );
  return columns.map((values) => {
    const own = new Float64Array(kept.length * dailyWidth);
    for (const [i, day] of kept.entries())
      own.set(values.subarray(day * dailyWidth, (day + 1) * dailyWidth), i * dailyWidth);
    return { days: kept.length, values: own, perYear: period.perYear };
  });
}

function valuesOf(trades: TradeColumns, { days, ofBar, range }: PeriodDays): Float64Array {
  const values = new Float64Array(days * dailyWidth);
  for (let i = 0; i < trades.count; i += 1) {
    const at = ofBar[trades.exit[i] - range.from] * dailyWidth;
    const earned = trades.pips[i];
    const before = values[at + dailyColumn.pips];
    const total = before + earned;
    const worst = before + trades.worst[i];
    const result = tradeResult(earned);
    values[at + dailyColumn.pips] = total;
    values[at + dailyColumn.trades] += 1;
    if (result > 0) values[at + dailyColumn.wins] += 1;
    if (result > 0) values[at + dailyColumn.won] += earned;
    if (result < 0) values[at + dailyColumn.losses] += 1;
    if (result < 0) values[at + dailyColumn.lost] -= earned;
    values[at + dailyColumn.lowestOpen] = Math.min(values[at + dailyColumn.lowestOpen], worst);
    const fallOpen = values[at + dailyColumn.highest] - worst;
    values[at + dailyColumn.fallOpen] = Math.max(values[at + dailyColumn.fallOpen], fallOpen);
    values[at + dailyColumn.highest] = Math.max(values[at + dailyColumn.highest], total);
    values[at + dailyColumn.lowest] = Math.min(values[at + dailyColumn.lowest], total);
    const fall = values[at + dailyColumn.highest] - total;
    values[at + dailyColumn.fall] = Math.max(values[at + dailyColumn.fall], fall);
  }
  return values;
}
