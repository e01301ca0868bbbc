import { EMA, WSMA } from 'trading-signals';
import { describe, expect, test } from 'vitest';
import { featureDefinitions } from '../../../../electron/engine/features/definitions.ts';
import { timeframes } from '../../../../shared/market.ts';

/** Takes a value per bar; null while it has none. */
type Average = (value: number) => number | null;
const ema = (period: number): Average => {
  const average = new EMA(period);
  // The library holds its first values back; they are what fades.
  return (value) => average.update(value, false);
};
const wilder = (period: number): Average => {
  const average = new WSMA(period);
  return (value) => average.update(value, false);
};
const bars = 600;

/** Weights per bar of whatever `seeds` bars an average is begun with: fed with ones there and zeros after. */
function weights(average: Average, seeds: number, first = 0): number[] {
  return Array.from({ length: bars }, (_, bar) =>
    bar < first ? 1 : (average(bar < first + seeds ? 1 : 0) ?? 1),
  );
}

/** Weights in an average of values that bring `inner` with them, from bar `first` on. */
function carried(average: Average, inner: readonly number[], first: number): number[] {
  return inner.map((weight, bar) => (bar < first ? 1 : (average(weight) ?? 1)));
}

/** The first bar at which every one of these weighs less than 1 %. */
function firstSettled(...all: readonly number[][]): number {
  const settled = (bar: number) => all.every((each) => each[bar] < 0.01);
  return Array.from({ length: bars }, (_, bar) => bar).findIndex(settled);
}

const atr = weights(wilder(14), 14);
const settledAt: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [10, 20, 50, 100].map((period) => [`dist_ema_${period}_atr`, firstSettled(weights(ema(period), 1), atr)]),
  ),
  ...Object.fromEntries(
    [7, 14, 21].map((period) => [`rsi_${period}`, firstSettled(weights(wilder(period), period, 1))]),
  ),
  macd_hist_atr: firstSettled(
    weights(ema(26), 1),
    weights(ema(12), 1),
    weights(ema(9), 1, 25),
    carried(ema(9), weights(ema(26), 1), 25),
    atr,
  ),
  adx_14: firstSettled(weights(wilder(14), 14, 13), carried(wilder(14), atr, 13)),
  plus_di_14: firstSettled(atr),
  minus_di_14: firstSettled(atr),
  atr_pct: firstSettled(atr),
  ...Object.fromEntries(
    ['body', 'range', 'upper_wick', 'lower_wick', 'ret_1', 'ret_3', 'ret_6', 'ret_12', 'ret_24'].map(
      (name) => [`${name}_atr`, firstSettled(atr)],
    ),
  ),
  trend: firstSettled(weights(ema(20), 1), atr),
  momentum: firstSettled(weights(wilder(14), 14, 1)),
  volatility: firstSettled(atr),
};

describe('the warm-up of a feature', () => {
  test.each(timeframes)(
    'of %s ends at the first bar at which the seeds weigh less than 1 %%',
    (timeframe) => {
      const decaying = featureDefinitions(timeframe).filter(({ formula }) =>
        /ATR|EMA|Wilder|index/.test(formula),
      );
      expect(decaying.length).toBeGreaterThan(20);
      for (const { name, warm_up } of decaying) {
        const key = name.replace(/^(d|h4)_/, '');
        expect(settledAt[key], name).toBeGreaterThan(0);
        expect(warm_up, name).toBe(settledAt[key]);
      }
    },
  );

  test('of an EMA over 100 bars lasts until the weight of its first close falls from 13.8 % at bar 99 to 1 %', () => {
    const first = weights(ema(100), 1);
    expect(first[99]).toBeCloseTo(0.138, 3);
    expect([first[230] < 0.01, first[231] < 0.01]).toEqual([false, true]);
    expect(featureDefinitions('1H').find(({ name }) => name === 'dist_ema_100_atr')?.warm_up).toBe(231);
  });
});
