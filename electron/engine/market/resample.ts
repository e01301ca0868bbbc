import type { Bar, Bars, Timeframe } from '../../../shared/market.ts';
import { barColumns, createBarBuilder, createBars } from './bars.ts';
import type { Periods } from './periods.ts';

/**
 * The bars of `timeframe` that have closed by the end of the last base bar. A period's bar exists once the period
 * has passed: a base bar ends at or after its end. Periods without base bars have no bar, and neither has the one
 * in which the series begins, unless it begins with it: part of that bar is missing.
 * `baseIntervalMs` is the base bars' spacing; it divides one hour.
 */
export function resample(bars: Bars, timeframe: Timeframe, baseIntervalMs: number, periods: Periods): Bars {
  const builder = createBarBuilder(undefined, bars.spread !== undefined);
  createPeriodFold(timeframe, baseIntervalMs, periods, builder.add).add(bars, bars.time.length);
  return builder.build();
}

/** Makes higher bars from base bars as they arrive; after any number of them it has given what `resample` gives. */
export interface BarAggregator {
  /** Takes the next base bar; returns the bars that this closes: none, one, or (after a gap) two. */
  push(bar: Bar): readonly Bar[];
  /** The bar whose period has passed by `now` (ms UTC) although no base bar said so; null when there is none. */
  flush(now: number): Bar | null;
}

export function createBarAggregator(
  timeframe: Timeframe,
  baseIntervalMs: number,
  periods: Periods,
): BarAggregator {
  const plain = createBars(1);
  const withSpread = createBars(1, true);
  let closed: Bar[] = [];
  const fold = createPeriodFold(
    timeframe,
    baseIntervalMs,
    periods,
    (time, open, high, low, close, volume, spread) => {
      const bar = { time, open, high, low, close, volume };
      closed.push(spread === undefined ? bar : { ...bar, spread });
    },
  );

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
  /** Start and end of the period under way; NaN between two, so that no bar is before the end. */
  start: number;
  end: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  spread: number | undefined;
}

/** `emit` receives each bar of `timeframe` as its period passes. Volumes are summed in order of time. */
export function createPeriodFold(
  timeframe: Timeframe,
  baseIntervalMs: number,
  periods: Periods,
  emit: BarSink,
): PeriodFold {
  const state: FoldState = {
    start: Number.NaN,
    end: Number.NaN,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
    spread: undefined,
  };
  /** End of the period in which the series begins, where it does not begin with it. */
  let incompleteUntil = Number.NaN;

  return {
    add(bars, count) {
      let i = 0;
      if (Number.isNaN(incompleteUntil) && count > 0) {
        const first = bars.time[0];
        incompleteUntil =
          periods.startOf(timeframe, first) === first
            ? Number.NEGATIVE_INFINITY
            : periods.endOf(timeframe, first);
      }
      while (i < count && bars.time[i] < incompleteUntil) i++;
      // Local variables: this loop runs over every stored bar at each load.
      let { start, end, open, high, low, close, volume, spread } = state;
      for (; i < count; i++) {
        const time = bars.time[i];
        if (time < end) {
          high = Math.max(high, bars.high[i]);
          low = Math.min(low, bars.low[i]);
          close = bars.close[i];
          volume += bars.volume[i];
        } else {
          if (!Number.isNaN(start)) emit(start, open, high, low, close, volume, spread);
          start = periods.startOf(timeframe, time);
          end = periods.endOf(timeframe, time);
          open = bars.open[i];
          high = bars.high[i];
          low = bars.low[i];
          close = bars.close[i];
          volume = bars.volume[i];
          // That of the first base bar stood at the open, where a position is entered.
          spread = bars.spread?.[i];
        }
        if (time + baseIntervalMs >= end) {
          emit(start, open, high, low, close, volume, spread);
          start = Number.NaN;
          end = Number.NaN;
        }
      }
      Object.assign(state, { start, end, open, high, low, close, volume, spread });
    },
    flush(now) {
      if (now < state.end || Number.isNaN(state.start)) return;
      const { start, open, high, low, close, volume, spread } = state;
      emit(start, open, high, low, close, volume, spread);
      state.start = Number.NaN;
      state.end = Number.NaN;
    },
  };
}
