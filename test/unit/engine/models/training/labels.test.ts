import { describe, expect, test } from 'vitest';
import {
  barrierAtr,
  labelBars,
  labelHorizon,
} from '../../../../../electron/engine/models/training/labels.ts';
import { type Bars, hourMs, periodMs, timeframes } from '../../../../../shared/market.ts';
import { utcPeriods } from '../../market/utc-periods.ts';
import { sampleMarket } from '../sample-market.ts';

describe('labels of single bars', () => {
  test('touching the upper barrier first gives up, known at the close of that bar', () => {
    const labels = labelBars(market({ 16: { high: 101.6 }, 17: { low: 98 } }), '1H', utcPeriods);
    expect(labels.label[14]).toBe(1);
    expect(labels.knownAt[14]).toBe(17 * hourMs);
  });

  test('touching the lower barrier first gives down, even at exactly its price', () => {
    const labels = labelBars(market({ 15: { low: 98.5 }, 16: { high: 103 } }), '1H', utcPeriods);
    expect(labels.label[14]).toBe(0);
    expect(labels.knownAt[14]).toBe(16 * hourMs);
  });

  test('touching both barriers in one bar gives no label and is counted', () => {
    const labels = labelBars(market({ 20: { low: 98, high: 102 } }), '1H', utcPeriods);
    expect(labels.label[14]).toBe(-1);
    expect(labels.knownAt[14]).toBeNaN();
    expect(labels.ambiguous).toBe(7);
  });

  test('without a touch the sign of the move to the last close within the horizon decides', () => {
    const last = 14 + labelHorizon['1H'];
    const up = labelBars(market({ [last]: { close: 100.1 } }), '1H', utcPeriods);
    expect(up.label[14]).toBe(1);
    expect(up.knownAt[14]).toBe((last + 1) * hourMs);
    const down = labelBars(market({ [last]: { close: 99.9 } }), '1H', utcPeriods);
    expect(down.label[14]).toBe(0);
    const none = labelBars(market({ [last + 1]: { close: 100.1 } }), '1H', utcPeriods);
    expect(none.label[14]).toBe(-1);
    expect(none.ambiguous).toBe(0);
  });

  test('there is no label before the first ATR, and none for bars undecided at the end of the data', () => {
    const labels = labelBars(market({ 39: { close: 100.2 } }), '1H', utcPeriods);
    expect(Array.from(labels.label.subarray(0, 13))).toEqual(Array(13).fill(-1));
    expect(Array.from(labels.label.subarray(28))).toEqual(Array(12).fill(-1));
    expect(labels.label[27]).toBe(1);
  });
});

describe.each(timeframes)('labels of a %s random walk', (timeframe) => {
  const bars = sampleMarket(3, 24 * 200)[timeframe];
  const labels = labelBars(bars, timeframe, utcPeriods);

  test('equal a plain re-computation', () => {
    expect(Array.from(labels.label)).toEqual(naiveLabels(bars, labelHorizon[timeframe]));
    expect(labels.label.filter((label) => label === 1).length).toBeGreaterThan(30);
  });

  test('known by a time do not depend on bars after it', () => {
    const cut = Math.floor(bars.time.length * 0.7);
    const early = labelBars(first(bars, cut), timeframe, utcPeriods);
    const end = bars.time[cut - 1] + periodMs[timeframe];
    for (let bar = 0; bar < cut; bar++) {
      expect(early.label[bar]).toBe(labels.knownAt[bar] <= end ? labels.label[bar] : -1);
    }
  });

  test('are known after their bar and by the end of their horizon', () => {
    labels.label.forEach((label, bar) => {
      if (label < 0) return;
      expect(labels.knownAt[bar]).toBeGreaterThan(bars.time[bar] + periodMs[timeframe]);
      expect(labels.knownAt[bar]).toBeLessThanOrEqual(labels.horizonEnd[bar]);
    });
  });
});

/** Forty hours at 100 with a range of 1, so that ATR is 1 and the barriers lie at 98.5 and 101.5. */
function market(changes: Record<number, Partial<Record<'high' | 'low' | 'close', number>>>): Bars {
  const column = (key: 'high' | 'low' | 'close', value: number) =>
    Float64Array.from({ length: 40 }, (_, i) => changes[i]?.[key] ?? value);
  return {
    time: Float64Array.from({ length: 40 }, (_, i) => i * hourMs),
    open: new Float64Array(40).fill(100),
    high: column('high', 100.5),
    low: column('low', 99.5),
    close: column('close', 100),
    volume: new Float64Array(40),
  };
}

function naiveLabels({ high, low, close }: Bars, horizon: number): number[] {
  const ranges = Array.from(close, (_, i) =>
    i === 0 ? high[0] - low[0] : Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]),
  );
  let atr = 0;
  return Array.from(close, (price, i) => {
    atr = i < 14 ? atr + ranges[i] / 14 : atr + (ranges[i] - atr) / 14;
    if (i < 13) return -1;
    for (let ahead = i + 1; ahead <= i + horizon; ahead++) {
      if (ahead >= close.length) return -1;
      const up = high[ahead] >= price + barrierAtr * atr;
      const down = low[ahead] <= price - barrierAtr * atr;
      if (up && down) return -1;
      if (up || down) return up ? 1 : 0;
    }
    return Math.sign(close[i + horizon] - price) === 0 ? -1 : Number(close[i + horizon] > price);
  });
}

function first(bars: Bars, length: number): Bars {
  return {
    time: bars.time.slice(0, length),
    open: bars.open.slice(0, length),
    high: bars.high.slice(0, length),
    low: bars.low.slice(0, length),
    close: bars.close.slice(0, length),
    volume: bars.volume.slice(0, length),
  };
}
