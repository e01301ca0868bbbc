import type { Comparison } from '../../../shared/experiments/comparison.ts';
import type { Figures, Intervals } from '../../../shared/experiments/figures.ts';
import type { DailyResults } from '../trades/daily-results.ts';
import { drawDays, fewestDays, fewestTrades, intervalFrom, intervalsFrom, noIntervals } from './bootstrap.ts';
import { resampleFigures } from './resampled-figures.ts';

export interface PairedSide {
  readonly figures: Figures;
  /** On the same days as those of the other side. */
  readonly daily: DailyResults;
}

export interface PairedIntervals {
  readonly a: Intervals;
  readonly b: Intervals;
  readonly differences: Comparison['differences'];
}

/**
 * The intervals of both sides, and B minus A with 95 % percentile intervals. Each resample draws the same trading
 * days, in stationary blocks, for both sides (of the same period), so that what moved both cancels out. The
 * interval of a difference is null with fewer than `fewestTrades` on a side or `fewestDays`. The interval of the
 * drawdown comes from days in another order, which makes other falls: it need not lie around the value.
 */
export function pairedIntervals(a: PairedSide, b: PairedSide, seed: number): PairedIntervals {
  const { days } = a.daily;
  const blocks = days >= fewestDays ? drawDays(days, seed) : null;
  const hasTrades = ({ figures }: PairedSide) => figures.trades >= fewestTrades;
  const resampledA = blocks && hasTrades(a) ? resampleFigures(a.daily, blocks) : null;
  const resampledB = blocks && hasTrades(b) ? resampleFigures(b.daily, blocks) : null;

  function difference(figure: keyof Comparison['differences']) {
    const value = (b.figures[figure] ?? Number.NaN) - (a.figures[figure] ?? Number.NaN);
    if (!resampledA || !resampledB) return { value, interval: null };
    const differences = resampledB[figure].map((each, i) => each - resampledA[figure][i]);
    return { value, interval: intervalFrom(differences) };
  }

  function differenceIfAny(figure: keyof Comparison['differences']) {
    const found = difference(figure);
    return Number.isNaN(found.value) ? null : found;
  }

  return {
    a: resampledA ? intervalsFrom(resampledA) : noIntervals,
    b: resampledB ? intervalsFrom(resampledB) : noIntervals,
    differences: {
      total_pips: difference('total_pips'),
      win_rate: differenceIfAny('win_rate'),
      mean_pips: differenceIfAny('mean_pips'),
      profit_factor: differenceIfAny('profit_factor'),
      sharpe: differenceIfAny('sharpe'),
      max_drawdown_pips: difference('max_drawdown_pips'),
      max_drawdown_open_pips: difference('max_drawdown_open_pips'),
      trades: difference('trades'),
    },
  };
}
