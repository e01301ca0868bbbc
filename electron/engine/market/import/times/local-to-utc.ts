import type { DuckDBConnection } from '@duckdb/node-api';
import { fault, numbersOf, replaceRows } from '../stages.ts';
import { zoneSegments } from './time-zone.ts';

/** What was found at the hours that clocks were set back over. */
export interface RepeatedHours {
  /** Rows at local times that occur twice. */
  readonly twice: number;
  /** … of which in hours that the file holds once: nothing tells which of the two is meant. */
  readonly open: number;
  /** The first of the latter, as local ms; null where there is none. */
  readonly example: number | null;
}

export type RepeatedHourAnswer = 'earlier' | 'later' | 'leave-out';

/**
 * Turns the local times in `rows` into UTC. A time that clocks were set forward over is refused. Of one that occurs
 * twice, the first pass through the hour is the earlier one, in the direction of time that the file has; an hour
 * that it holds once is read as `answer` says, and in a file without order its rows are refused.
 */
export async function localToUtc(
  connection: DuckDBConnection,
  zone: string,
  answer: RepeatedHourAnswer,
): Promise<RepeatedHours> {
  const [from, to] = await numbersOf(
    connection,
    'SELECT min(time)::DOUBLE, max(time)::DOUBLE FROM rows WHERE fault = 0',
  );
  if (from === null || to === null) return { twice: 0, open: 0, example: null };
  const segments = zoneSegments(zone, from, to).map(
    ({ local_from, shift, later_shift, kind }) =>
      `(${local_from}::BIGINT, ${shift}, ${later_shift}, '${kind}')`,
  );
  const order = await fileOrder(connection);
  await connection.run(`CREATE OR REPLACE TEMP TABLE shifted AS
    SELECT r.*, z.local_from AS segment, z.kind = 'twice' AND r.fault = 0 AS twice, z.kind = 'gap' AS gap,
      z.shift AS shift, z.later_shift AS later_shift
    FROM rows r ASOF LEFT JOIN (VALUES ${segments.join(', ')}) z(local_from, shift, later_shift, kind)
      ON r.time >= z.local_from
    ORDER BY n`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE passes AS
    SELECT n, segment, time, coalesce(max(time) OVER (PARTITION BY segment ORDER BY n ${order === 'falling' ? 'DESC' : ''}
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) >= time, false) AS second
    FROM shifted WHERE twice`);
  const [twice, open, example] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (NOT passed_twice))::DOUBLE, (min(time) FILTER (NOT passed_twice))::DOUBLE
     FROM (SELECT time, bool_or(second) OVER (PARTITION BY segment) AS passed_twice FROM passes)`,
  );
  const single = { earlier: 'shift', later: 'later_shift', 'leave-out': 'NULL' }[answer];
  await connection.run(`CREATE OR REPLACE TEMP TABLE converted AS
    SELECT s.n, CASE WHEN p.n IS NULL THEN s.time - s.shift
        WHEN NOT p.passed_twice THEN s.time - coalesce(${single}, shift)
        WHEN p.second THEN s.time - s.later_shift ELSE s.time - s.shift END AS time,
      open, high, low, close, volume, spread,
      CASE WHEN s.fault = 0 AND s.gap THEN ${fault.gap}
        WHEN p.n IS NOT NULL AND (${order === 'none'} OR (NOT p.passed_twice AND ${answer === 'leave-out'})) THEN ${fault.twice}
        ELSE s.fault END::UTINYINT AS fault
    FROM shifted s LEFT JOIN (SELECT n, second, bool_or(second) OVER (PARTITION BY segment) AS passed_twice FROM passes) p
      ON p.n = s.n
    ORDER BY s.n`);
  await connection.run('DROP TABLE shifted');
  await connection.run('DROP TABLE passes');
  await replaceRows(connection, 'converted');
  return { twice: twice ?? 0, open: order === 'none' ? 0 : (open ?? 0), example };
}

/** Which way time goes in the file; `none` where it goes as much back as forth. */
async function fileOrder(connection: DuckDBConnection): Promise<'rising' | 'falling' | 'none'> {
  const [rising, falling] = await numbersOf(
    connection,
    `SELECT (count(*) FILTER (step > 0))::DOUBLE, (count(*) FILTER (step < 0))::DOUBLE
     FROM (SELECT time - lag(time) OVER (ORDER BY n) AS step FROM rows WHERE fault = 0)`,
  );
  const [up, down] = [rising ?? 0, falling ?? 0];
  if (up >= 4 * down) return 'rising';
  return down >= 4 * up ? 'falling' : 'none';
}
