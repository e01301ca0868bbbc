import type { DuckDBConnection } from '@duckdb/node-api';
import type { VersionRange } from '../../../shared/audit.ts';

const accepted = "SELECT DISTINCT version FROM audit WHERE outcome = 'accepted'";

/** Versions between the first and the newest on record that have no entry: what they held is unknown. */
export async function readGaps(connection: DuckDBConnection): Promise<readonly VersionRange[]> {
  const found = await connection.runAndReadAll(
    `SELECT before + 1, version - 1 FROM (
       SELECT version, coalesce(lag(version) OVER (ORDER BY version), 0) AS before FROM (${accepted}))
     WHERE version > before + 1 ORDER BY version`,
  );
  return found.getRows().map(([from, to]) => ({ from: Number(from), to: Number(to) }));
}

/** The gaps that were not told of before; from now on they are. `now` in ms since the epoch. */
export async function takeNewGaps(
  connection: DuckDBConnection,
  now: number,
): Promise<readonly VersionRange[]> {
  await connection.run(
    'CREATE TABLE IF NOT EXISTS audit_gaps (first INTEGER NOT NULL, last INTEGER NOT NULL, found_at DOUBLE NOT NULL)',
  );
  const told = await connection.runAndReadAll('SELECT first, last FROM audit_gaps');
  const known = new Set(told.getRows().map(([first, last]) => `${first} ${last}`));
  const fresh = (await readGaps(connection)).filter(({ from, to }) => !known.has(`${from} ${to}`));
  for (const { from, to } of fresh)
    await connection.run('INSERT INTO audit_gaps VALUES ($from, $to, $now)', { from, to, now });
  return fresh;
}

/** A gap in words, for a notice. */
export function gapsInWords(gaps: readonly VersionRange[]): string {
  const ranges = gaps.map(({ from, to }) => (from === to ? `v${from}` : `v${from} to v${to}`));
  return `The audit trail has no entry for ${ranges.join(', ')}: what was on disk of it was damaged or lost. What these versions held is unknown; those before and after are whole.`;
}
