import { expect, test } from 'vitest';
import { accuracyInterval } from '../../../../../electron/engine/models/training/accuracy-interval.ts';
import {
  confidenceBuckets,
  meanLogLoss,
  partFigures,
  type ScoredRows,
} from '../../../../../electron/engine/models/training/figures.ts';
import { wilsonInterval } from '../../../../../electron/engine/models/training/wilson.ts';

/** Rows of neighbouring bars. */
function rowsOf(scores: readonly number[], labels: readonly number[]): ScoredRows {
  const bars = Int32Array.from(scores.keys());
  return { scores: Float64Array.from(scores), labels: Uint8Array.from(labels), bars, horizon: 1 };
}

test('the Wilson interval matches known cases', () => {
  const [low, high] = wilsonInterval(50, 100);
  expect(low).toBeCloseTo(0.40383, 5);
  expect(high).toBeCloseTo(0.59617, 5);
  expect(wilsonInterval(0, 10)[0]).toBe(0);
  expect(wilsonInterval(0, 10)[1]).toBeCloseTo(0.27753, 5);
  expect(wilsonInterval(10, 10)[1]).toBeCloseTo(1, 12);
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

test('accuracy, base rate and log loss of a part; a score of 0.5 predicts down', () => {
  const figures = partFigures(rowsOf([0.8, 0.5, 0.4, 0.9], [1, 0, 1, 1]));
  expect(figures.rows).toBe(4);
  expect(figures.accuracy).toBe(0.75);
  expect(figures.base_rate).toBe(0.75);
  expect(figures.log_loss).toBeCloseTo(-Math.log(0.8 * 0.5 * 0.4 * 0.9) / 4, 12);
  const { low, high } = accuracyInterval(Uint8Array.of(1, 1, 0, 1), Int32Array.of(0, 1, 2, 3), 1);
  expect([figures.accuracy_low, figures.accuracy_high]).toEqual([low, high]);
});

test('a certain but wrong prediction costs much, but not infinitely much', () => {
  expect(meanLogLoss(Float64Array.of(0), Uint8Array.of(1))).toBeCloseTo(36.84, 2);
});

test('a part without rows has figures without NaN', () => {
  const figures = partFigures(rowsOf([], []));
  expect(Object.values(figures)).toEqual([0, 0, 0, 1, 0, 0, 0]);
});

test('buckets include their lower bound, for either direction', () => {
  const scores = [0.5, 0.55, 0.45, 0.6, 0.4, 1, 0];
  const buckets = confidenceBuckets(rowsOf(scores, [0, 1, 0, 0, 0, 1, 1]));
  expect(buckets.map(({ rows }) => rows)).toEqual([1, 2, 2, 0, 0, 0, 0, 0, 0, 2]);
  expect(buckets.map(({ hit_rate }) => hit_rate)).toEqual([
    1,
    1,
    0.5,
    null,
    null,
    null,
    null,
    null,
    null,
    0.5,
  ]);
  expect(buckets.map(({ from }) => from)).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
  expect(buckets.at(-1)?.to).toBe(1);
  expect(buckets[3]).toMatchObject({ low: null, high: null });
});

test('intervals of a part and of its buckets use blocks as long as the horizon', () => {
  // Right for a horizon, then wrong for one, and so on: neighbours look at the same bars.
  const scores = Array.from({ length: 1200 }, () => 0.58);
  const labels = scores.map((_, row) => (Math.floor(row / 12) % 3 === 0 ? 0 : 1));
  const rows = { ...rowsOf(scores, labels), horizon: 12 };
  const hits = Uint8Array.from(labels);
  const { low, high, effective_rows } = accuracyInterval(hits, rows.bars, 12);
  expect(effective_rows).toBeLessThan(200);
  expect(partFigures(rows)).toMatchObject({ accuracy_low: low, accuracy_high: high, effective_rows });
  expect(confidenceBuckets(rows)[1]).toMatchObject({ rows: 1200, low, high });
});
