import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { logOf } from './write-ahead-log.ts';

/** The new file beside the database; one that is found at a start was left by an interrupted attempt. */
const freshSuffix = '.fresh';
/** Below this there is little to give back. */
const worthBytes = 16 * 1024 * 1024;

/** True where more than half of the file is free: DuckDB uses such space again, but never gives it back. */
export async function isMostlyFree(connection: DuckDBConnection): Promise<boolean> {
  const found = await connection.runAndReadAll('CALL pragma_database_size()');
  const [size] = found.getRowObjects();
  const total = Number(size.total_blocks);
  return Number(size.free_blocks) > total / 2 && total * Number(size.block_size) > worthBytes;
}

/**
 * Writes what the database at `path` holds into a fresh file beside it and holds every table of it against the
 * original. The database itself is only read: `swapFresh`, once it is closed, puts the fresh file in its place.
 */
export async function writeFresh(connection: DuckDBConnection, path: string): Promise<void> {
  const fresh = path + freshSuffix;
  await removeFresh(path);
  const database = (await connection.runAndReadAll('SELECT current_database()')).getRows()[0][0];
  await connection.run(`ATTACH '${fresh.replaceAll("'", "''")}' AS fresh`);
  try {
    await connection.run(`COPY FROM DATABASE ${quoted(String(database))} TO fresh`);
    const [before, after] = [
      await contentOf(connection, String(database)),
      await contentOf(connection, 'fresh'),
    ];
    if (before !== after) throw new Error('The fresh file does not hold what the database holds.');
  } finally {
    await connection.run('DETACH fresh');
  }
}

/** Puts the fresh file in place of the closed database; killed at any moment, one of both stands there whole. */
export async function swapFresh(path: string): Promise<void> {
  // A log that is still there belongs to the old file: the new one would not fit it.
  if ((await exists(logOf(path))) || (await exists(logOf(path + freshSuffix)))) return removeFresh(path);
  await sync(path + freshSuffix);
  await rename(path + freshSuffix, path);
  await sync(dirname(path));
}

/** Removes what an interrupted attempt left. */
export async function removeFresh(path: string): Promise<void> {
  for (const name of [path + freshSuffix, logOf(path + freshSuffix)]) await rm(name, { force: true });
}

/** Every table with the number and a hash of its rows, which does not depend on their order. */
async function contentOf(connection: DuckDBConnection, database: string): Promise<string> {
  const tables = await connection.runAndReadAll(
    `SELECT schema_name, table_name FROM duckdb_tables()
     WHERE database_name = $database AND NOT temporary ORDER BY ALL`,
    { database },
  );
  const lines: string[] = [];
  for (const [schema, table] of tables.getRows()) {
    const name = [database, String(schema), String(table)].map(quoted).join('.');
    const rows = await connection.runAndReadAll(`SELECT count(*), sum(hash(whole)) FROM ${name} whole`);
    lines.push([schema, table, ...rows.getRows()[0]].join(' '));
  }
  return lines.join('\n');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function sync(path: string): Promise<void> {
  // Windows has no such call for folders.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
