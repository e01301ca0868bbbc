import type { DuckDBConnection } from '@duckdb/node-api';
import { numbersOf } from '../stages.ts';

/** Price jumps that are rare within one market. */
export interface PriceJumps {
  readonly count: number;
  /** The first of them, ms UTC; null where there is none. */
  readonly first: number | null;
}

/**
 * Bars in `rows` (ordered by time) that open half as high again as the close before them, or a third lower: another
 * market, another unit of price, a slipped decimal point, or a share that was split.
 */
export async function findJumps(connection: DuckDBConnection): Promise<PriceJumps> {
  const [count, first] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, min(time)::DOUBLE FROM (
       SELECT time, open, lag(close) OVER () AS before FROM rows WHERE fault = 0)
     WHERE open > 1.5 * before OR before > 1.5 * open`,
  );
  return { count: count ?? 0, first };
}
