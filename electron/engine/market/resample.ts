import type { Bar, Bars, Timeframe } from '../../../shared/market.ts';
import { periodMs } from '../../../shared/market.ts';
import { barColumns, createBarBuilder, createBars } from './bars.ts';

/**
 * The bars of `timeframe` that have closed by the end of the last base bar.
 * Periods start at multiples of their length since the epoch, UTC (Daily = UTC day). A period's bar exists
 * once the period has passed: a base bar ends at or after its end. Periods without base bars have no bar.
 * `baseIntervalMs` is the base bars' spacing; it divides one hour and base bars open at multiples of it.
 */
export function resample(bars: Bars, timeframe: Timeframe, baseIntervalMs: number): Bars {
  const builder = createBarBuilder(undefined, bars.spread !== undefined);
  createPeriodFold(timeframe, baseIntervalMs, builder.add).add(bars, bars.time.length);
  return builder.build();
}

/** Makes higher bars from base bars as they arrive; after any number of them it has given what `resample` gives. */
export interface BarAggregator {
  /** Takes the next base bar; returns the bars that this closes: none, one, or (after a gap) two. */
  push(bar: Bar): readonly Bar[];
  /** The bar whose period has passed by `now` (ms UTC) although no base bar said so; null when there is none. */
  flush(now: number): Bar | null;
}

export function createBarAggregator(timeframe: Timeframe, baseIntervalMs: number): BarAggregator {
  const plain = createBars(1);
  const withSpread = createBars(1, true);
  let closed: Bar[] = [];
  const fold = createPeriodFold(timeframe, baseIntervalMs, (time, open, high, low, close, volume, spread) => {
    const bar = { time, open, high, low, close, volume };
    closed.push(spread === undefined ? bar : { ...bar, spread });
  });

  function take(): readonly Bar[] {
    if (closed.length === 0) return none;
    const taken = closed;
    closed = [];
    return taken;
  }

  return {
    push(bar) {
      const single = bar.spread === undefined ? plain : withSpread;
      for (const column of barColumns) single[column][0] = bar[column];
      if (single.spread) single.spread[0] = bar.spread ?? Number.NaN;
      fold.add(single, 1);
      return take();
    },
    flush(now) {
      fold.flush(now);
      return take()[0] ?? null;
    },
  };
}

const none: readonly Bar[] = [];

/** Takes one bar as numbers, so that none needs an object; `spread` is undefined for bars that carry none. */
export type BarSink = (
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  spread: number | undefined,
) => void;

/** The one definition of resampling, under both ways of calling it. */
export interface PeriodFold {
  /** Takes the first `count` of `bars`, which follow those taken before. */
  add(bars: Bars, count: number): void;
  flush(now: number): void;
}

interface FoldState {
  start: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  spread: number | undefined;
}

/** `emit` receives each bar of `timeframe` as its period passes. Volumes are summed in order of time. */
export function createPeriodFold(timeframe: Timeframe, baseIntervalMs: number, emit: BarSink): PeriodFold {
  const period = periodMs[timeframe];
  const state: FoldState = {
    start: Number.NaN,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
    spread: undefined,
  };

  return {
    add(bars, count) {
      // Local variables: this loop runs over every stored bar at each load.
      let { start, open, high, low, close, volume, spread } = state;
      for (let i = 0; i < count; i++) {
        const time = bars.time[i];
        if (time < start + period) {
          high = Math.max(high, bars.high[i]);
          low = Math.min(low, bars.low[i]);
          close = bars.close[i];
          volume += bars.volume[i];
        } else {
          if (!Number.isNaN(start)) emit(start, open, high, low, close, volume, spread);
          start = Math.floor(time / period) * period;
          open = bars.open[i];
          high = bars.high[i];
          low = bars.low[i];
          close = bars.close[i];
          volume = bars.volume[i];
          // That of the first base bar stood at the open, where a position is entered.
          spread = bars.spread?.[i];
        }
        if (time + baseIntervalMs >= start + period) {
          emit(start, open, high, low, close, volume, spread);
          start = Number.NaN;
        }
      }
      Object.assign(state, { start, open, high, low, close, volume, spread });
    },
    flush(now) {
      if (now < state.start + period || Number.isNaN(state.start)) return;
      const { start, open, high, low, close, volume, spread } = state;
      emit(start, open, high, low, close, volume, spread);
      state.start = Number.NaN;
    },
  };
}
