import type { Bar, Bars } from '../../../shared/market.ts';
import {
  barAt,
  barColumns,
  concatBars,
  createBars,
  joinBars,
  lastIndexAtOrBefore,
  viewBars,
} from './bars.ts';

/** Bars that grow at the end; cheap to append to however long they are. */
export interface BarLog {
  length(): number;
  /** Open time of a bar, ms UTC. */
  timeAt(index: number): number;
  closeAt(index: number): number;
  /** The bar at `index`, which must exist. */
  barAt(index: number): Bar;
  /** Index of the last bar that opens at or before `time`; -1 when there is none. */
  indexAt(time: number): number;
  /** A copy of bars `from` … `to` (excluded). */
  slice(from: number, to: number): Bars;
  append(bar: Bar): void;
}

export function createBarLog(initial: Bars): BarLog {
  let length = initial.time.length;
  let bars = initial;

  return {
    length: () => length,
    timeAt: (index) => bars.time[index],
    closeAt: (index) => bars.close[index],
    barAt: (index) => barAt(bars, index),
    indexAt: (time) => lastIndexAtOrBefore(viewBars(bars, 0, length), time),
    slice: (from, to) => joinBars([viewBars(bars, from, Math.min(to, length))]),
    append(bar) {
      if (length === bars.time.length) bars = concatBars(bars, createBars(Math.max(64, length)));
      for (const column of barColumns) bars[column][length] = bar[column];
      if (bars.spread) bars.spread[length] = bar.spread ?? Number.NaN;
      length += 1;
    },
  };
}
