import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pins, WeightIndex } from '../../../../renderer/config/weights.ts';
import { greatestWeight, moveWeight } from '../../../../renderer/config/weights.ts';
import type { Weights } from '../../../../shared/weights.ts';

const free: Pins = [false, false, false];
const defaults: Weights = [0.6, 0.3, 0.1];

const index = fc.constantFrom<WeightIndex[]>(0, 1, 2);
const pins = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
const value = fc.integer({ min: 0, max: 10_000 }).map((unit) => unit / 10_000);
const weights: fc.Arbitrary<Weights> = fc
  .tuple(value, value)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b) - Math.min(a, b), 1 - Math.max(a, b)]);

describe('moving one weight', () => {
  it('lets the other two give way in proportion', () => {
    expect(moved(defaults, free, 0, 0.2)).toEqual([0.2, 0.6, 0.2]);
  });

  it('shares equally between two that were zero', () => {
    expect(moved([1, 0, 0], free, 0, 0.5)).toEqual([0.5, 0.25, 0.25]);
  });

  it('gives the last one what rounding leaves over', () => {
    expect(moved([0.5, 0.25, 0.25], free, 0, 0.4999)).toEqual([0.4999, 0.2501, 0.25]);
  });

  it('leaves a pinned one where it is', () => {
    expect(moved(defaults, [false, true, false], 0, 0.5)).toEqual([0.5, 0.3, 0.2]);
  });

  it('may move a weight that is itself pinned', () => {
    expect(moved(defaults, [true, false, false], 0, 0.2)).toEqual([0.2, 0.6, 0.2]);
  });

  it('is refused in words when two pinned ones leave none to give way', () => {
    const result = moveWeight(defaults, [true, false, true], 1, 0.5);
    expect(result).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('1H and Daily') },
    });
  });

  it('is refused in words when the pinned one leaves too little', () => {
    const result = moveWeight(defaults, [true, false, false], 1, 0.5);
    expect(result).toMatchObject({
      ok: false,
      problem: { message: '1H is pinned: 4H can be 0.4 at most.' },
    });
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (bad) => {
    expect(moveWeight(defaults, free, 0, bad).ok).toBe(false);
  });

  it('always gives three weights in 0…1 with the moved one as asked, pinned ones kept and the sum 1', () => {
    fc.assert(
      fc.property(weights, pins, index, value, (before, pinned, at, wanted) => {
        const result = moveWeight(before, pinned, at, wanted);
        if (!result.ok) return;
        const units = result.value.map((weight) => Math.round(weight * 10_000));
        expect(units.reduce((sum, unit) => sum + unit, 0)).toBe(10_000);
        for (const weight of result.value) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(1);
        }
        expect(result.value[at]).toBeCloseTo(wanted, 9);
        for (const other of [0, 1, 2] as const) {
          if (other !== at && pinned[other]) expect(result.value[other]).toBeCloseTo(before[other], 4);
        }
      }),
    );
  });

  it('keeps the proportion of the two that give way to within a rounding', () => {
    fc.assert(
      fc.property(weights, index, value, (before, at, wanted) => {
        const result = moveWeight(before, free, at, wanted);
        if (!result.ok) throw new Error(result.problem.message);
        const [a, b] = ([0, 1, 2] as const).filter((other) => other !== at) as [WeightIndex, WeightIndex];
        const total = before[a] + before[b];
        if (total < 1e-4) return;
        expect(Math.abs(result.value[a] - ((1 - wanted) * before[a]) / total)).toBeLessThan(1.1e-4);
      }),
    );
  });

  it('is accepted up to the greatest weight and no further', () => {
    fc.assert(
      fc.property(weights, pins, index, (before, pinned, at) => {
        const others = ([0, 1, 2] as const).filter((other) => other !== at);
        fc.pre(others.some((other) => !pinned[other]));
        const most = greatestWeight(before, pinned, at);
        expect(moveWeight(before, pinned, at, most).ok).toBe(true);
        if (most < 1) expect(moveWeight(before, pinned, at, most + 2e-4).ok).toBe(false);
      }),
    );
  });
});

function moved(before: Weights, pinned: Pins, at: WeightIndex, wanted: number): Weights {
  const result = moveWeight(before, pinned, at, wanted);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
