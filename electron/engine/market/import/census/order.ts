import type { DuckDBConnection } from '@duckdb/node-api';
import { fault, numbersOf, replaceRows } from '../stages.ts';

const dayMs = 86_400_000;

/** Marks repeated times and sorts by time. */
export async function orderRows(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ordered AS
    SELECT * REPLACE (CASE WHEN fault = 0
      AND row_number() OVER (PARTITION BY fault = 0, time ORDER BY n) > 1 THEN ${fault.duplicate} ELSE fault END::UTINYINT AS fault)
    FROM rows`);
  await connection.run('CREATE OR REPLACE TEMP TABLE sorted AS SELECT * FROM ordered ORDER BY time, n');
  await connection.run('DROP TABLE ordered');
  await replaceRows(connection, 'sorted');
}

/** Bars that come later in the file than a newer one. */
export async function countUnordered(connection: DuckDBConnection): Promise<number> {
  const [unordered] = await numbersOf(
    connection,
    `SELECT (count(*) FILTER (time < newest))::DOUBLE FROM (
       SELECT time, max(time) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
       FROM rows WHERE fault = 0)`,
  );
  return unordered ?? 0;
}

/**
 * Refuses rows whose time is far from that of every other: one in a file otherwise in order that is more than a
 * week from both its neighbours, and a handful beyond a pause of more than 180 days. `disorder` is the number of rows that
 * do not come after the row before them.
 */
export async function refuseFarRows(connection: DuckDBConnection, disorder: number): Promise<void> {
  const [rows, falling] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (step < 0))::DOUBLE FROM (
       SELECT time - lag(time) OVER (ORDER BY n) AS step FROM rows WHERE fault = 0)`,
  );
  const count = rows ?? 0;
  const against = Math.min(disorder, count - (falling ?? 0));
  const few = Math.max(1, Math.floor(count / 200));
  if (count < 5) return;
  if (against <= Math.max(2, 2 * few)) {
    await refuse(
      connection,
      few,
      `SELECT n FROM (SELECT n, time, lag(time) OVER w AS before, lead(time) OVER w AS after
         FROM rows WHERE fault = 0 WINDOW w AS (ORDER BY n))
       WHERE abs(time - before) > ${7 * dayMs} AND abs(after - time) > ${7 * dayMs}
         AND abs(after - before) < ${7 * dayMs}`,
    );
  }
  await refuse(
    connection,
    few,
    `SELECT n FROM (SELECT n, count(*) OVER (PARTITION BY part) AS size FROM (
       SELECT n, sum(far) OVER (ORDER BY time, n) AS part FROM (
         SELECT n, time, CASE WHEN time - lag(time) OVER (ORDER BY time, n) > ${180 * dayMs} THEN 1 ELSE 0 END AS far
         FROM rows WHERE fault = 0)))
     WHERE size <= ${few}`,
  );
}

/** More rows than `most` are no exception and are kept. */
async function refuse(connection: DuckDBConnection, most: number, query: string): Promise<void> {
  await connection.run(
    `UPDATE rows SET fault = ${fault.far} WHERE n IN (SELECT n FROM (${query}) WHERE (SELECT count(*) FROM (${query})) <= ${most})`,
  );
}
