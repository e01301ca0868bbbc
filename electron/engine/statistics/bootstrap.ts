import type { Interval, Intervals } from '../../../shared/experiments/figures.ts';
import { createRandom } from '../random.ts';
import { type DailyResults, dailyColumn, dailyWidth } from '../trades/daily-results.ts';
import { type ResampledFigures, resampleFigures } from './resampled-figures.ts';
import { drawBlocks, meanBlockFor, type StationaryBlocks } from './stationary-blocks.ts';

/** Fewest trades and trading days for an interval: resampling a smaller sample only repeats it. */
export const fewestTrades = 20;
export const fewestDays = 20;

export const resampleCount = 2000;

/**
 * 95 % percentile intervals (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13). All of them
 * come from the same resamples of trading days, drawn in stationary blocks: runs of good and bad days stay together,
 * and the intervals cannot contradict each other. Null with fewer than `fewestTrades` trades or `fewestDays` days,
 * and where a figure is undefined in more than 1 % of the resamples (a profit factor without a losing trade).
 */
export function intervalsOf(daily: DailyResults, seed: number): Intervals {
  return tradesIn(daily) < fewestTrades || daily.days < fewestDays
    ? noIntervals
    : intervalsFrom(resampleFigures(daily, drawDays(daily.days, seed)));
}

export function intervalsFrom(figures: ResampledFigures): Intervals {
  return {
    win_rate: intervalFrom(figures.win_rate),
    total_pips: intervalFrom(figures.total_pips),
    mean_pips: intervalFrom(figures.mean_pips),
    profit_factor: intervalFrom(figures.profit_factor),
    sharpe: intervalFrom(figures.sharpe),
  };
}

/** Resamples of the trading days of one result. */
export function drawDays(days: number, seed: number): StationaryBlocks {
  return drawBlocks(days, resampleCount, meanBlockFor(days), createRandom(seed));
}

export function tradesIn({ days, values }: DailyResults): number {
  let trades = 0;
  for (let day = 0; day < days; day += 1) trades += values[day * dailyWidth + dailyColumn.trades];
  return trades;
}

/**
 * The interval that leaves 2.5 % of the resampled figures on either side; null where more than 1 % of them are not
 * finite. Infinite values keep their place in the order, so that every figure is cut at the same resamples.
 */
export function intervalFrom(figures: Float64Array): Interval | null {
  const finite = figures.filter(Number.isFinite).length;
  if (finite < 0.99 * figures.length) return null;
  const sorted = figures.filter((each) => !Number.isNaN(each)).sort();
  const tail = Math.floor(0.025 * sorted.length);
  return { low: sorted[tail], high: sorted[sorted.length - 1 - tail] };
}

export const noIntervals: Intervals = {
  win_rate: null,
  total_pips: null,
  mean_pips: null,
  profit_factor: null,
  sharpe: null,
};
