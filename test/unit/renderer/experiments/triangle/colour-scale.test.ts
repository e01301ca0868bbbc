import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rgb } from '../../../../../renderer/experiments/triangle/colour-scale.ts';
import {
  colourOf,
  rangeOf,
  scale,
  shareOf,
} from '../../../../../renderer/experiments/triangle/colour-scale.ts';

/** Linear light through a dichromat's eye: Viénot, Brettel and Mollon (1999). */
const blindness: Record<string, number[][]> = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

describe('the colours', () => {
  test('grow lighter in even steps', () => {
    const lightness = scale.map(lightnessOf);
    const steps = lightness.slice(1).map((own, i) => own - (lightness[i] ?? 0));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    // Bytes round; over eight steps the rounding evens out.
    for (let i = 0; i + 8 < lightness.length; i += 8) {
      const eight = ((lightness[i + 8] ?? 0) - (lightness[i] ?? 0)) / 8;
      expect(eight / mean).toBeGreaterThan(0.75);
      expect(eight / mean).toBeLessThan(1.25);
    }
  });

  test.each(Object.entries(blindness))('keep their order for people with %s', (_name, matrix) => {
    const seen = scale.map((colour) => lightnessOf(through(matrix, colour)));
    for (let i = 0; i + 16 < seen.length; i += 16) expect(seen[i + 16]).toBeGreaterThan(seen[i] ?? 0);
  });

  test('do not leave the scale', () => {
    expect(colourOf(-1)).toEqual(scale[0]);
    expect(colourOf(2)).toEqual(scale.at(-1));
  });
});

describe('the range of the colours', () => {
  test('reaches from the least to the greatest of what is finite', () => {
    expect(rangeOf([3, Number.NaN, -1, Number.POSITIVE_INFINITY])).toEqual({
      low: -1,
      high: 3,
      clipped: false,
    });
  });

  test('is none where nothing is finite', () => {
    expect(rangeOf([Number.NaN, Number.POSITIVE_INFINITY])).toBeNull();
    expect(rangeOf([])).toBeNull();
  });

  test('leaves out a lucky few that would take most of the scale', () => {
    const values = [...Array.from({ length: 500 }, (_, i) => i / 500), 90];
    const range = rangeOf(values);
    expect(range?.clipped).toBe(true);
    expect(range?.high).toBeLessThan(1);
  });

  test('gives every finite value a share from 0 to 1, in order, turned round where less is better', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 1 }),
        (values) => {
          const range = rangeOf(values);
          if (!range) throw new Error('there is a range');
          const sorted = [...values].sort((a, b) => a - b);
          const shares = sorted.map((value) => shareOf(value, range, false));
          shares.forEach((share, i) => {
            expect(share).toBeGreaterThanOrEqual(i > 0 ? (shares[i - 1] ?? 0) : 0);
            expect(share).toBeLessThanOrEqual(1);
            expect(shareOf(sorted[i] ?? 0, range, true)).toBeCloseTo(1 - share, 12);
          });
        },
      ),
    );
    expect(shareOf(5, { low: 5, high: 5, clipped: false }, false)).toBe(0.5);
    expect(shareOf(Number.NaN, { low: 0, high: 1, clipped: false }, false)).toBeNaN();
  });
});

function through(matrix: number[][], colour: Rgb): Rgb {
  const light = colour.map((byte) => (byte / 255) ** 2.2);
  const seen = matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * (light[i] ?? 0), 0));
  return seen.map((own) => 255 * Math.max(0, own) ** (1 / 2.2)) as unknown as Rgb;
}

/** OKLab's lightness. */
function lightnessOf(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
}
