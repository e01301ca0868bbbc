import { describe, expect, test } from 'vitest';
import {
  fittingZoom,
  openingBounds,
  smallestSize,
  within,
} from '../../../../../electron/shell/window/bounds.ts';

const large = { x: 0, y: 25, width: 1920, height: 1175 };
const small = { x: 0, y: 0, width: 800, height: 600 };
const right = { x: 1920, y: 0, width: 1280, height: 1024 };

describe('where a window opens', () => {
  test('the first time, in the middle of the first screen', () => {
    expect(openingBounds(null, [large, right])).toEqual({ x: 240, y: 163, width: 1440, height: 900 });
  });

  test('where it stood last, on whichever screen', () => {
    const last = { x: 2000, y: 100, width: 1100, height: 800 };
    expect(openingBounds(last, [large, right])).toEqual(last);
  });

  test('on the first screen, when the one it stood on has gone', () => {
    const last = { x: 2000, y: 100, width: 1100, height: 800 };
    expect(openingBounds(last, [large])).toEqual({ x: 240, y: 163, width: 1440, height: 900 });
    const sliver = { x: 1900, y: 100, width: 1100, height: 800 };
    expect(openingBounds(sliver, [large])).toMatchObject({ x: 240, y: 163 });
  });

  test('never beyond a small screen, neither the first time nor where it stood on a larger one', () => {
    expect(openingBounds(null, [small])).toEqual(small);
    expect(openingBounds({ x: 300, y: 200, width: 1440, height: 900 }, [small])).toEqual(small);
  });

  test('wholly inside, when it reached over the edge', () => {
    expect(within(large, { x: -200, y: -50, width: 1200, height: 800 })).toEqual({
      x: 0,
      y: 25,
      width: 1200,
      height: 800,
    });
    expect(within(right, { x: 2800, y: 900, width: 1200, height: 800 })).toEqual({
      x: 2000,
      y: 224,
      width: 1200,
      height: 800,
    });
  });
});

test('a window can be made as small as the smallest screen, and need not be smaller than 800 × 600', () => {
  expect(smallestSize([large, right])).toEqual({ width: 800, height: 600 });
  expect(smallestSize([large, small])).toEqual({ width: 800, height: 600 });
  expect(smallestSize([])).toEqual({ width: 800, height: 600 });
});

test('the page of a small window is drawn smaller, that of any other at its full size', () => {
  expect(fittingZoom({ width: 640, height: 480 })).toBe(0.8);
  expect(fittingZoom({ width: 1024, height: 300 })).toBe(0.5);
  expect(fittingZoom(small)).toBe(1);
  expect(fittingZoom(large)).toBe(1);
});
