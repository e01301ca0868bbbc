import type { Bar, Bars, Timeframe } from '../../../shared/market.ts';
import { periodMs } from '../../../shared/market.ts';
import { createBarBuilder } from './bars.ts';

/**
 * The bars of `timeframe` that have closed by the end of the last base bar.
 * Periods start at multiples of their length since the epoch, UTC (Daily = UTC day). A period's bar exists
 * once the period has passed: a base bar ends at or after its end. Periods without base bars have no bar.
 * `baseIntervalMs` is the base bars' spacing; it divides one hour and base bars open at multiples of it.
 */
export function resample(bars: Bars, timeframe: Timeframe, baseIntervalMs: number): Bars {
  const builder = createBarBuilder();
  const fold = createPeriodFold(timeframe, baseIntervalMs, builder.add);
  const { time, open, high, low, close, volume } = bars;
  for (let i = 0; i < time.length; i++) fold.add(time[i], open[i], high[i], low[i], close[i], volume[i]);
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
      fold.add(bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume);
      return take();
    },
    flush(now) {
      fold.flush(now);
      return take()[0] ?? null;
    },
  };
}

const none: readonly Bar[] = [];

/** Takes one bar as six numbers: no object per bar on the way from the store. */
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
  readonly add: BarSink;
  flush(now: number): void;
}

/** `emit` receives each bar of `timeframe` as its period passes. Volumes are summed in order of time. */
export function createPeriodFold(timeframe: Timeframe, baseIntervalMs: number, emit: BarSink): PeriodFold {
  const period = periodMs[timeframe];
  let start = Number.NaN;
  let open = 0;
  let high = 0;
  let low = 0;
  let close = 0;
  let volume = 0;

  function finish(): void {
    if (Number.isNaN(start)) return;
    emit(start, open, high, low, close, volume);
    start = Number.NaN;
  }

  return {
    add(time, barOpen, barHigh, barLow, barClose, barVolume) {
      const barStart = Math.floor(time / period) * period;
      if (barStart === start) {
        if (barHigh > high) high = barHigh;
        if (barLow < low) low = barLow;
        close = barClose;
        volume += barVolume;
      } else {
        finish();
        start = barStart;
        open = barOpen;
        high = barHigh;
        low = barLow;
        close = barClose;
        volume = barVolume;
      }
      if (time + baseIntervalMs >= barStart + period) finish();
    },
    flush(now) {
      if (now >= start + period) finish();
    },
  };
}
