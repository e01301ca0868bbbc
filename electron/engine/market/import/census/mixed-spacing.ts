import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

/** A stretch of bars that are further apart, or closer, than those of the rest of the file. */
export interface OtherSpacing {
  readonly interval_ms: number;
  /** Where the stretch begins, ms UTC. */
  readonly from: number;
}

/** Bars that are looked at together; a session of hourly bars is a third of them. */
const stretch = 24;

/**
 * The first stretch of the bars in `rows` (ordered by time) with a spacing of its own, as where a file goes from hourly
 * bars to bars of five minutes; null where there is none. Stored at one spacing, the bars of the other would count
 * as bars with gaps. A thin market leaves out bars by chance: its steps differ, and do not repeat for so long.
 */
export async function findOtherSpacing(
  connection: DuckDBConnection,
  interval: number,
): Promise<OtherSpacing | null> {
  const reader = await connection.runAndReadAll(
    `WITH steps AS MATERIALIZED (
       SELECT row_number() OVER () AS place, before, time - before AS step
       FROM (SELECT time, lag(time) OVER () AS before FROM rows WHERE fault = 0) WHERE before IS NOT NULL),
     stretches AS (
       SELECT min(before) AS start, mode(step) AS usual, count(*) AS steps,
         count(*) FILTER (step = ${interval}) AS same, list(step) AS list
       FROM steps GROUP BY place // ${stretch}),
     runs AS (
       SELECT min(before) AS start, any_value(step) AS usual, count(*) AS steps FROM (
         SELECT *, sum(changed::INTEGER) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) AS run FROM (
           SELECT *, coalesce(step <> lag(step) OVER (ORDER BY place), true) AS changed FROM steps))
       WHERE step <> ${interval} GROUP BY run)
     SELECT usual::DOUBLE, start::DOUBLE FROM (
       SELECT usual, start FROM stretches WHERE steps > ${stretch / 2} AND same = 0 AND usual > 0
         AND len(list_filter(list, lambda step: step = usual)) >= 0.6 * steps
       UNION ALL
       SELECT usual, start FROM runs WHERE usual > 0
         AND steps >= (SELECT greatest(6, ceil(log2(1000 * count(*)) / 2)) FROM steps))
     ORDER BY start LIMIT 1`,
  );
  const [first] = z.array(z.tuple([z.number(), z.number()])).parse(reader.getRows());
  return first ? { interval_ms: first[0], from: first[1] } : null;
}
