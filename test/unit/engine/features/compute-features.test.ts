import { describe, expect, test } from 'vitest';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import { contextTimeframes, featureDefinitions } from '../../../../electron/engine/features/definitions.ts';
import type { FeatureTable } from '../../../../electron/engine/features/feature-table.ts';
import { barsFrom, joinBars } from '../../../../electron/engine/market/bars.ts';
import { type Bar, hourMs, minuteMs, periodMs, timeframes } from '../../../../shared/market.ts';
import { utcPeriods } from '../market/utc-periods.ts';
import { naiveFeature } from './naive-features.ts';
import { type BarSet, barSet, sampleFiveMinuteBars } from './sample-bars.ts';

describe('the feature rows', () => {
  const bars = barSet(sampleFiveMinuteBars(7, 420));
  const tables = computeFeatures(bars, utcPeriods);

  for (const timeframe of timeframes) {
    const own = featureDefinitions(timeframe).filter((feature) => feature.timeframe === timeframe);
    test.each(own)(`${timeframe} $name equals its textbook formula`, ({ name, warm_up }) => {
      const table = tables[timeframe];
      const last = Math.min(table.rows, 400);
      expect(valueAt(table, warm_up - 1, name)).toBeNaN();
      for (let row = warm_up; row < last; row += row < warm_up + 10 ? 1 : 7) {
        const expected = naiveFeature(name, bars[timeframe], row);
        const found = valueAt(table, row, name);
        const tolerance = 1e-5 * Math.max(1, Math.abs(expected));
        if (Number.isFinite(expected))
          expect(Math.abs(found - expected), `row ${row}`).toBeLessThan(tolerance);
        else expect(found, `row ${row}`).toBeNaN();
      }
    });
  }

  test.each([
    ['1H', '4H', 'h4'],
    ['1H', 'D', 'd'],
    ['4H', 'D', 'd'],
  ] as const)('of %s contain the %s bar that had closed by their close', (shorter, longer, prefix) => {
    const table = tables[shorter];
    for (let row = 0; row < table.rows; row++) {
      const closes = bars[shorter].time[row] + periodMs[shorter];
      const closed = bars[longer].time.filter((time) => time + periodMs[longer] <= closes).length - 1;
      for (const [name, source] of [
        ['trend', 'dist_ema_20_atr'],
        ['momentum', 'rsi_14'],
        ['volatility', 'atr_pct'],
      ] as const) {
        const expected = closed < 0 ? Number.NaN : valueAt(tables[longer], closed, source);
        expect(valueAt(table, row, `${prefix}_${name}`)).toBe(expected);
      }
    }
  });

  test.each(timeframes)('of %s are complete from the end of the warm-up, and not before', (timeframe) => {
    const table = tables[timeframe];
    const complete = (row: number) => table.names.every((name) => Number.isFinite(valueAt(table, row, name)));
    expect(table.warm_up).toBeGreaterThan(90);
    expect(complete(table.warm_up - 1)).toBe(false);
    for (let row = table.warm_up; row < table.rows; row++) expect(complete(row), `row ${row}`).toBe(true);
  });

  test('are all within the warm-up where there are too few longer bars', () => {
    const short = computeFeatures(barSet(sampleFiveMinuteBars(7, 14)), utcPeriods);
    expect(short['1H'].rows).toBeGreaterThan(200);
    expect(short['1H'].warm_up).toBe(short['1H'].rows);
  });

  test('of a market without bars are empty tables', () => {
    const none = computeFeatures(barSet(barsFrom([])), utcPeriods);
    for (const timeframe of timeframes) {
      expect(none[timeframe]).toMatchObject({ rows: 0, warm_up: 0 });
    }
  });
});

describe('a flat market', () => {
  const dividing =
    /^(ret|dist_ema|rsi|macd|adx|plus_di|minus_di|stoch|cci|bb_percent|body|range|upper|lower|volume)/;

  test('has missing values where a formula divides by movement or volume, and no infinite values', () => {
    const tables = computeFeatures(flatMarket(3000, 1.1), utcPeriods);
    for (const timeframe of timeframes) {
      expectNoInfinity(tables[timeframe]);
      for (const name of tables[timeframe].names) {
        const value = valueAt(tables[timeframe], tables[timeframe].rows - 1, name);
        if (dividing.test(name) || /_(trend|momentum)$/.test(name)) expect(value, name).toBeNaN();
        else expect(value, name).toBeTypeOf('number');
      }
      expect(valueAt(tables[timeframe], tables[timeframe].rows - 1, 'atr_pct')).toBe(0);
    }
  });

  test('after a moving one gives missing values, not noise, once the windows contain no movement', () => {
    const moving = sampleFiveMinuteBars(3, 60);
    const end = moving.time[moving.time.length - 1];
    const still = flatBars(end + 5 * minuteMs, 40_000, moving.close[moving.close.length - 1]);
    const tables = computeFeatures(barSet(joinBars([moving, still])), utcPeriods);
    const table = tables['1H'];
    expectNoInfinity(table);
    for (const name of [
      'ret_1_atr',
      'dist_ema_100_atr',
      'macd_hist_atr',
      'stoch_k_14',
      'cci_20',
      'bb_percent_b_20',
    ]) {
      expect(valueAt(table, table.rows - 1, name), name).toBeNaN();
    }
    for (const name of table.names) {
      const value = valueAt(table, table.rows - 1, name);
      if (!Number.isNaN(value)) expect(Math.abs(value), name).toBeLessThanOrEqual(100);
    }
  });

  test('does not affect the rows of later movement', () => {
    const still = flatBars(Date.UTC(2023, 0, 2), 50_000, 1.1);
    const tables = computeFeatures(barSet(joinBars([still, sampleFiveMinuteBars(3, 60)])), utcPeriods);
    const table = tables['1H'];
    for (const name of table.names) expect(valueAt(table, table.rows - 1, name), name).not.toBeNaN();
  });
});

describe('the definitions', () => {
  test.each(timeframes)('of %s have unique snake_case names and a formula each', (timeframe) => {
    const features = featureDefinitions(timeframe);
    expect(new Set(features.map((feature) => feature.name)).size).toBe(features.length);
    for (const { name, formula } of features) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(formula.length).toBeGreaterThan(10);
    }
    expect(structuredClone(features)).toEqual(features);
  });

  test('name only longer timeframes as context', () => {
    for (const timeframe of timeframes) {
      for (const longer of contextTimeframes[timeframe]) {
        expect(periodMs[longer]).toBeGreaterThan(periodMs[timeframe]);
      }
    }
  });
});

function valueAt(table: FeatureTable, row: number, name: string): number {
  if (row < 0) return Number.NaN;
  const column = table.names.indexOf(name);
  expect(column, name).not.toBe(-1);
  return table.values[row * table.names.length + column];
}

function expectNoInfinity(table: FeatureTable): void {
  expect(table.values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
}

function flatMarket(hours: number, price: number): BarSet {
  return barSet(flatBars(Date.UTC(2024, 0, 1), (hours * hourMs) / (5 * minuteMs), price));
}

function flatBars(start: number, count: number, price: number) {
  return barsFrom(
    Array.from(
      { length: count },
      (_, index): Bar => ({
        time: start + index * 5 * minuteMs,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: 0,
      }),
    ),
  );
}
