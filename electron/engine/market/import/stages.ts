import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

/** Why a row is left out, by its `fault` in the table of rows. 0 is a good row. */
export const faults = [
  'good',
  'wrong number of fields',
  'the time cannot be read',
  'a price is not a number',
  'a price is zero or negative',
  'high is below low',
  'high is below open or close',
  'low is above open or close',
  'the volume is not a number or negative',
  'this local time does not exist: clocks were set forward over it',
  'the time does not fit the spacing of the bars',
  'this time was there before; the first one is kept',
  'the time is before February 1970',
  'the time is in the future',
  'the time is far from that of every other bar',
  'this local time occurs twice, and nothing tells which of the two is meant',
] as const;

export const fault = {
  fields: 1,
  time: 2,
  number: 3,
  positive: 4,
  highLow: 5,
  high: 6,
  low: 7,
  volume: 8,
  gap: 9,
  grid: 10,
  duplicate: 11,
  early: 12,
  future: 13,
  far: 14,
  twice: 15,
} as const;

/** The columns of the table of rows; `spread` is in the file's own unit until the prices are known. */
export const rowColumns = 'n, time, open, high, low, close, volume, spread';

/** Bars that open earlier are refused, ms: their time is probably a count in another unit. */
export const earliestTime = Date.UTC(1970, 1, 1);

/** How far the clocks of two computers may differ, ms. */
const clockSkew = 300_000;

/**
 * SQL for the fault of a row from its columns, `ragged` and `underscored`. Good rows are decided first, because nearly all
 * are good. `now` is in ms.
 */
export function faultSql(now: number): string {
  const latest = Math.floor(now) + clockSkew;
  return `CASE
    WHEN NOT ragged AND NOT underscored AND time >= ${earliestTime} AND time <= ${latest} AND low > 0 AND low <= open AND low <= close
      AND open <= high AND close <= high AND high < 'infinity'::DOUBLE AND volume >= 0
      AND volume < 'infinity'::DOUBLE THEN 0
    WHEN ragged THEN ${fault.fields}
    WHEN time IS NULL THEN ${fault.time}
    WHEN time < ${earliestTime} THEN ${fault.early}
    WHEN time > ${latest} THEN ${fault.future}
    WHEN underscored OR NOT coalesce(isfinite(open) AND isfinite(high) AND isfinite(low) AND isfinite(close), false) THEN ${fault.number}
    WHEN least(open, high, low, close) <= 0 THEN ${fault.positive}
    WHEN high < low THEN ${fault.highLow}
    WHEN high < greatest(open, close) THEN ${fault.high}
    WHEN low > least(open, close) THEN ${fault.low}
    ELSE ${fault.volume} END::UTINYINT`;
}

/** Replaces the table of rows by `table`. */
export async function replaceRows(connection: DuckDBConnection, table: string): Promise<void> {
  await connection.run('DROP TABLE rows');
  await connection.run(`ALTER TABLE ${table} RENAME TO rows`);
}

/** One row of numbers from a query, each NULL where SQL says so. */
export async function numbersOf(
  connection: DuckDBConnection,
  sql: string,
  values?: Record<string, string | number>,
): Promise<readonly (number | null)[]> {
  const reader = await connection.runAndReadAll(sql, values);
  return z.array(z.number().nullable()).parse(reader.getRows()[0]);
}
