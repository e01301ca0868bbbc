import type { Bars } from '../../../shared/market.ts';

/** Index of the first bar that opens at or after `time`, ms UTC; the number of bars where none does. */
export function firstBarFrom({ time }: Pick<Bars, 'time'>, from: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
