import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../../../electron/engine/statistics/normal.ts';

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [-3, 0.0013498980316300933],
    [2, 0.9772498680518208],
  ])('is at most %d with the tabulated probability', (x, chance) => {
    expect(normalCdf(x)).toBeCloseTo(chance, 12);
  });

  test('keeps its relative accuracy in the tails', () => {
    expect(normalCdf(-10) / 7.619853024160525e-24).toBeCloseTo(1, 10);
  });

  test('has no jump where the two formulas meet', () => {
    expect(Math.abs(normalCdf(-3 + 1e-12) - normalCdf(-3 - 1e-12))).toBeLessThan(1e-13);
  });

  test('returns the probability of its quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (chance) => {
        expect(normalCdf(normalQuantile(chance))).toBeCloseTo(chance, 12);
      }),
    );
  });

  test('has infinite quantiles at 0 and 1, and none outside', () => {
    expect([0, 1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
