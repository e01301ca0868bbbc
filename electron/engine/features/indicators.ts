import { ATR, EMA, MACD, WSMA } from 'trading-signals';
import type { Bar } from '../../../shared/market.ts';
import type { Periods } from '../market/periods.ts';
import { createRollingWindow } from './rolling-window.ts';

/**
 * The indicators of one timeframe after its latest bar, in price units unless said otherwise.
 * Values before the end of an indicator's warm-up are undefined; the feature definitions mask them. An EMA starts with
 * its first value, Wilder's average of period n with the mean of its first n values.
 */
export interface Indicators {
  readonly bar: Bar;
  /** Average true range over 14 bars, Wilder's smoothing. */
  readonly atr: number;
  /** Close `bars` bars ago (0…24). */
  closeAgo(bars: number): number;
  readonly ema: Readonly<Record<EmaPeriod, number>>;
  /** Relative strength index, 0…100, Wilder's smoothing. */
  readonly rsi: Readonly<Record<RsiPeriod, number>>;
  /** MACD(12, 26) minus its EMA(9). */
  readonly macdHistogram: number;
  /** Directional movement over 14 bars, 0…100 (Wilder 1978). */
  readonly adx: number;
  readonly plusDi: number;
  readonly minusDi: number;
  /** Fast stochastic %K(14) and its 3-bar mean, 0…100. */
  readonly stochasticK: number;
  readonly stochasticD: number;
  /** Commodity channel index over 20 bars (Lambert 1980). */
  readonly cci: number;
  /** Mean and population standard deviation of the last 20 closes. */
  readonly closeMean: number;
  readonly closeDeviation: number;
  /** Mean volume of the last 20 bars, this one included. */
  readonly volumeMean: number;
  /** Whole hours from the start of the bar's trading day to its open. */
  readonly hour: number;
  /** Weekday of its trading day, 0 is Sunday. */
  readonly weekday: number;
}

export const emaPeriods = [10, 20, 50, 100] as const;
export type EmaPeriod = (typeof emaPeriods)[number];
export const rsiPeriods = [7, 14, 21] as const;
export type RsiPeriod = (typeof rsiPeriods)[number];

export interface IndicatorStream {
  /** Takes the next closed bar. The returned object is reused, so read it before the next push. */
  push(bar: Bar): Indicators;
}

/**
 * Indicators updated bar by bar. ATR, EMA, MACD and Wilder's average come from trading-signals. Its RSI, ADX, stochastic,
 * CCI and Bollinger classes are not used: in a market without movement, where a feature must be missing, they return
 * 100, a NaN that persists, 0, or noise. The last three are also slow.
 */
export function createIndicatorStream(periods: Pick<Periods, 'hourOf' | 'weekdayOf'>): IndicatorStream {
  const atr = new ATR(14);
  const emas = emaPeriods.map((period) => ({ period, smoothing: new EMA(period) }));
  const rsis = rsiPeriods.map((period) => ({ period, index: createRelativeStrength(period) }));
  const macd = new MACD(new EMA(12), new EMA(26), new EMA(9));
  const directional = createDirectionalMovement();
  const closes = createRollingWindow(25);
  const bandCloses = createRollingWindow(20);
  const typicalPrices = createRollingWindow(20);
  const volumes = createRollingWindow(20);
  const highs = createRollingWindow(14);
  const lows = createRollingWindow(14);
  const stochasticKs = createRollingWindow(3);

  const now = {
    bar: { time: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 } as Bar,
    atr: Number.NaN,
    closeAgo: closes.ago,
    ema: { 10: Number.NaN, 20: Number.NaN, 50: Number.NaN, 100: Number.NaN },
    rsi: { 7: Number.NaN, 14: Number.NaN, 21: Number.NaN },
    macdHistogram: Number.NaN,
    adx: Number.NaN,
    plusDi: Number.NaN,
    minusDi: Number.NaN,
    stochasticK: Number.NaN,
    stochasticD: Number.NaN,
    cci: Number.NaN,
    closeMean: Number.NaN,
    closeDeviation: Number.NaN,
    volumeMean: Number.NaN,
    hour: Number.NaN,
    weekday: Number.NaN,
  };

  function push(bar: Bar): Indicators {
    now.bar = bar;
    now.hour = periods.hourOf(bar.time);
    now.weekday = periods.weekdayOf(bar.time);
    now.atr = atr.add(bar) ?? Number.NaN;
    for (const { period, smoothing } of emas) now.ema[period] = smoothing.add(bar.close) ?? Number.NaN;
    for (const { period, index } of rsis) now.rsi[period] = index.push(bar.close);
    now.macdHistogram = macd.add(bar.close)?.histogram ?? Number.NaN;
    const movement = directional.push(bar, now.atr);
    now.adx = movement.adx;
    now.plusDi = movement.plusDi;
    now.minusDi = movement.minusDi;

    closes.push(bar.close);
    bandCloses.push(bar.close);
    now.closeMean = bandCloses.mean();
    now.closeDeviation = bandCloses.standardDeviation();
    volumes.push(bar.volume);
    now.volumeMean = volumes.mean();

    highs.push(bar.high);
    lows.push(bar.low);
    const lowest = lows.lowest();
    now.stochasticK = (100 * (bar.close - lowest)) / (highs.highest() - lowest);
    stochasticKs.push(now.stochasticK);
    now.stochasticD = stochasticKs.mean();

    const typicalPrice = (bar.high + bar.low + bar.close) / 3;
    typicalPrices.push(typicalPrice);
    now.cci = (typicalPrice - typicalPrices.mean()) / (0.015 * typicalPrices.meanDeviation());
    return now;
  }

  return { push };
}

/** Wilder's RSI as 100 · gains / (gains + losses), which is NaN and not 100 in a market without movement. */
function createRelativeStrength(period: number) {
  const gains = new WSMA(period);
  const losses = new WSMA(period);
  let previous = Number.NaN;

  return {
    push(close: number): number {
      const change = close - previous;
      previous = close;
      if (Number.isNaN(change)) return Number.NaN;
      const gain = gains.add(Math.max(change, 0));
      const loss = losses.add(Math.max(-change, 0));
      return gain === null || loss === null ? Number.NaN : (100 * gain) / (gain + loss);
    },
  };
}

/** Wilder's ADX, +DI and −DI over 14 bars. A bar without directional movement is left out of the ADX. */
function createDirectionalMovement() {
  const plus = new WSMA(14);
  const minus = new WSMA(14);
  const smoothed = new WSMA(14);
  let previous: Bar | null = null;

  return {
    push(bar: Bar, atr: number): { adx: number; plusDi: number; minusDi: number } {
      const up = previous === null ? 0 : bar.high - previous.high;
      const down = previous === null ? 0 : previous.low - bar.low;
      previous = bar;
      const up14 = plus.add(up > down && up > 0 ? up : 0) ?? Number.NaN;
      const down14 = minus.add(down > up && down > 0 ? down : 0) ?? Number.NaN;
      const direction = (100 * Math.abs(up14 - down14)) / (up14 + down14);
      const adx = Number.isNaN(direction) ? null : smoothed.add(direction);
      return { adx: adx ?? Number.NaN, plusDi: (100 * up14) / atr, minusDi: (100 * down14) / atr };
    },
  };
}
