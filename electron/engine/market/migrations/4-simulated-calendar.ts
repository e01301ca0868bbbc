import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * When the week of a simulated series is open. Those that are there were begun with a week by UTC and go on so, bar
 * for bar; for imported series the column means nothing.
 */
export async function simulatedCalendar(connection: DuckDBConnection): Promise<void> {
  await connection.run("ALTER TABLE datasets ADD COLUMN calendar VARCHAR DEFAULT 'utc-22'");
}
