import { hourMs } from '../../../shared/market.ts';

/**
 * For each shorter bar the index of the last longer bar that has closed by that bar's close, -1 where
 * none has: T + longerPeriod ≤ t + shorterPeriod. Both lists are open times in ms, strictly rising.
 */
export function closedBarIndex(
  times: Float64Array,
  longerTimes: Float64Array,
  longerPeriodMs: number,
  shorterPeriodMs: number = hourMs,
): Int32Array {
  const indices = new Int32Array(times.length);
  let last = -1;
  for (let row = 0; row < times.length; row++) {
    const closes = times[row] + shorterPeriodMs;
    while (last + 1 < longerTimes.length && longerTimes[last + 1] + longerPeriodMs <= closes) last += 1;
    indices[row] = last;
  }
  return indices;
}
