import { describe, expect, test } from 'vitest';
import { labelBars, labelHorizon } from '../../../../../electron/engine/models/training/labels.ts';
import { partOf, splitRows, splitTimes } from '../../../../../electron/engine/models/training/splits.ts';
import { periodMs, timeframes } from '../../../../../shared/market.ts';
import { utcPeriods } from '../../market/utc-periods.ts';
import { sampleMarket } from '../sample-market.ts';

const bars = sampleMarket(5, 24 * 100);
const times = splitTimes(bars['1H']);
const order = ['train', 'validation', 'test'] as const;

test('60, 20 and 20 % of the 1H bars fall into train, validation and test', () => {
  const parts = Array.from(bars['1H'].time, (time) => partOf(times, time));
  expect(parts.filter((part) => part === 'train').length).toBe(1440);
  expect(parts.filter((part) => part === 'validation').length).toBe(480);
  expect(parts.filter((part) => part === 'test').length).toBe(480);
  expect(parts).toEqual([...parts].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
});

test('without bars everything counts as train', () => {
  const none = splitTimes({ ...bars['1H'], time: new Float64Array(0) });
  expect(partOf(none, Date.UTC(2100, 0, 1))).toBe('train');
});

describe.each(timeframes)('%s rows', (timeframe) => {
  const { time } = bars[timeframe];
  const labels = labelBars(bars[timeframe], timeframe, utcPeriods);
  const rows = splitRows(time, labels, 20, times);

  test('the whole horizon of every label lies within its part and the data, however early it was decided', () => {
    const horizon = labelHorizon[timeframe];
    const closeAfterHorizon = (row: number) => time[row + horizon] + periodMs[timeframe];
    expect(Math.max(...Array.from(rows.train, closeAfterHorizon))).toBeLessThanOrEqual(times.validation_from);
    expect(Math.max(...Array.from(rows.validation, closeAfterHorizon))).toBeLessThanOrEqual(times.test_from);
    expect(Math.max(...rows.test) + horizon).toBeLessThan(time.length);
    const early = Array.from(labels.label.subarray(-horizon)).filter((label) => label >= 0);
    expect(early.length).toBeGreaterThan(0);
  });

  test('every labelled row after the warm-up is in its part or purged at a boundary', () => {
    const all = new Set([...rows.train, ...rows.validation, ...rows.test]);
    const purged = Array.from(labels.label.keys()).filter(
      (row) => row >= 20 && labels.label[row] >= 0 && !all.has(row),
    );
    expect(Math.min(...all)).toBeGreaterThanOrEqual(20);
    for (const row of all) expect(labels.label[row]).toBeGreaterThanOrEqual(0);
    const horizon = labelHorizon[timeframe];
    for (const row of purged) {
      if (partOf(times, time[row]) === 'test') expect(row + horizon).toBeGreaterThanOrEqual(time.length);
    }
    expect(purged.length).toBeLessThanOrEqual(3 * (horizon + 1));
    for (const part of order) {
      for (const row of rows[part]) expect(partOf(times, time[row])).toBe(part);
    }
  });
});
