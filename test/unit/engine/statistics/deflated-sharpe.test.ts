import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import {
  type DeflatedSharpeInput,
  deflatedSharpe,
  expectedBest,
  momentsOf,
} from '../../../../electron/engine/statistics/deflated-sharpe.ts';

const published: DeflatedSharpeInput = {
  sharpe: 2.5 / Math.sqrt(250),
  skewness: -3,
  kurtosis: 10,
  days: 1250,
  variance: 0.5 / 250,
  tries: 100,
};

function probability(changes: Partial<DeflatedSharpeInput>): number {
  return deflatedSharpe({ ...published, ...changes })?.probability ?? Number.NaN;
}

describe('the deflated Sharpe ratio', () => {
  test('matches the example published by its authors', () => {
    const { expected_best, probability: chance } = deflatedSharpe(published) ?? {};
    expect(expected_best).toBeCloseTo(0.1132, 4);
    expect(chance).toBeCloseTo(0.9004, 4);
  });

  test('is the plain probability of a positive Sharpe ratio after a single trial', () => {
    // (0.1 · √100) / √(1 + 0.5 · 0.01) = 0.99751
    const single = { sharpe: 0.1, skewness: 0, kurtosis: 3, days: 101, tries: 1 };
    expect(probability(single)).toBeCloseTo(0.840741, 5);
    expect(probability({ ...single, sharpe: 0 })).toBeCloseTo(0.5, 12);
  });

  test('is one half where the result equals the expected maximum of luck', () => {
    expect(probability({ sharpe: expectedBest(published.variance, published.tries) })).toBeCloseTo(0.5, 12);
  });

  test('falls with more trials, more variance, fewer days and fatter tails', () => {
    const tries = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(tries, tries, fc.double({ min: 1, max: 3, noNaN: true }), (a, b, more) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(probability({ tries: many })).toBeLessThanOrEqual(probability({ tries: few }));
        const { variance, kurtosis, sharpe } = published;
        expect(probability({ variance: variance * more })).toBeLessThanOrEqual(probability({}));
        expect(probability({ kurtosis: kurtosis * more })).toBeLessThanOrEqual(probability({}));
        expect(probability({ days: Math.floor(1250 / more) })).toBeLessThanOrEqual(probability({}));
        expect(probability({ sharpe: sharpe * more })).toBeGreaterThanOrEqual(probability({}));
      }),
    );
  });

  test('expects the simulated maximum of independent normal variables', () => {
    const random = createRandom(5);
    const bests = Array.from({ length: 4000 }, () =>
      Math.max(...Array.from({ length: 66 }, () => random.normal())),
    );
    const mean = bests.reduce((sum, best) => sum + best, 0) / bests.length;
    expect(Math.abs(expectedBest(1, 66) - mean)).toBeLessThan(0.05);
  });

  test('is undefined with one day or without variation', () => {
    expect(deflatedSharpe({ ...published, days: 1 })).toBeNull();
    expect(deflatedSharpe({ ...published, sharpe: Number.NaN })).toBeNull();
  });
});

describe('moments', () => {
  test('match a calculation by hand', () => {
    // Mean 2; off by −2 −1 0 3: squares 14, cubes 18, fourth powers 98.
    const moments = momentsOf(Float64Array.of(0, 1, 2, 5));
    expect(moments?.mean).toBe(2);
    expect(moments?.deviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(moments?.skewness).toBeCloseTo(18 / 4 / 3.5 ** 1.5, 12);
    expect(moments?.kurtosis).toBeCloseTo(98 / 4 / 3.5 ** 2, 12);
  });

  test('are undefined without variation', () => {
    expect(momentsOf(Float64Array.of(3, 3, 3))).toBeNull();
    expect(momentsOf(Float64Array.of(3))).toBeNull();
  });
});
