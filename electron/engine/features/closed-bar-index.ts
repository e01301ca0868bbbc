import type { Timeframe } from '../../../shared/market.ts';
import type { Periods } from '../market/periods.ts';

/** The open times of a timeframe's bars, ms UTC, strictly rising. */
export interface BarTimes {
  readonly timeframe: Timeframe;
  readonly time: Float64Array;
}

/**
 * For each shorter bar, the index of the last longer bar that has closed by the close of the shorter one; −1 where there
 * is none.
 */
export function closedBarIndex(shorter: BarTimes, longer: BarTimes, periods: Periods): Int32Array {
  const indices = new Int32Array(shorter.time.length);
  const closeOf = (index: number) =>
    index < longer.time.length
      ? periods.endOf(longer.timeframe, longer.time[index])
      : Number.POSITIVE_INFINITY;
  let last = -1;
  let nextCloses = closeOf(0);
  for (let row = 0; row < shorter.time.length; row++) {
    const closes = periods.endOf(shorter.timeframe, shorter.time[row]);
    while (nextCloses <= closes) {
      last += 1;
      nextCloses = closeOf(last + 1);
    }
    indices[row] = last;
  }
  return indices;
}
