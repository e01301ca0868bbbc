import type { Comparison } from '../../../shared/experiments/comparison.ts';
import type { Figures, Intervals } from '../../../shared/experiments/figures.ts';
import type { DailyResults } from '../trades/daily-results.ts';
import { drawDays, fewestDays, fewestTrades, intervalFrom, intervalsFrom, noIntervals } from './bootstrap.ts';
import { resampleFigures } from './resampled-figures.ts';

export interface PairedSide {
  readonly figures: Figures;
  /** Covers the same days as that of the other side. */
  readonly daily: DailyResults;
}

export interface PairedIntervals {
  readonly a: Intervals;
  readonly b: Intervals;
  readonly differences: Comparison['differences'];
}

/**
 * The intervals of both sides, and the differences B minus A with 95 % percentile intervals. Both sides cover the
 * same period, and each resample draws the same trading days for both, in stationary blocks, so that what moves both
 * sides cancels out of the difference. The interval of a difference is null with fewer than `fewestTrades` trades on
 * either side or fewer than `fewestDays` days. Resampling changes the order of the days, and with it the drawdown:
 * the interval of a drawdown need not contain its value.
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
