import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plateauOf } from '../../../../electron/engine/sweep/plateau.ts';
import { mixAt, mixCount, nearestIndex } from '../../../../shared/simplex.ts';

describe('the plateau', () => {
  // By halves: 1H, 1H+4H, 4H, 1H+D, 4H+D, D.
  const totals = Float64Array.of(100, 40, 10, 60, -30, 5);

  test('consists of the neighbours of a corner', () => {
    expect(plateauOf(totals, 0, 2)).toEqual({
      radius: 0.5,
      neighbours: 2,
      own_pips: 100,
      mean_pips: 50,
      worst_pips: 40,
      score: 0.5,
    });
  });

  test('consists of the neighbours of the middle of a side', () => {
    // 1H+4H touches 1H, 4H, 1H+D and 4H+D.
    expect(plateauOf(totals, 1, 2)).toMatchObject({
      neighbours: 4,
      mean_pips: 35,
      worst_pips: -30,
      score: 35 / 40,
    });
  });

  test('has a score from 0 to 1, and none where the mix itself has no gain', () => {
    expect(plateauOf(totals, 2, 2).score).toBe(0.5);
    expect(plateauOf(totals, 5, 2).score).toBe(1);
    expect(plateauOf(totals, 4, 2).score).toBeNull();
    expect(plateauOf(Float64Array.of(10, -5, -5, -5, -5, -5), 0, 2).score).toBe(0);
  });

  test('is compared with the own result of a mix off the grid', () => {
    expect(plateauOf(totals, 0, 2, 200)).toMatchObject({ own_pips: 200, score: 0.25 });
  });

  test('contains exactly the mixes whose weights all lie within the radius', () => {
    const count = mixCount(20);
    const numbered = Float64Array.from({ length: count }, (_, i) => i);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: count - 1 }), (index) => {
        const own = mixAt(index, 20);
        const around = Array.from({ length: count }, (_, i) => i).filter((i) => {
          const away = Math.max(...mixAt(i, 20).map((weight, k) => Math.abs(weight - own[k])));
          return i !== index && away <= 0.1 + 1e-9;
        });
        const found = plateauOf(numbered, index, 20, index, 0.1);
        expect(found.neighbours).toBe(around.length);
        expect(found.worst_pips).toBe(Math.min(...around));
        expect(found.mean_pips).toBeCloseTo(around.reduce((a, b) => a + b, 0) / around.length, 9);
      }),
    );
    expect(nearestIndex([1, 0, 0], 20)).toBe(0);
  });
});
