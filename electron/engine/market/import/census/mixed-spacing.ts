import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

/** A stretch of bars that are further apart, or closer, than those of the rest of the file. */
export interface OtherSpacing {
  readonly interval_ms: number;
  /** Where the stretch begins, ms UTC. */
  readonly from: number;
}

/** Steps of a stretch that need not be all alike: hours of a session are followed by nights. */
const shortest = 20;

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
    `WITH other AS MATERIALIZED (
       SELECT place, before, step FROM (
         SELECT row_number() OVER () AS place, before, time - before AS step
         FROM (SELECT time, lag(time) OVER () AS before FROM rows WHERE fault = 0))
       WHERE step > 0 AND step <> ${interval}),
     marked AS (
       SELECT before, step, place - row_number() OVER (ORDER BY place) AS stretch,
         place - row_number() OVER (PARTITION BY step ORDER BY place) AS run FROM other),
     stretches AS (
       SELECT min(before) AS start, mode(step) AS usual, count(*) AS steps, list(step) AS list FROM marked GROUP BY stretch),
     runs AS (SELECT min(before) AS start, step AS usual, count(*) AS steps FROM marked GROUP BY step, run)
     SELECT usual::DOUBLE, start::DOUBLE FROM (
       SELECT usual, start FROM stretches
       WHERE steps >= ${shortest} AND len(list_filter(list, lambda step: step = usual)) >= 0.6 * steps
       UNION ALL
       SELECT usual, start FROM runs
       WHERE steps >= (SELECT greatest(6, ceil(log2(1000 * count(*)) / 2)) FROM rows))
     ORDER BY start LIMIT 1`,
  );
  const [first] = z.array(z.tuple([z.number(), z.number()])).parse(reader.getRows());
  return first ? { interval_ms: first[0], from: first[1] } : null;
}
