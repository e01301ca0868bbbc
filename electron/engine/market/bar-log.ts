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

/**
 * Bars that grow at the end and may be cut off at the beginning; cheap to append to however long they are. A bar keeps
 * its index for as long as the log holds it.
 */
export interface BarLog {
  /** Index of the oldest bar that is still held; 0 until some are forgotten. */
  first(): number;
  /** Index after that of the newest bar. */
  length(): number;
  /** Open time of a bar, ms UTC. */
  timeAt(index: number): number;
  closeAt(index: number): number;
  /** The bar at `index`, which must be held. */
  barAt(index: number): Bar;
  /** Index of the last bar that opens at or before `time`; `first() - 1` when there is none. */
  indexAt(time: number): number;
  /** A copy of bars `from` … `to` (excluded), as far as they are held. */
  slice(from: number, to: number): Bars;
  append(bar: Bar): void;
  /** Lets go of the bars that open before `time`, ms UTC, and of their memory. */
  forgetBefore(time: number): void;
}

/** The room of a log that has just been cut or begun, bars. */
const leastRoom = 64;

export function createBarLog(initial: Bars): BarLog {
  let first = 0;
  let held = initial.time.length;
  let bars = initial;

  function indexAt(time: number): number {
    return first + lastIndexAtOrBefore(viewBars(bars, 0, held), time);
  }

  return {
    first: () => first,
    length: () => first + held,
    timeAt: (index) => bars.time[index - first],
    closeAt: (index) => bars.close[index - first],
    barAt: (index) => barAt(bars, index - first),
    indexAt,
    slice: (from, to) => {
      const start = Math.max(0, from - first);
      return joinBars([viewBars(bars, start, Math.max(start, Math.min(to - first, held)))]);
    },
    append(bar) {
      if (held === bars.time.length) bars = concatBars(bars, createBars(Math.max(leastRoom, held)));
      for (const column of barColumns) bars[column][held] = bar[column];
      if (bars.spread) bars.spread[held] = bar.spread ?? Number.NaN;
      held += 1;
    },
    forgetBefore(time) {
      const next = Math.max(first, indexAt(time - 1) + 1);
      if (next === first) return;
      bars = joinBars([viewBars(bars, next - first, held)]);
      held -= next - first;
      first = next;
    },
  };
}
