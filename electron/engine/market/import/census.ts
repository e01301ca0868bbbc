import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { RefusedRow } from '../../../../shared/imports.ts';
import { hourMs } from '../../../../shared/market.ts';
import { fault, faults, numbersOf } from './stages.ts';
import { zoneSegments } from './time-zone.ts';

/** What the rows of a file turned out to be. */
export interface Census {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly unordered: number;
  readonly refused: number;
  readonly interval_ms: number | null;
  readonly gaps: number;
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Turns the local times in `rows` into UTC. A time that clocks were set forward over is refused; one that occurs
 * twice is the earlier moment at its first row and the later one at its second. Returns how many rows were of
 * the latter kind.
 */
export async function localToUtc(connection: DuckDBConnection, zone: string): Promise<number> {
  const [from, to] = await numbersOf(
    connection,
    'SELECT min(time)::DOUBLE, max(time)::DOUBLE FROM rows WHERE fault = 0',
  );
  if (from === null || to === null) return 0;
  const segments = zoneSegments(zone, from, to).map(
    ({ local_from, shift, later_shift, kind }) =>
      `(${local_from}::BIGINT, ${shift}, ${later_shift}, '${kind}')`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE shifted AS
    SELECT r.* REPLACE (
        r.time - z.shift AS time,
        CASE WHEN r.fault = 0 AND z.kind = 'gap' THEN ${fault.gap} ELSE r.fault END::UTINYINT AS fault),
      r.fault = 0 AND z.kind = 'twice' AS twice, z.shift - z.later_shift AS step
    FROM rows r ASOF LEFT JOIN (VALUES ${segments.join(', ')}) z(local_from, shift, later_shift, kind)
      ON r.time >= z.local_from
    ORDER BY n`);
  await connection.run(`UPDATE shifted SET time = time + step WHERE n IN (
    SELECT n FROM (SELECT n, row_number() OVER (PARTITION BY time ORDER BY n) AS occurrence
      FROM shifted WHERE twice) WHERE occurrence = 2)`);
  const [twice] = await numbersOf(connection, 'SELECT (count(*) FILTER (twice))::DOUBLE FROM shifted');
  await connection.run('ALTER TABLE shifted DROP COLUMN twice');
  await connection.run('ALTER TABLE shifted DROP COLUMN step');
  await replaceRows(connection, 'shifted');
  return twice ?? 0;
}

/** Marks duplicates and rows off the spacing, orders `rows` by time, and counts everything. */
export async function takeCensus(connection: DuckDBConnection): Promise<Census> {
  let deltas = await readDeltas(connection);
  const disordered = deltas.disorder > 0;
  if (disordered) {
    await orderRows(connection);
    deltas = await readDeltas(connection);
  }
  const interval = await refuseOffGrid(connection, deltas.interval);
  const counts = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (fault = 0))::DOUBLE,
       (count(*) FILTER (fault = ${fault.duplicate}))::DOUBLE,
       (min(time) FILTER (fault = 0))::DOUBLE, (max(time) FILTER (fault = 0))::DOUBLE FROM rows`,
  );
  const [rows, accepted, duplicates] = counts.map((count) => count ?? 0);
  return {
    rows,
    accepted,
    duplicates,
    unordered: disordered ? await countUnordered(connection) : 0,
    refused: rows - accepted - duplicates,
    interval_ms: interval,
    gaps: interval === null ? 0 : await countGaps(connection, interval),
    from: counts[3],
    to: counts[4],
  };
}

/** The first `limit` rows left out, by line. `texts` says whether `lines` holds the file's own text. */
export async function refusedRows(
  connection: DuckDBConnection,
  texts: boolean,
  limit: number,
): Promise<readonly RefusedRow[]> {
  const example = texts
    ? 'left(line, 120)'
    : "left(concat_ws(', ', epoch_ms(time), open, high, low, close, volume), 120)";
  const reader = await connection.runAndReadAll(
    `SELECT n::DOUBLE, fault, coalesce(${example}, '') FROM
       (SELECT * FROM rows WHERE fault <> 0 ORDER BY n LIMIT ${limit}) ${texts ? 'JOIN lines ON lines.rowid = n - 1' : ''} ORDER BY n`,
  );
  return z
    .array(z.tuple([z.number(), z.number(), z.string()]))
    .parse(reader.getRows())
    .map(([line, code, text]) => ({ line, reason: faults[code], example: text }));
}

interface Deltas {
  /** Rows that do not come after the row before them. */
  readonly disorder: number;
  /** The most frequent step from bar to bar, ms; null with fewer than two bars. */
  readonly interval: number | null;
}

async function readDeltas(connection: DuckDBConnection): Promise<Deltas> {
  const [disorder, interval] = await numbersOf(
    connection,
    `WITH steps AS MATERIALIZED (
       SELECT step, count(*) AS times FROM (SELECT time - lag(time) OVER () AS step FROM rows WHERE fault = 0)
       WHERE step IS NOT NULL GROUP BY step)
     SELECT coalesce((SELECT sum(times) FROM steps WHERE step <= 0), 0)::DOUBLE,
       (SELECT step FROM steps WHERE step > 0 ORDER BY times DESC, step LIMIT 1)::DOUBLE`,
  );
  return { disorder: disorder ?? 0, interval };
}

/** Marks times that were there before and sorts by time. */
async function orderRows(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ordered AS
    SELECT * REPLACE (CASE WHEN fault = 0
      AND row_number() OVER (PARTITION BY fault = 0, time ORDER BY n) > 1 THEN ${fault.duplicate} ELSE fault END::UTINYINT AS fault)
    FROM rows`);
  await connection.run('CREATE OR REPLACE TEMP TABLE sorted AS SELECT * FROM ordered ORDER BY time, n');
  await connection.run('DROP TABLE ordered');
  await replaceRows(connection, 'sorted');
}

/** Bars that come later in the file than a newer one. */
async function countUnordered(connection: DuckDBConnection): Promise<number> {
  const [unordered] = await numbersOf(
    connection,
    `SELECT (count(*) FILTER (time < newest))::DOUBLE FROM (
       SELECT time, max(time) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
       FROM rows WHERE fault = 0)`,
  );
  return unordered ?? 0;
}

async function replaceRows(connection: DuckDBConnection, table: string): Promise<void> {
  await connection.run('DROP TABLE rows');
  await connection.run(`ALTER TABLE ${table} RENAME TO rows`);
}

/**
 * The spacing that bars are on, and no bar beside it. Usually the most frequent step; where many bars are beside
 * that (a thin market in which most bars are missing), the widest divisor of an hour that nearly all are on.
 */
async function refuseOffGrid(connection: DuckDBConnection, step: number | null): Promise<number | null> {
  if (step === null || hourMs % step !== 0) return step;
  const spacings = [step, ...spacingsBelow(step)];
  const counts = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (time % ${step} <> 0))::DOUBLE FROM rows WHERE fault = 0`,
  );
  const [accepted, beside] = counts.map((count) => count ?? 0);
  if (beside === 0) return step;
  let interval = step;
  if (beside > accepted / 4) {
    const besideEach = await numbersOf(
      connection,
      `SELECT ${spacings.map((spacing) => `(count(*) FILTER (time % ${spacing} <> 0))::DOUBLE`).join(', ')} FROM rows WHERE fault = 0`,
    );
    const fitting = besideEach.findIndex((count) => (count ?? 0) <= accepted / 100);
    if (fitting >= 0) interval = spacings[fitting];
  }
  await connection.run(
    `UPDATE rows SET fault = ${fault.grid} WHERE fault IN (0, ${fault.duplicate}) AND time % ${interval} <> 0`,
  );
  return interval;
}

function spacingsBelow(step: number): readonly number[] {
  const seconds = [1800, 1200, 900, 720, 600, 360, 300, 240, 180, 120, 60, 30, 20, 15, 10, 5, 2, 1];
  return seconds.map((count) => count * 1000).filter((spacing) => spacing < step && step % spacing === 0);
}

/** Pauses longer than the spacing; one of up to three days with a whole Saturday (UTC) in it is a weekend. */
async function countGaps(connection: DuckDBConnection, interval: number): Promise<number> {
  const [day, week] = [86_400_000, 604_800_000];
  const [gaps] = await numbersOf(
    connection,
    `SELECT (count(*) FILTER (NOT (time - pause <= 3 * ${day} AND saturday + ${day} <= time)))::DOUBLE FROM (
       SELECT time, pause, ((pause - 2 * ${day} + ${week} - 1) // ${week}) * ${week} + 2 * ${day} AS saturday FROM (
         SELECT time, lag(time) OVER () + ${interval} AS pause FROM rows WHERE fault = 0)
       WHERE time > pause)`,
  );
  return gaps ?? 0;
}
