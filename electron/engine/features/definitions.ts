import type { Timeframe } from '../../../shared/market.ts';
import { emaPeriods, type Indicators, rsiPeriods } from './indicators.ts';
import { doubleWilderWarmUp, emaWarmUp, macdWarmUp, wilderWarmUp } from './warm-up.ts';

export interface FeatureDefinition {
  readonly name: string;
  /** In words; ATR is the average true range over 14 bars of the same timeframe. */
  readonly formula: string;
  /** The timeframe whose closed bars the value is computed from. */
  readonly timeframe: Timeframe;
  /**
   * Bars of that timeframe before the first one with a value: until every window is full and the initial value of every
   * average weighs less than 1 % (see `warm-up.ts`).
   */
  readonly warm_up: number;
}

/** A definition with its computation, which is not finite after a division by zero. */
export interface Feature extends FeatureDefinition {
  value(now: Indicators): number;
}

/** The features of one timeframe's rows, in the order of their columns. */
export function featureDefinitions(timeframe: Timeframe): readonly FeatureDefinition[] {
  return definitions[timeframe];
}

/** Features computed from the bars of the row's own timeframe; they come first in a row. */
export function ownFeatures(timeframe: Timeframe): readonly Feature[] {
  return own[timeframe];
}

/** The longer timeframes whose `contextFeatures` follow in a row, in this order, taken at their last closed bar. */
export const contextTimeframes: Readonly<Record<Timeframe, readonly Timeframe[]>> = {
  '1H': ['4H', 'D'],
  '4H': ['D'],
  D: [],
};

/** The features of this timeframe in the rows of shorter ones: trend, momentum and volatility. */
export function contextFeatures(timeframe: Timeframe): readonly Feature[] {
  return context[timeframe];
}

const returnBars = [1, 3, 6, 12, 24];

/** The first true range is the range of the first bar, so the ATR starts with the first 14 bars. */
const atrWarmUp = wilderWarmUp(14);

/** Gains and losses start at the second bar. */
function rsiWarmUp(period: number): number {
  return wilderWarmUp(period, 1);
}

function priceFeatures(timeframe: Timeframe): Feature[] {
  return [
    ...returnBars.map((bars) => ({
      name: `ret_${bars}_atr`,
      formula: `(close − close ${bars} bars ago) / ATR`,
      timeframe,
      warm_up: Math.max(bars, atrWarmUp),
      value: (now: Indicators) => inAtr(now, now.bar.close - now.closeAgo(bars)),
    })),
    ...emaPeriods.map((period) => ({
      name: `dist_ema_${period}_atr`,
      formula: `(close − EMA ${period} of close) / ATR`,
      timeframe,
      warm_up: Math.max(emaWarmUp(period), atrWarmUp),
      value: (now: Indicators) => inAtr(now, now.bar.close - now.ema[period]),
    })),
    ...rsiPeriods.map((period) => ({
      name: `rsi_${period}`,
      formula: `relative strength index over ${period} bars, Wilder's smoothing, 0…100`,
      timeframe,
      warm_up: rsiWarmUp(period),
      value: (now: Indicators) => now.rsi[period],
    })),
    {
      name: 'macd_hist_atr',
      formula: '(MACD 12/26 − its EMA 9) / ATR',
      timeframe,
      warm_up: Math.max(macdWarmUp(26, 9), atrWarmUp),
      value: (now) => inAtr(now, now.macdHistogram),
    },
    {
      name: 'adx_14',
      formula: "average directional index over 14 bars, Wilder's smoothing, 0…100",
      timeframe,
      warm_up: doubleWilderWarmUp(14),
      value: (now) => now.adx,
    },
    {
      name: 'plus_di_14',
      formula: '100 · smoothed upward movement / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => (hasMoved(now) ? now.plusDi : Number.NaN),
    },
    {
      name: 'minus_di_14',
      formula: '100 · smoothed downward movement / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => (hasMoved(now) ? now.minusDi : Number.NaN),
    },
    {
      name: 'stoch_k_14',
      formula: '100 · (close − lowest low of 14 bars) / (highest high − lowest low)',
      timeframe,
      warm_up: 13,
      value: (now) => now.stochasticK,
    },
    {
      name: 'stoch_d_3',
      formula: 'mean of the last 3 values of stoch_k_14',
      timeframe,
      warm_up: 15,
      value: (now) => now.stochasticD,
    },
    {
      name: 'cci_20',
      formula: '(typical price − its 20-bar mean) / (0.015 · its mean deviation)',
      timeframe,
      warm_up: 19,
      value: (now) => now.cci,
    },
    {
      name: 'bb_percent_b_20',
      formula: '(close − lower band) / (upper − lower band); bands = 20-bar mean ± 2 standard deviations',
      timeframe,
      warm_up: 19,
      value: (now) => (now.bar.close - now.closeMean + 2 * now.closeDeviation) / (4 * now.closeDeviation),
    },
    {
      name: 'bb_width_20',
      formula: '(upper band − lower band) / 20-bar mean',
      timeframe,
      warm_up: 19,
      value: (now) => (4 * now.closeDeviation) / now.closeMean,
    },
    {
      name: 'atr_pct',
      formula: 'ATR / close',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => now.atr / now.bar.close,
    },
    {
      name: 'body_atr',
      formula: '(close − open) / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => inAtr(now, now.bar.close - now.bar.open),
    },
    {
      name: 'range_atr',
      formula: '(high − low) / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => inAtr(now, now.bar.high - now.bar.low),
    },
    {
      name: 'upper_wick_atr',
      formula: '(high − the higher of open and close) / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => inAtr(now, now.bar.high - Math.max(now.bar.open, now.bar.close)),
    },
    {
      name: 'lower_wick_atr',
      formula: '(the lower of open and close − low) / ATR',
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => inAtr(now, Math.min(now.bar.open, now.bar.close) - now.bar.low),
    },
    {
      name: 'volume_ratio_20',
      formula: 'volume / mean volume of the last 20 bars, this one included',
      timeframe,
      warm_up: 19,
      value: (now) => now.bar.volume / now.volumeMean,
    },
  ];
}

