import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightsBeyond } from '../../../../renderer/prediction/nearby-weights.ts';

const mix = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]): [number, number, number] => (a + b <= 1 ? [a, b, 1 - a - b] : [1 - a, 1 - b, a + b - 1]));

describe('weights beyond an edge', () => {
  it('can be set: whole units of 0.0001, none below 0, sum 1', () => {
    fc.assert(
      fc.property(mix, mix, (now, edge) => {
        for (const weights of weightsBeyond(now, edge)) {
          const whole = weights.map((weight) => Math.round(weight * 10_000));
          expect(weights).toEqual(whole.map((unit) => unit / 10_000));
          expect(whole.every((unit) => unit >= 0)).toBe(true);
          expect(whole.reduce((sum, unit) => sum + unit, 0)).toBe(10_000);
        }
      }),
    );
  });

  it('begin at the edge and go on the same way', () => {
    const found = weightsBeyond([0.6, 0.3, 0.1], [0.53, 0.37, 0.1]);
    expect(found.slice(0, 3)).toEqual([
      [0.53, 0.37, 0.1],
      [0.5299, 0.3701, 0.1],
      [0.5298, 0.3702, 0.1],
    ]);
  });

  it('stop where a weight is used up, and stay where there is no way to go', () => {
    expect(weightsBeyond([0.9, 0.1, 0], [1, 0, 0])).toEqual([[1, 0, 0]]);
    expect(weightsBeyond([0.6, 0.3, 0.1], [0.6, 0.3, 0.1])).toEqual([[0.6, 0.3, 0.1]]);
  });
});
