import { expect, test } from 'vitest';
import { bandsByIndex } from '../../../../renderer/charts/chart-ground.ts';
import { bandsWithin, partBands, sampleBands } from '../../../../renderer/charts/part-bands.ts';

const bands = partBands([
  { part: 'train', from: 0, to: 9 },
  { part: 'validation', from: 20, to: 29 },
  { part: 'test', from: 30, to: 40 },
]);

test('bands touch each other, and only the test part is not in sample', () => {
  expect(bands.map(({ part, from, to, inSample }) => [part, from, to, inSample])).toEqual([
    ['train', 0, 20, true],
    ['validation', 20, 30, true],
    ['test', 30, Number.POSITIVE_INFINITY, false],
  ]);
  expect(partBands([])).toEqual([]);
});

test('what lies in a span of time is cut to it', () => {
  expect(bandsWithin(bands, 25, 35).map(({ part, from, to }) => [part, from, to])).toEqual([
    ['validation', 25, 30],
    ['test', 30, 35],
  ]);
  expect(bandsWithin(bands, 20, 30).map(({ part }) => part)).toEqual(['validation']);
});

test('bands over bars go by the indexes of the first bars in them', () => {
  const times = Float64Array.from([15, 19, 22, 31, 33]);
  expect(bandsByIndex(bands, times).map(({ part, from, to }) => [part, from, to])).toEqual([
    ['train', 0, 2],
    ['validation', 2, 3],
    ['test', 3, 5],
  ]);
  expect(bandsByIndex(bands, Float64Array.from([1, 2]))).toHaveLength(1);
});

test('all before the test part is in sample, and nothing is said where it is unknown', () => {
  const shown = (testFrom: number | null) =>
    bandsByIndex(sampleBands(testFrom), Float64Array.from([10, 20, 30])).map(({ from, to, inSample }) => [
      from,
      to,
      inSample,
    ]);
  expect(shown(20)).toEqual([
    [0, 1, true],
    [1, 3, false],
  ]);
  expect(shown(99)).toEqual([[0, 3, true]]);
  expect(shown(null)).toEqual([]);
});
