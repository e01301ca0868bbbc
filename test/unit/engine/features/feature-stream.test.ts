import { describe, expect, test } from 'vitest';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import { createFeatureStream } from '../../../../electron/engine/features/feature-stream.ts';
import type { FeatureTable } from '../../../../electron/engine/features/feature-table.ts';
import { barAt } from '../../../../electron/engine/market/bars.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import { type Bar, hourMs, periodMs, type Timeframe, timeframes } from '../../../../shared/market.ts';
import { utcPeriods } from '../market/utc-periods.ts';
import { barSet, cutAfter, sampleFiveMinuteBars } from './sample-bars.ts';

describe('bars pushed one by one', () => {
  test.each([
    ['with gaps', sampleFiveMinuteBars(13, 90)],
    ['of the simulated market', createSimulator({ seed: 8 }).next(20_000)],
  ])('give the rows of the batch to the last bit, %s', (_label, fiveMinutes) => {
    const bars = barSet(fiveMinutes);
    const tables = computeFeatures(bars, utcPeriods);
    const stream = createFeatureStream(utcPeriods);
    const rows: Record<Timeframe, Float32Array[]> = { '1H': [], '4H': [], D: [] };
    // As the live market brings them: at each hour's end the longer bars that have closed, then the hour.
    const next = { '1H': 0, '4H': 0, D: 0 };
    for (const time of bars['1H'].time) {
      for (const timeframe of ['D', '4H', '1H'] as const) {
        while (bars[timeframe].time[next[timeframe]] + periodMs[timeframe] <= time + hourMs) {
          rows[timeframe].push(stream.push(timeframe, barAt(bars[timeframe], next[timeframe])));
          next[timeframe] += 1;
        }
      }
    }
    for (const timeframe of timeframes) {
      expect(rows[timeframe].length).toBeGreaterThan(50);
      rows[timeframe].forEach((row, index) => {
        expectSameBits(row, rowOf(tables[timeframe], index));
      });
    }
  });

  test('continue after a batch as if everything were one batch', () => {
    const bars = barSet(createSimulator({ seed: 8 }).next(15_000));
    const middle = bars['1H'].time[900] + hourMs;
    const stream = createFeatureStream(utcPeriods);
    const first = computeFeatures(cutAfter(bars, middle), utcPeriods, stream);
    const all = computeFeatures(bars, utcPeriods);
    for (const timeframe of ['D', '4H', '1H'] as const) {
      for (let index = first[timeframe].rows; index < all[timeframe].rows; index++) {
        expectSameBits(stream.push(timeframe, barAt(bars[timeframe], index)), rowOf(all[timeframe], index));
      }
    }
  });
});

describe('a longer bar', () => {
  test('that comes early is not seen by rows that close before it', () => {
    const bars = barSet(createSimulator({ seed: 8 }).next(8000));
    const tables = computeFeatures(bars, utcPeriods);
    const stream = createFeatureStream(utcPeriods);
    for (const timeframe of ['D', '4H', '1H'] as const) {
      for (let index = 0; index < bars[timeframe].time.length; index++) {
        expectSameBits(
          stream.push(timeframe, barAt(bars[timeframe], index)),
          rowOf(tables[timeframe], index),
        );
      }
    }
  });
});

describe('the order of pushes', () => {
  const bar = (hour: number): Bar => ({ time: hour * hourMs, open: 1, high: 1, low: 1, close: 1, volume: 1 });

  test('is rejected where a bar comes twice or after a later one', () => {
    const stream = createFeatureStream(utcPeriods);
    stream.push('1H', bar(1));
    expect(() => stream.push('1H', bar(1))).toThrow(/1H bar .* after a later one/);
    expect(() => stream.push('1H', bar(0))).toThrow(/1H bar .* after a later one/);
    stream.push('1H', bar(2));
  });

  test('is rejected where a longer bar comes after a shorter one that should have seen it', () => {
    const stream = createFeatureStream(utcPeriods);
    stream.push('1H', bar(3));
    expect(() => stream.push('4H', bar(0))).toThrow(/should have seen it/);
    stream.push('4H', bar(4));
  });
});

function rowOf(table: FeatureTable, index: number): Float32Array {
  return table.values.slice(index * table.names.length, (index + 1) * table.names.length);
}

function expectSameBits(found: Float32Array, expected: Float32Array): void {
  expect(new Int32Array(found.buffer)).toEqual(new Int32Array(expected.buffer));
}
