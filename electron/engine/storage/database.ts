import { mkdir, realpath, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Result } from '../../../shared/result.ts';
import { failure, success } from '../../../shared/result.ts';
import { migrate } from '../market/migrations/migrate.ts';
import { reasonOf } from '../market/reason.ts';
import { Stopped } from './lease.ts';
import { type Database, lendFrom } from './lending.ts';
import { isMostlyFree, removeFresh, swapFresh, writeFresh } from './shrink.ts';
import { logOf, makeLogFolder, removeLogFolder } from './write-ahead-log.ts';

export type { Database } from './lending.ts';

export const databaseFileName = 'market.duckdb';

/**
 * Opens `market.duckdb` in `folder`, making both where missing. A file that does not open or does not read back
 * whole is renamed to `market.duckdb.corrupt-<time>`, never deleted, and an empty one takes its place; `notice`
 * then says so in words. Tables of an older version are brought up to date. Fails where the folder cannot be
 * written, another process holds the file, or a newer desk has written it; the file is then left as it is.
 * `now` gives ms since the epoch. `signal` gives up.
 */
export async function openDatabase(place: {
  readonly folder: string;
  readonly now: () => number;
  readonly signal?: AbortSignal;
}): Promise<Result<{ readonly database: Database; readonly notice: string | null }>> {
  let path = join(place.folder, databaseFileName);
  try {
    await mkdir(place.folder, { recursive: true });
    // As DuckDB sees it, which follows links.
    path = join(await realpath(place.folder), databaseFileName);
  } catch (error) {
    return failure('not-saved', `The folder for market data cannot be made: ${reasonOf(error)}`);
  }

  const strange = await whyNoFile(path);
  if (strange) return failure('conflict', strange);
  try {
    const opened = await openWhole(path, place.signal);
    return opened.ok ? success({ database: opened.value, notice: null }) : opened;
  } catch (error) {
    if (error instanceof Stopped) return failure('cancelled', 'The desk is ending.');
    const refusal = environmentProblem(reasonOf(error));
    if (refusal) return failure('conflict', refusal);
    return startAfresh(path, place.now(), reasonOf(error));
  }
}

async function startAfresh(
  path: string,
  time: number,
  reason: string,
): Promise<Result<{ readonly database: Database; readonly notice: string | null }>> {
  try {
    const kept = await putAside(path, time);
    const notice =
      `The stored market data could not be read (${reason}). It was kept as ${kept} and an empty store was ` +
      'started: import your files again.';
    const opened = await openWhole(path);
    return opened.ok ? success({ database: opened.value, notice }) : opened;
  } catch (error) {
    return failure('unreadable', `The stored market data ${path} cannot be opened: ${reasonOf(error)}`);
  }
}

/** The write-ahead log belongs to the file it was written for, so both go. */
async function putAside(path: string, time: number): Promise<string> {
  const ending = `.corrupt-${new Date(time).toISOString().replaceAll(':', '-')}`;
  for (const file of [path, logOf(path)]) {
    if (await exists(file)) await rename(file, file + ending);
  }
  return databaseFileName + ending;
}

/** Opening a pipe or a device would wait for ever. Null where it is a file, or nothing yet. */
async function whyNoFile(path: string): Promise<string | null> {
  for (const each of [path, logOf(path)]) {
    const found = await stat(each).catch(() => null);
    if (found && !found.isFile())
      return `${each} is not a regular file: move it away, and the desk makes one when it is started again.`;
  }
  return null;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function openWhole(path: string, signal?: AbortSignal): Promise<Result<Database>> {
  await removeFresh(path);
  const database = await openFile(path);
  try {
    const migrated = await database.work(async (connection) => {
      await readEverything(connection);
      return migrate(connection);
    }, signal);
    if (migrated.ok) return success(await shrunk(database, path, signal));
    await database.close();
    if (signal?.aborted) throw new Stopped();
    const { code, message } = migrated.problem;
    return failure(code, `The market data ${path} was left as it is. ${message}`);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openFile(path: string): Promise<Database> {
  await makeLogFolder(path);
  const database = await lendFrom(() => openInstance(path));
  return {
    ...database,
    async close() {
      await database.close();
      await removeLogFolder(path);
    },
  };
}

async function openInstance(path: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(path, settings(path));
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
  } finally {
    connection.closeSync();
  }
  return instance;
}

/** Gives the disk back what removed data has left free; where that does not work out, the file stays as it is. */
async function shrunk(database: Database, path: string, signal?: AbortSignal): Promise<Database> {
  try {
    const written = await database.work(async (connection) => {
      if (!(await isMostlyFree(connection))) return false;
      await connection.run('CHECKPOINT');
      await writeFresh(connection, path);
      return true;
    }, signal);
    if (!written) return database;
  } catch (error) {
    await removeFresh(path);
    if (error instanceof Stopped) throw error;
    return database;
  }
  await database.close();
  await swapFresh(path).catch(() => removeFresh(path));
  return openFile(path);
}

/** A start must not wait longer than a second for what is stored but not opened; it is checked as it is read. */
const mostRowsRead = 10_000_000;

/** DuckDB checks a block only when it reads it, and a file cut short still opens. */
async function readEverything(connection: DuckDBConnection): Promise<void> {
  const tables = await connection.runAndReadAll(
    'SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE NOT internal',
  );
  for (const [schema, table, rows] of tables.getRows()) {
    if (Number(rows) > mostRowsRead) continue;
    const name = `${quoted(String(schema))}.${quoted(String(table))}`;
    await connection.run(`SELECT bit_xor(hash(whole)) FROM ${name} whole`);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Reading the user's files needs file access; everything that reaches further is off, and stays off. */
function settings(path: string): Record<string, string> {
  return {
    memory_limit: '1GB',
    temp_directory: `${path}.tmp`,
    max_temp_directory_size: '8GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
  };
}

/** What is wrong around the file rather than in it, in words; null when the file itself is broken. */
function environmentProblem(reason: string): string | null {
  if (/could not set lock/i.test(reason))
    return 'The market data is in use by another program, perhaps a second copy of the desk: close it and start again.';
  if (/database file with version number/i.test(reason))
    return `The market data was left as it is: a newer version of the desk wrote it (${reason}). Start that version, or start this one with another data folder: --user-data-dir=PATH.`;
  if (/permission denied|read-only file system/i.test(reason))
    return `The market data may not be written: ${reason}. Give yourself write access to it.`;
  if (/no space left|too many open files|out of memory/i.test(reason))
    return `The market data could not be opened: ${reason}.`;
  return null;
}
