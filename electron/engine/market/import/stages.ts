import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

/** Why a row is left out; what `fault` in the table of rows counts on. 0 is a good row. */
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
} as const;

/** The times that a bar may have: 1970 to 2100, ms. */
export const timeBounds = [0, 4_102_444_800_000] as const;

/** SQL for the fault of a row from its columns, `ragged` and `underscored`; the good case is decided first because it is nearly all. */
export function faultSql(): string {
  return `CASE
    WHEN NOT ragged AND NOT underscored AND time >= ${timeBounds[0]} AND time < ${timeBounds[1]} AND low > 0 AND low <= open AND low <= close
      AND open <= high AND close <= high AND high < 'infinity'::DOUBLE AND volume >= 0
      AND volume < 'infinity'::DOUBLE THEN 0
    WHEN ragged THEN ${fault.fields}
    WHEN time IS NULL OR time < ${timeBounds[0]} OR time >= ${timeBounds[1]} THEN ${fault.time}
    WHEN underscored OR NOT coalesce(isfinite(open) AND isfinite(high) AND isfinite(low) AND isfinite(close), false) THEN ${fault.number}
    WHEN least(open, high, low, close) <= 0 THEN ${fault.positive}
    WHEN high < low THEN ${fault.highLow}
    WHEN high < greatest(open, close) THEN ${fault.high}
    WHEN low > least(open, close) THEN ${fault.low}
    ELSE ${fault.volume} END::UTINYINT`;
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
