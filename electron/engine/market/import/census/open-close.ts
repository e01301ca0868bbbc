import type { DuckDBConnection } from '@duckdb/node-api';
import { numbersOf } from '../stages.ts';

/**
 * Whether opens and closes of the bars in `rows` (ordered by time) seem to be taken for each other: a bar opens near the
 * close before it, so that a close nearer to the open before it shows that the two columns change places.
 */
export async function opensAreCloses(connection: DuckDBConnection): Promise<boolean> {
  const [steps, asNamed, asSwapped] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, sum(abs(open - close_before)), sum(abs(close - open_before)) FROM (
       SELECT open, close, lag(close) OVER () AS close_before, lag(open) OVER () AS open_before FROM rows WHERE fault = 0)
     WHERE close_before IS NOT NULL`,
  );
  return (steps ?? 0) >= 10 && (asSwapped ?? 0) < 0.5 * (asNamed ?? 0);
}
