import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cellMap,
  edgeBetween,
  frameWithin,
  mixAtPlace,
  placeOf,
  withinSimplex,
} from '../../../../../renderer/experiments/triangle/geometry.ts';
import { mixAt, mixCount, nearestIndex } from '../../../../../shared/simplex.ts';
import type { Weights } from '../../../../../shared/weights.ts';

const frame = frameWithin(640, 560, 20);
const gridMix = fc.integer({ min: 0, max: mixCount(100) - 1 }).map((index) => mixAt(index, 100));
const weight = fc.double({ min: -2, max: 2, noNaN: true });

describe('the triangle on a canvas', () => {
  test('has 1H at the top, 4H at the left, Daily at the right, within its margins', () => {
    const [top, left, right] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map((mix) => placeOf(mix as unknown as Weights, frame));
    expect(top?.x).toBeCloseTo(320);
    expect(left?.x).toBeLessThan(right?.x ?? 0);
    expect(left?.y).toBeCloseTo(right?.y ?? 0);
    for (const { x, y } of [top, left, right].map((place) => place ?? { x: 0, y: 0 })) {
      expect(x).toBeGreaterThanOrEqual(20 - 1e-9);
      expect(x).toBeLessThanOrEqual(620 + 1e-9);
      expect(y).toBeGreaterThanOrEqual(20 - 1e-9);
      expect(y).toBeLessThanOrEqual(540 + 1e-9);
    }
  });

  test('has no side where there is no room', () => {
    expect(frameWithin(30, 400, 20).side).toBe(0);
  });

  test('leads from a mix to its place and back', () => {
    fc.assert(
      fc.property(gridMix, (mix) => {
        mixAtPlace(placeOf(mix, frame), frame).forEach((own, i) => {
          expect(own).toBeCloseTo(mix[i] ?? Number.NaN, 9);
        });
      }),
    );
  });

  test('draws a place outside to the nearest mix, and leaves one inside where it is', () => {
    fc.assert(
      fc.property(weight, weight, gridMix, (hour, fourHour, other) => {
        const outside: Weights = [hour, fourHour, 1 - hour - fourHour];
        const mix = withinSimplex(outside);
        expect(Math.min(...mix)).toBeGreaterThanOrEqual(0);
        expect(mix[0] + mix[1] + mix[2]).toBeCloseTo(1, 9);
        expect(distance(mix, outside)).toBeLessThanOrEqual(distance(other, outside) + 1e-9);
      }),
    );
    expect(withinSimplex([0.5, 0.3, 0.2]).map((own) => Number(own.toFixed(12)))).toEqual([0.5, 0.3, 0.2]);
  });
});

describe('the cells', () => {
  test.each([20, 100])('of a grid of %i steps give every mix the pixel at its place', (steps) => {
    const cells = cellMap(640, 560, frame, steps);
    for (let index = 0; index < mixCount(steps); index += 1) {
      const { x, y } = placeOf(mixAt(index, steps), frame);
      expect(cells[Math.floor(y) * 640 + Math.floor(x)]).toBe(index);
    }
  });

  test('inside the triangle are those of the nearest mix by distance', () => {
    const steps = 20;
    const cells = cellMap(640, 560, frame, steps);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 639 }), fc.integer({ min: 0, max: 559 }), (column, row) => {
        const place = { x: column + 0.5, y: row + 0.5 };
        const mix = mixAtPlace(place, frame);
        if (Math.min(...mix) < 0) return;
        const cell = cells[row * 640 + column] ?? -1;
        const own = placeOf(mixAt(cell, steps), frame);
        const near = placeOf(mixAt(nearestIndex(mix, steps), steps), frame);
        const away = (to: { x: number; y: number }) => Math.hypot(to.x - place.x, to.y - place.y);
        expect(away(own)).toBeLessThanOrEqual(away(near) + 1e-6);
      }),
    );
  });

  test('far outside belong to no mix', () => {
    const cells = cellMap(640, 560, frame, 20);
    expect([cells[0], cells[639], cells.at(-1)]).toEqual([-1, -1, -1]);
  });

  test('meet in an edge of a hexagon that stands upright between them', () => {
    const [from, to] = edgeBetween({ x: 0, y: 0 }, { x: 10, y: 0 });
    expect([from.x, to.x]).toEqual([5, 5]);
    expect(Math.abs(from.y - to.y)).toBeCloseTo(10 / Math.sqrt(3));
  });
});

function distance(one: Weights, other: Weights): number {
  return Math.hypot(...one.map((own, i) => own - (other[i] ?? 0)));
}
