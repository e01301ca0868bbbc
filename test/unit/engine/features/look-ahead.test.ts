import { existsSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import type { FeatureTable } from '../../../../electron/engine/features/feature-table.ts';
import { lastIndexAtOrBefore, viewBars } from '../../../../electron/engine/market/bars.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import {
  type Bars,
  hourMs,
  minuteMs,
  periodMs,
  type Timeframe,
  timeframes,
} from '../../../../shared/market.ts';
import { utcPeriods } from '../market/utc-periods.ts';
import { type BarSet, barSet, cutAfter } from './sample-bars.ts';

type Compute = (bars: BarSet) => Record<Timeframe, FeatureTable>;

const realFile = '../shared/data/EURUSD_5min.parquet';
const cuts = 50;

describe('cutting off everything after a moment', () => {
  test('changes no feature at or before that moment on simulated data', () => {
    const fiveMinutes = createSimulator({ seed: 21 }).next(75_000);
    const bars = resampled(fiveMinutes);
    const cutAt = (moment: number) => resampled(firstBars(fiveMinutes, moment));
    expect(lookAhead((each) => computeFeatures(each, utcPeriods), bars, cuts, cutAt)).toEqual([]);
  });

  test('is detected as look-ahead where 1H rows read a 4H bar that is still forming', () => {
    const bars = barSet(createSimulator({ seed: 21 }).next(20_000));
    const found = lookAhead(withFormingBar, bars, cuts);
    expect(found.length).toBeGreaterThan(cuts / 2);
    expect(found.every((difference) => / h4_/.test(difference))).toBe(true);
  });

  test('is detected as look-ahead where a single feature of the last bar is known one bar early', () => {
    const bars = barSet(createSimulator({ seed: 21 }).next(20_000));
    expect(lookAhead(withNextReturn, bars, cuts)).toHaveLength(cuts);
  });

  test.skipIf(!existsSync(realFile))(
    `changes no feature at or before it on real data (skipped where ${realFile} is missing)`,
    { timeout: 120_000 },
    async () => {
      const bars = barSet(await readRealBars());
      expect(bars['1H'].time.length).toBe(37_396);
      expect(lookAhead((each) => computeFeatures(each, utcPeriods), bars, cuts)).toEqual([]);
    },
  );
});

/** One line for each cut after which something at or before it has changed, naming the first change. */
function lookAhead(
  compute: Compute,
  bars: BarSet,
  count: number,
  cutAt: (moment: number) => BarSet = (moment) => cutAfter(bars, moment),
): string[] {
  const random = createRandom(99);
  const whole = compute(bars);
  const found: string[] = [];
  for (let cut = 0; cut < count; cut++) {
    const row = 600 + random.int(bars['1H'].time.length - 601);
    const closes = bars['1H'].time[row] + hourMs;
    const shorter = compute(cutAt(closes));
    expect(shorter['1H'].rows).toBe(row + 1);
    const difference = timeframes
      .map((timeframe) => firstDifference(timeframe, whole, shorter))
      .find(Boolean);
    if (difference) found.push(`cut at ${new Date(closes).toISOString()}: ${difference}`);
  }
  return found;
}

/** The product's own 1H, 4H and Daily bars, so that the way from five-minute bars is under test too. */
function resampled(bars: Bars): BarSet {
  return {
    '1H': resample(bars, '1H', 5 * minuteMs, utcPeriods),
    '4H': resample(bars, '4H', 5 * minuteMs, utcPeriods),
    D: resample(bars, 'D', 5 * minuteMs, utcPeriods),
  };
}

/** The bars that open before `moment`. */
function firstBars(bars: Bars, moment: number): Bars {
  return viewBars(bars, 0, lastIndexAtOrBefore(bars, moment - 1) + 1);
}

/** Compares the bits, so that a missing value equals only a missing value. */
function firstDifference(
  timeframe: Timeframe,
  whole: Record<Timeframe, FeatureTable>,
  cut: Record<Timeframe, FeatureTable>,
): string | null {
  const { names, values } = cut[timeframe];
  const before = new Int32Array(whole[timeframe].values.buffer, 0, values.length);
  const after = new Int32Array(values.buffer, 0, values.length);
  if (Buffer.compare(bytesOf(before), bytesOf(after)) === 0) return null;
  const at = before.findIndex((bits, index) => bits !== after[index]);
  return `${timeframe} row ${Math.floor(at / names.length)} ${names[at % names.length]}`;
}

function bytesOf(view: Int32Array): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

/** Leaks on purpose: looks the 4H bar up by the start of its period, as the original system did. */
function withFormingBar(bars: BarSet): Record<Timeframe, FeatureTable> {
  const tables = computeFeatures(bars, utcPeriods);
  const hourly = tables['1H'];
  const values = hourly.values.slice();
  const rowOf = new Map([...bars['4H'].time].map((time, index) => [time, index]));
  const source = tables['4H'].names.indexOf('dist_ema_20_atr');
  for (let row = 0; row < hourly.rows; row++) {
    const start = Math.floor(bars['1H'].time[row] / periodMs['4H']) * periodMs['4H'];
    const forming = rowOf.get(start);
    values[row * hourly.names.length + hourly.names.indexOf('h4_trend')] =
      forming === undefined ? Number.NaN : tables['4H'].values[forming * tables['4H'].names.length + source];
  }
  return { ...tables, '1H': { ...hourly, values } };
}

/** Leaks on purpose: each row carries the next bar's last return. */
function withNextReturn(bars: BarSet): Record<Timeframe, FeatureTable> {
  const tables = computeFeatures(bars, utcPeriods);
  const { names, rows, values } = tables['1H'];
  const leaky = values.slice();
  for (let row = 0; row + 1 < rows; row++) leaky[row * names.length] = values[(row + 1) * names.length];
  return { ...tables, '1H': { ...tables['1H'], values: leaky } };
}

async function readRealBars(): Promise<Bars> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const answer = await connection.runAndReadAll(
    `SELECT epoch_ms(time)::DOUBLE, open, high, low, close, volume FROM '${realFile}' ORDER BY time`,
  );
  const columns = answer.getColumnsJS().map((column) => Float64Array.from(column, Number));
  connection.closeSync();
  instance.closeSync();
  const [time, open, high, low, close, volume] = columns;
  return { time, open, high, low, close, volume };
}
