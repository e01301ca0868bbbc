import type { Comparison, Figures } from '../../../shared/experiments.ts';
import type { Bars } from '../../../shared/market.ts';
import { createRandom } from '../random.ts';
import {
  annualSharpe,
  fewestDays,
  fewestTrades,
  intervalFrom,
  profitFactorOf,
  resampleCount,
  widen,
} from './bootstrap.ts';
import { utcDaysOf } from './figures.ts';
import type { BarRange, TradeColumns } from './material.ts';
import { drawBlocks, meanBlockFor, type StationaryBlocks } from './stationary-blocks.ts';
import { clampRange } from './trade-run.ts';

/** What each UTC day with bars brought: enough to put the figures of any sequence of days together. */
export interface DailyResults {
  readonly days: number;
  /** `width` entries per day, by the `column` below. */
  readonly values: Float64Array;
}

export interface PairedSide {
  readonly figures: Figures;
  readonly daily: DailyResults;
}

/** The trades by the UTC day of their exit, as `dailyPips` of the figures counts them. */
export function dailyResultsOf(trades: TradeColumns, hours: Bars, range: BarRange): DailyResults {
  const { from, to } = clampRange(range, hours.time.length);
  const { time, ofBar } = utcDaysOf(hours, { from, to });
  const values = new Float64Array(time.length * width);
  for (let i = 0; i < trades.count; i += 1) {
    const at = ofBar[Math.min(trades.exit[i], to - 1) - from] * width;
    const earned = trades.pips[i];
    const total = values[at + column.pips] + earned;
    values[at + column.pips] = total;
    values[at + column.trades] += 1;
    if (earned > 0) values[at + column.wins] += 1;
    if (earned > 0) values[at + column.won] += earned;
    values[at + column.highest] = Math.max(values[at + column.highest], total);
    values[at + column.lowest] = Math.min(values[at + column.lowest], total);
    values[at + column.fall] = Math.max(values[at + column.fall], values[at + column.highest] - total);
  }
  return { days: time.length, values };
}

/**
 * B minus A with 95 % percentile intervals: each resample draws the same UTC days, in stationary blocks, for
 * both sides (of the same period), so that what moved both cancels out. An interval is null with fewer than
 * `fewestTrades` on a side or `fewestDays`. The interval of the drawdown comes from days in another order,
 * which makes other falls: it need not lie around the value.
 */
export function pairedDifferences(a: PairedSide, b: PairedSide, seed: number): Comparison['differences'] {
  const days = a.daily.days;
  const enough = days >= fewestDays && Math.min(a.figures.trades, b.figures.trades) >= fewestTrades;
  const blocks = enough ? drawBlocks(days, resampleCount, meanBlockFor(days), createRandom(seed)) : null;
  const resampledA = blocks && resampleFigures(a.daily, blocks);
  const resampledB = blocks && resampleFigures(b.daily, blocks);

  function difference(figure: FigureName) {
    const value = (b.figures[figure] ?? Number.NaN) - (a.figures[figure] ?? Number.NaN);
    if (!resampledA || !resampledB) return { value, interval: null };
    const differences = resampledB[figure].map((each, i) => each - resampledA[figure][i]);
    const isCentred = figure !== 'max_drawdown_pips';
    return { value, interval: intervalFrom(isCentred ? widen(differences, value, days) : differences) };
  }

  function differenceIfAny(figure: FigureName) {
    const found = difference(figure);
    return Number.isNaN(found.value) ? null : found;
  }

  return {
    total_pips: difference('total_pips'),
    win_rate: differenceIfAny('win_rate'),
    mean_pips: differenceIfAny('mean_pips'),
    profit_factor: differenceIfAny('profit_factor'),
    sharpe: differenceIfAny('sharpe'),
    max_drawdown_pips: difference('max_drawdown_pips'),
    trades: difference('trades'),
  };
}

/**
 * `highest`, `lowest` and `fall` are those of the equity within the day, from 0 at its start: highest and
 * lowest point, largest fall from a highest point so far.
 */
const column = { pips: 0, trades: 1, wins: 2, won: 3, highest: 4, lowest: 5, fall: 6 } as const;
const width = 7;

type FigureName = keyof Comparison['differences'];

/** The figures of one side in each resample; NaN where they mean nothing. */
function resampleFigures(
  { days, values }: DailyResults,
  { offsets, starts, ends }: StationaryBlocks,
): Record<FigureName, Float64Array> {
  const figures = {
    total_pips: new Float64Array(resampleCount),
    win_rate: new Float64Array(resampleCount),
    mean_pips: new Float64Array(resampleCount),
    profit_factor: new Float64Array(resampleCount),
    sharpe: new Float64Array(resampleCount),
    max_drawdown_pips: new Float64Array(resampleCount),
    trades: new Float64Array(resampleCount),
  };
  for (let resample = 0; resample < resampleCount; resample += 1) {
    let pips = 0;
    let squares = 0;
    let trades = 0;
    let wins = 0;
    let won = 0;
    let drawdown = 0;
    /** How far the equity is below its highest point so far. */
    let below = 0;
    for (let block = offsets[resample]; block < offsets[resample + 1]; block += 1) {
      for (let day = starts[block]; day < ends[block]; day += 1) {
        const at = (day < days ? day : day - days) * width;
        if (values[at + column.trades] === 0) continue;
        const earned = values[at];
        pips += earned;
        squares += earned * earned;
        trades += values[at + column.trades];
        wins += values[at + column.wins];
        won += values[at + column.won];
        drawdown = Math.max(drawdown, values[at + column.fall], below - values[at + column.lowest]);
        below = Math.max(below, values[at + column.highest]) - earned;
      }
    }
    figures.total_pips[resample] = pips;
    figures.win_rate[resample] = wins / trades;
    figures.mean_pips[resample] = pips / trades;
    figures.profit_factor[resample] = profitFactorOf(won, won - pips);
    figures.sharpe[resample] = annualSharpe(pips, squares, days);
    figures.max_drawdown_pips[resample] = drawdown;
    figures.trades[resample] = trades;
  }
  return figures;
}
