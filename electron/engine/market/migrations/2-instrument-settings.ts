import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Spreads beside the bars, where the bars of a series open within the hour, the trading day they are cut into, and
 * what the user has said about a symbol. Series that are there keep the days they were shown and trained in, UTC.
 */
export async function instrumentSettings(connection: DuckDBConnection): Promise<void> {
  await connection.run('ALTER TABLE bars ADD COLUMN spread DOUBLE USING COMPRESSION alp');
  await connection.run('ALTER TABLE datasets ADD COLUMN phase_ms BIGINT DEFAULT 0');
  await connection.run("ALTER TABLE datasets ADD COLUMN trading_day VARCHAR DEFAULT 'utc'");
  await connection.run(`CREATE TABLE asset_settings (
    symbol VARCHAR NOT NULL, pip_size DOUBLE, decimals INTEGER, unit VARCHAR)`);
}
