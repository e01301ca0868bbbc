import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import {
  drawBlocks,
  meanBlockFor,
  prefixSums,
  spreadCorrection,
} from '../../../../electron/engine/statistics/stationary-blocks.ts';

describe('stationary blocks', () => {
  test('give every resample as many days as the record has, all taken from the record', () => {
    const days = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(days, fc.double({ min: 1, max: 40, noNaN: true }), fc.nat(), (count, mean, seed) => {
        const { offsets, starts, ends, resamples } = drawBlocks(count, 20, mean, createRandom(seed));
        for (let r = 0; r < resamples; r += 1) {
          let drawn = 0;
          for (let b = offsets[r]; b < offsets[r + 1]; b += 1) {
            expect(starts[b]).toBeLessThan(count);
            expect(ends[b] - starts[b]).toBeGreaterThan(0);
            drawn += ends[b] - starts[b];
          }
          expect(drawn).toBe(count);
        }
      }),
    );
  });

  test('have the requested mean length', () => {
    const { starts } = drawBlocks(10_000, 50, 7, createRandom(3));
    expect((50 * 10_000) / starts.length).toBeCloseTo(7, 0);
  });

  test('draw single days with a mean of 1', () => {
    expect(drawBlocks(100, 10, 1, createRandom(3)).starts).toHaveLength(1000);
  });

  test('draw every day equally often', () => {
    const { starts, ends } = drawBlocks(10, 20_000, 4, createRandom(9));
    const drawn = new Float64Array(10);
    starts.forEach((start, b) => {
      for (let day = start; day < ends[b]; day += 1) drawn[day % 10] += 1;
    });
    for (const count of drawn) expect(count / 20_000).toBeCloseTo(1, 1);
  });

  test('depend on the seed alone', () => {
    const draw = (seed: number) => drawBlocks(50, 5, 5, createRandom(seed));
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });

  test('are summed with two look-ups, even where they wrap around the end', () => {
    const sums = prefixSums(Float64Array.of(1, 10, 100));
    expect(sums[3] - sums[1]).toBe(110);
    expect(sums[5] - sums[2]).toBe(111);
  });

  test('have a default mean length of the cube root of the days, at most ten', () => {
    expect([1, 30, 125, 1000, 1900].map(meanBlockFor)).toEqual([1, 3, 5, 10, 10]);
  });

  test('are corrected for the variance that the sample mean hides', () => {
    // Independent days of variance 1: the sum of 60 has variance 60.
    const random = createRandom(11);
    let resampled = 0;
    for (let record = 0; record < 300; record += 1) {
      const sums = prefixSums(Float64Array.from({ length: 60 }, () => random.normal()));
      const { offsets, starts, ends, resamples } = drawBlocks(60, 200, 6, random);
      for (let r = 0; r < resamples; r += 1) {
        let sum = -sums[60];
        for (let b = offsets[r]; b < offsets[r + 1]; b += 1) sum += sums[ends[b]] - sums[starts[b]];
        resampled += (sum * sum) / resamples / 300;
      }
    }
    expect(resampled / 60).toBeLessThan(0.87);
    expect((resampled * spreadCorrection(60, 6) ** 2) / 60).toBeCloseTo(1, 1);
  });
});
