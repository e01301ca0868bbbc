import { firstIndex } from '../../../shared/first-index.ts';
import type { Bar, Bars } from '../../../shared/market.ts';

/** The columns that all `Bars` have, in the order in which every table and tuple lists them. */
export const barColumns = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** `length` bars of zeros, to be filled by whoever asked for them. */
export function createBars(length: number, withSpread = false): Bars {
  return mapColumns(withSpread, () => new Float64Array(length));
}

export const emptyBars: Bars = createBars(0);

/** Columns from single bars, which must be in rising order of time. */
export function barsFrom(list: readonly Bar[]): Bars {
  const withSpread = list.some((bar) => bar.spread !== undefined);
  return mapColumns(withSpread, (column) => Float64Array.from(list, (bar) => bar[column] ?? Number.NaN));
}

/** The bar at `index`, which must exist. */
export function barAt(bars: Bars, index: number): Bar {
  return {
    time: bars.time[index],
    open: bars.open[index],
    high: bars.high[index],
    low: bars.low[index],
    close: bars.close[index],
    volume: bars.volume[index],
    ...(bars.spread && { spread: bars.spread[index] }),
  };
}

/** Bars `from` (inclusive) to `to` (exclusive), sharing memory with the original. */
export function viewBars(bars: Bars, from: number, to: number = bars.time.length): Bars {
  return mapColumns(bars.spread !== undefined, (column) => columnOf(bars, column).subarray(from, to));
}

/** One series after the other; the caller knows that each starts after the one before it ends. */
export function joinBars(parts: readonly Bars[]): Bars {
  const length = parts.reduce((sum, part) => sum + part.time.length, 0);
  const withSpread = parts.some((part) => part.spread !== undefined);
  return mapColumns(withSpread, (column) => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const part of parts) {
      joined.set(columnOf(part, column), at);
      at += part.time.length;
    }
    return joined;
  });
}

export function concatBars(first: Bars, second: Bars): Bars {
  return joinBars([first, second]);
}

/** Index of the newest bar that opened at or before `time` (ms UTC); -1 when there is none. */
export function lastIndexAtOrBefore(bars: Bars, time: number): number {
  return firstIndex(bars.time.length, (index) => bars.time[index] > time) - 1;
}

/** Columns that grow bar by bar, for results whose length is not known beforehand. */
export interface BarBuilder {
  add(
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    spread?: number,
  ): void;
  /** The bars added so far, copied to their exact length. */
  build(): Bars;
}

export function createBarBuilder(capacity = 1024, withSpread = false): BarBuilder {
  let columns = createBars(capacity, withSpread);
  let length = 0;

  return {
    add(time, open, high, low, close, volume, spread = Number.NaN) {
      if (length === columns.time.length)
        columns = joinBars([columns, createBars(Math.max(length, 1), withSpread)]);
      columns.time[length] = time;
      columns.open[length] = open;
      columns.high[length] = high;
      columns.low[length] = low;
      columns.close[length] = close;
      columns.volume[length] = volume;
      if (columns.spread) columns.spread[length] = spread;
      length += 1;
    },
    build: () => mapColumns(withSpread, (column) => columnOf(columns, column).slice(0, length)),
  };
}

export type BarColumn = (typeof barColumns)[number] | 'spread';

/** One column; the spreads of bars that came without are unknown, not zero. */
export function columnOf(bars: Bars, column: BarColumn): Float64Array {
  return bars[column] ?? new Float64Array(bars.time.length).fill(Number.NaN);
}

function mapColumns(withSpread: boolean, make: (column: BarColumn) => Float64Array): Bars {
  return {
    time: make('time'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
    ...(withSpread && { spread: make('spread') }),
  };
}
