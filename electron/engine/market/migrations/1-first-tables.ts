import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * The tables of market data as version 0.1 made them, which noted no version: where they are there already, they
 * are left as they are. ALP suits prices, and naming it spares trying every other compression at each import.
 */
export async function firstTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS datasets (
    key INTEGER, id VARCHAR, symbol VARCHAR, source VARCHAR, interval_ms BIGINT, seed BIGINT)`);
  await connection.run(`CREATE TABLE IF NOT EXISTS bars (
    dataset INTEGER, time BIGINT, open DOUBLE USING COMPRESSION alp, high DOUBLE USING COMPRESSION alp,
    low DOUBLE USING COMPRESSION alp, close DOUBLE USING COMPRESSION alp, volume DOUBLE USING COMPRESSION alp)`);
}
