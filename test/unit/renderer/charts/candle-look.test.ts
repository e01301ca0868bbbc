import { expect, it } from 'vitest';
import { candlesOf } from '../../../../renderer/charts/candle-look.ts';

const evening = Date.UTC(2024, 0, 7, 22);
const date = Date.UTC(2024, 0, 8);
const one = Float64Array.of(1);
const bars = { time: Float64Array.of(evening), open: one, high: one, low: one, close: one, volume: one };

it('places a bar at its open time, and a Daily one at its date', () => {
  expect(candlesOf(bars).map(({ time }) => time)).toEqual([evening / 1000]);
  expect(candlesOf(bars, Float64Array.of(date)).map(({ time }) => time)).toEqual([date / 1000]);
});
