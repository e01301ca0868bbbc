import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { landscapeOf, outlineOf, shapeAt } from '../../../../../renderer/experiments/triangle/landscape.ts';
import { mixAt, mixCount, nearestIndex, neighboursOf } from '../../../../../shared/simplex.ts';
import type { Weights } from '../../../../../shared/weights.ts';

const steps = 20;

function over(figure: (mix: Weights) => number): Float64Array {
  return Float64Array.from({ length: mixCount(steps) }, (_, i) => figure(mixAt(i, steps)));
}

/** A wide hill around 50/30/20, and one mix far from it that is higher. */
const summit = nearestIndex([0.5, 0.3, 0.2], steps);
const lucky = nearestIndex([0.05, 0.05, 0.9], steps);
const hill = over(([hour, fourHour]) => 100 - 60 * Math.hypot(hour - 0.5, fourHour - 0.3));
const withSpike = hill.map((value, i) => (i === lucky ? 130 : value));

describe('a landscape', () => {
  test('has its best mix where the figure is greatest, or least where less is better', () => {
    expect(landscapeOf(withSpike, steps, false).best).toBe(lucky);
    expect(
      landscapeOf(
        hill.map((value) => -value),
        steps,
        true,
      ).best,
    ).toBe(summit);
  });

  test('has none where nothing can be compared', () => {
    const { best, ridge, plateau } = landscapeOf(hill, steps, false, () => false);
    expect(best).toBeNull();
    expect([...new Set(ridge)]).toEqual([-1]);
    expect([...new Set(plateau)]).toEqual([0]);
  });

  test('leaves out mixes that cannot be compared', () => {
    expect(landscapeOf(withSpike, steps, false, (i) => i !== lucky).best).toBe(summit);
  });

  test('has a ridge of the best mix of each Daily weight', () => {
    const { ridge } = landscapeOf(hill, steps, false);
    expect(ridge).toHaveLength(steps + 1);
    ridge.forEach((index, daily) => {
      const row = Array.from(hill.keys()).filter((i) => Math.round(mixAt(i, steps)[2] * steps) === daily);
      expect(hill[index]).toBe(Math.max(...row.map((i) => hill[i] ?? 0)));
      expect(row).toContain(index);
    });
  });

  test('has its plateau on the hill, not on the spike that is higher', () => {
    const { plateau } = landscapeOf(withSpike, steps, false);
    expect(plateau[summit]).toBe(1);
    expect(plateau[lucky]).toBe(0);
  });

  test('means over each mix and its neighbours, what is NaN left out', () => {
    const figures = fc.array(fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constant(Number.NaN)), {
      minLength: mixCount(steps),
      maxLength: mixCount(steps),
    });
    fc.assert(
      fc.property(figures, fc.nat(mixCount(steps) - 1), fc.boolean(), (values, index, falling) => {
        const column = Float64Array.from(values);
        const around = [index, ...neighboursOf(index, steps, 1)].map((i) => column[i] ?? Number.NaN);
        const known = around.filter((value) => !Number.isNaN(value));
        const expected = Number.isNaN(column[index])
          ? Number.NaN
          : known.reduce((sum, value) => sum + value, 0) / known.length;
        const mean = landscapeOf(column, steps, falling).means[index] ?? 0;
        if (Number.isNaN(expected)) expect(mean).toBeNaN();
        else expect(mean).toBeCloseTo(expected, 9);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the shape at a mix', () => {
  test.each([
    ['on the hill is a plateau', withSpike, summit, false, 'plateau'],
    ['on one high mix alone is a lucky spike', withSpike, lucky, false, 'spike'],
    ['in the valley has no lead', hill, nearestIndex([0, 0, 1], steps), false, 'ordinary'],
    ['where all are equal is flat', over(() => 7), summit, false, 'flat'],
    ['without a figure is unknown', over(() => Number.NaN), summit, false, 'unknown'],
    ['is turned round where less is better', hill.map((value) => -value), summit, true, 'plateau'],
  ] as const)('%s', (_title, column, index, falling, shape) => {
    const landscape = landscapeOf(column, steps, falling);
    expect(shapeAt(column, landscape, index, falling).shape).toBe(shape);
  });
});

describe('an outline', () => {
  test('of one mix has six edges, also in a corner', () => {
    for (const index of [0, summit]) {
      const mask = new Uint8Array(mixCount(steps));
      mask[index] = 1;
      expect(outlineOf(mask, steps)).toHaveLength(6);
    }
  });

  test('runs only where the mask ends', () => {
    const mask = new Uint8Array(mixCount(steps));
    for (const index of [summit, ...neighboursOf(summit, steps, 1)]) mask[index] = 1;
    const edges = outlineOf(mask, steps);
    expect(edges).toHaveLength(18);
    expect(edges.some(({ index }) => index === summit)).toBe(false);
    expect(outlineOf(new Uint8Array(mixCount(steps)), steps)).toEqual([]);
  });
});
