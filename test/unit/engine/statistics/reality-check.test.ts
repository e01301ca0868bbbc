import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import {
  type DailyByMix,
  pValueOf,
  realityCheck,
} from '../../../../electron/engine/statistics/reality-check.ts';
import { drawBlocks, spreadCorrection } from '../../../../electron/engine/statistics/stationary-blocks.ts';

const days = 90;
const options = { resamples: 300, seed: 4, meanBlock: 5 };

function matrix(rows: readonly (readonly number[])[]): DailyByMix {
  return { values: Float64Array.from(rows.flat()), mixes: rows.length, days: rows[0].length };
}

function noise(seed: number, mixes: number, gain = 0): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: mixes }, () => Array.from({ length: days }, () => gain + 20 * random.normal()));
}

/** The definition, word for word, over the same resampled days. */
function plainly(rows: readonly (readonly number[])[]): number {
  const { offsets, starts, ends } = drawBlocks(days, 300, 5, createRandom(4));
  const total = (row: readonly number[]) => row.reduce((sum, each) => sum + each, 0);
  const best = Math.max(...rows.map(total));
  let count = 0;
  for (let r = 0; r < 300; r += 1) {
    const drawn: number[] = [];
    for (let b = offsets[r]; b < offsets[r + 1]; b += 1) {
      for (let day = starts[b]; day < ends[b]; day += 1) drawn.push(day % days);
    }
    const gains = rows.map((row) => total(drawn.map((day) => row[day])) - total(row));
    if (Math.max(...gains) * spreadCorrection(days, 5) >= best) count += 1;
  }
  return (1 + count) / 301;
}

describe('the reality check', () => {
  test.each([1, 2, 3, 7])('equals its definition, written out, for %d mixes', (mixes) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const rows = noise(10 * seed, mixes, 1);
      expect(realityCheck(matrix(rows), options).p_value).toBe(plainly(rows));
    }
  });

  test('names the mix that earned most', () => {
    const rows = noise(3, 6);
    rows[4] = rows[4].map((pips) => pips + 15);
    const found = realityCheck(matrix(rows), options);
    expect(found.best).toBe(4);
    expect(found.best_pips).toBeCloseTo(
      rows[4].reduce((sum, each) => sum + each, 0),
      6,
    );
    expect(found.p_value).toBe(1 / 301);
  });

  test('counts mixes with identical trades once, and names the first of them as the best', () => {
    const rows = noise(5, 5);
    const twice = [...rows, ...rows.map((row) => [...row])];
    const once = realityCheck(matrix(rows), options);
    expect(realityCheck(matrix(twice), options)).toEqual(once);
    expect(once.distinct).toBe(5);
  });

  test('leaves out mixes that never trade', () => {
    const losing = noise(6, 3, -30);
    const idle = Array.from({ length: days }, () => 0);
    const found = realityCheck(matrix([idle, ...losing, idle.map(() => -0)]), options);
    expect(found.distinct).toBe(3);
    expect(found.best_pips).toBeLessThan(0);
    expect(found.p_value).toBe(1);
  });

  test('has a p-value of 1 and no best mix where none trades', () => {
    const idle = Array.from({ length: days }, () => 0);
    expect(realityCheck(matrix([idle, idle]), options)).toMatchObject({
      p_value: 1,
      best: null,
      best_pips: 0,
      distinct: 0,
    });
  });

  test('demands more of the best the more mixes were tried', () => {
    const rows = noise(9, 200);
    rows[0] = rows[0].map((pips) => pips + 3);
    const alone = realityCheck(matrix(rows.slice(0, 1)), options);
    const among = realityCheck(matrix(rows), options);
    expect(pValueOf(among.best_by_luck, alone.best_pips)).toBeGreaterThan(alone.p_value);
  });

  test('does not depend on the unit', () => {
    const rows = noise(12, 8, 1);
    const scaled = rows.map((row) => row.map((pips) => pips * 1024));
    expect(realityCheck(matrix(scaled), options).p_value).toBe(realityCheck(matrix(rows), options).p_value);
  });

  test('depends on the seed alone and reports its progress', () => {
    const daily = matrix(noise(2, 300, 0.5));
    const shares: number[] = [];
    const found = realityCheck(daily, options, (share) => shares.push(share));
    expect(realityCheck(daily, options)).toEqual(found);
    expect(realityCheck(daily, { ...options, seed: 5 })).not.toEqual(found);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
  });

  test('derives the mean block length from the days', () => {
    expect(realityCheck(matrix(noise(2, 3)), { resamples: 10, seed: 1 }).mean_block_days).toBe(4);
  });
});

describe('the p-value of a result', () => {
  test('counts the resamples that are at least as good', () => {
    const luck = Float64Array.of(1, 2, 2, 3);
    expect([0, 1, 2, 2.5, 3, 4].map((pips) => pValueOf(luck, pips) * 5)).toEqual([5, 5, 4, 2, 2, 1]);
  });
});
