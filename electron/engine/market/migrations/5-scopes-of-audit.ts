import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * The audit trail, which made its own table before, knows for which symbols a change was and what was saved for them.
 * Rows without are from when every value was for all.
 */
export async function scopesOfAudit(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS audit (
    id BIGINT PRIMARY KEY, made_at DOUBLE NOT NULL, outcome VARCHAR NOT NULL, action VARCHAR NOT NULL,
    version INTEGER NOT NULL, source VARCHAR NOT NULL, author VARCHAR, reason VARCHAR, changes VARCHAR NOT NULL,
    problem VARCHAR, receipt VARCHAR, config VARCHAR, stored VARCHAR, search VARCHAR NOT NULL)`);
  await connection.run('ALTER TABLE audit ADD COLUMN touched VARCHAR');
  await connection.run('ALTER TABLE audit ADD COLUMN stored_symbols VARCHAR');
}