function clockFeatures(timeframe: Timeframe): Feature[] {
  return [
    clockFeature(
      timeframe,
      'hour_sin',
      "sine of the bar's opening hour, counted from the start of the trading day, 24 hours being a full turn",
      hourTurn,
    ),
    clockFeature(
      timeframe,
      'hour_cos',
      "cosine of the bar's opening hour, counted from the start of the trading day, 24 hours being a full turn",
      hourTurn,
    ),
    clockFeature(
      timeframe,
      'weekday_sin',
      'sine of the weekday of the trading day, Sunday = 0, a week being a full turn',
      weekdayTurn,
    ),
    clockFeature(
      timeframe,
      'weekday_cos',
      'cosine of the weekday of the trading day, Sunday = 0, a week being a full turn',
      weekdayTurn,
    ),
  ];
}

function clockFeature(
  timeframe: Timeframe,
  name: string,
  formula: string,
  turn: (now: Indicators) => number,
): Feature {
  const wave = name.endsWith('_sin') ? Math.sin : Math.cos;
  return { name, formula, timeframe, warm_up: 0, value: (now) => wave(2 * Math.PI * turn(now)) };
}

function hourTurn({ hour }: Indicators): number {
  return hour / 24;
}

function weekdayTurn({ weekday }: Indicators): number {
  return weekday / 7;
}

function describeContext(timeframe: '4H' | 'D'): Feature[] {
  const prefix = timeframe === 'D' ? 'd' : 'h4';
  const bar = timeframe === 'D' ? 'the last closed Daily bar' : 'the last closed 4H bar';
  return [
    {
      name: `${prefix}_trend`,
      formula: `(close − EMA 20 of close) / ATR of ${bar}`,
      timeframe,
      warm_up: Math.max(emaWarmUp(20), atrWarmUp),
      value: (now) => inAtr(now, now.bar.close - now.ema[20]),
    },
    {
      name: `${prefix}_momentum`,
      formula: `relative strength index over 14 bars of ${bar}, 0…100`,
      timeframe,
      warm_up: rsiWarmUp(14),
      value: (now) => now.rsi[14],
    },
    {
      name: `${prefix}_volatility`,
      formula: `ATR / close of ${bar}`,
      timeframe,
      warm_up: atrWarmUp,
      value: (now) => now.atr / now.bar.close,
    },
  ];
}

function inAtr(now: Indicators, distance: number): number {
  return hasMoved(now) ? distance / now.atr : Number.NaN;
}

/**
 * In a market that stands still, the ATR decays towards zero without reaching it, and dividing the rounding error of an
 * EMA by it gives arbitrarily large values. Below a billionth of the price, the ATR counts as zero.
 */
function hasMoved(now: Indicators): boolean {
  return now.atr > 1e-9 * now.bar.close;
}

const own: Readonly<Record<Timeframe, readonly Feature[]>> = {
  '1H': [...priceFeatures('1H'), ...clockFeatures('1H')],
  '4H': [...priceFeatures('4H'), ...clockFeatures('4H')],
  D: priceFeatures('D'),
};

const context: Readonly<Record<Timeframe, readonly Feature[]>> = {
  '1H': [],
  '4H': describeContext('4H'),
  D: describeContext('D'),
};

const definitions: Readonly<Record<Timeframe, readonly FeatureDefinition[]>> = {
  '1H': describe('1H'),
  '4H': describe('4H'),
  D: describe('D'),
};

/** The definitions without their computations, as plain data that can be sent between processes. */
function describe(timeframe: Timeframe): FeatureDefinition[] {
  const features = [...own[timeframe], ...contextTimeframes[timeframe].flatMap((longer) => context[longer])];
  return features.map(({ name, formula, warm_up, timeframe }) => ({ name, formula, timeframe, warm_up }));
}
