import { expect, test } from 'vitest';
import { alignedCurves } from '../../../../renderer/charts/curves.ts';

const curve = (points: [number, number][]) => ({
  time: Float64Array.from(points, ([time]) => time),
  pips: Float64Array.from(points, ([, pips]) => pips),
});

test('curves share one axis, begin at 0 and hold their value to the end', () => {
  const rows = alignedCurves(
    [
      curve([
        [2, 10],
        [5, -3],
      ]),
      curve([[3, 1]]),
    ],
    0,
    9,
  );
  expect(rows.map((row) => [...row])).toEqual([
    [0, 2, 3, 5, 9],
    [0, 10, 10, -3, -3],
    [0, 0, 1, 1, 1],
  ]);
});

test('two trades closed in one bar leave the value after both', () => {
  const [times, pips] = alignedCurves(
    [
      curve([
        [2, 10],
        [2, 4],
      ]),
    ],
    0,
    3,
  );
  expect([...(times ?? [])]).toEqual([0, 2, 3]);
  expect([...(pips ?? [])]).toEqual([0, 4, 4]);
});

test('a curve without trades is a line at 0', () => {
  expect(alignedCurves([curve([])], 0, 3).map((row) => [...row])).toEqual([
    [0, 3],
    [0, 0],
  ]);
});
