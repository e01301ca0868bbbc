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
  const builder = createBarBuilder();
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
  const single = createBars(1);
  let closed: Bar[] = [];
  const fold = createPeriodFold(timeframe, baseIntervalMs, (time, open, high, low, close, volume) => {
    closed.push({ time, open, high, low, close, volume });
  });

  function take(): readonly Bar[] {
    if (closed.length === 0) return none;
    const taken = closed;
    closed = [];
    return taken;
  }

  return {
    push(bar) {
      for (const column of barColumns) single[column][0] = bar[column];
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

/** Takes one bar as six numbers, so that none needs an object. */
export type BarSink = (
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
) => void;

/** The one definition of resampling, under both ways of calling it. */
export interface PeriodFold {
  /** Takes the first `count` of `bars`, which follow those taken before. */
  add(bars: Bars, count: number): void;
  flush(now: number): void;
}

/** `emit` receives each bar of `timeframe` as its period passes. Volumes are summed in order of time. */
export function createPeriodFold(timeframe: Timeframe, baseIntervalMs: number, emit: BarSink): PeriodFold {
  const period = periodMs[timeframe];
  const state = { start: Number.NaN, open: 0, high: 0, low: 0, close: 0, volume: 0 };

  return {
    add(bars, count) {
      // Local variables: this loop runs over every stored bar at each load.
      let { start, open, high, low, close, volume } = state;
      for (let i = 0; i < count; i++) {
        const time = bars.time[i];
        if (time < start + period) {
          high = Math.max(high, bars.high[i]);
          low = Math.min(low, bars.low[i]);
          close = bars.close[i];
          volume += bars.volume[i];
        } else {
          if (!Number.isNaN(start)) emit(start, open, high, low, close, volume);
          start = Math.floor(time / period) * period;
          open = bars.open[i];
          high = bars.high[i];
          low = bars.low[i];
          close = bars.close[i];
          volume = bars.volume[i];
        }
        if (time + baseIntervalMs >= start + period) {
          emit(start, open, high, low, close, volume);
          start = Number.NaN;
        }
      }
      Object.assign(state, { start, open, high, low, close, volume });
    },
    flush(now) {
      if (now < state.start + period || Number.isNaN(state.start)) return;
      const { start, open, high, low, close, volume } = state;
      emit(start, open, high, low, close, volume);
      state.start = Number.NaN;
    },
  };
}
