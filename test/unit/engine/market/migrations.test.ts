import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMarketStore } from '../../../../electron/engine/market/market-store.ts';
import { schemaVersion } from '../../../../electron/engine/market/migrations/migrate.ts';
import { databaseFileName, openDatabase } from '../../../../electron/engine/storage/database.ts';
import { valueIn } from '../test-engine.ts';

const earlier = new URL('../../../fixtures/data-folder-0.1/market.duckdb', import.meta.url);
const now = () => Date.UTC(2024, 5, 1);

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  path = join(folder, databaseFileName);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the tables of an earlier version', () => {
  it('are brought forward with every bar as it was', async () => {
    await cp(earlier, path);
    const before = await query('SELECT * FROM bars ORDER BY dataset, time');
    const { store, notice } = valueIn(await openMarketStore({ folder, now }));
    expect(notice).toBeNull();
    expect(await store.datasets()).toMatchObject([
      { id: 'EURUSD@simulated', bars: 2880, phase_ms: 0, trading_day: 'utc', has_spread: false },
      { id: 'GBPUSD', bars: 12_959, phase_ms: 0, trading_day: 'utc', has_spread: false },
    ]);
    await store.close();
    expect(await query('SELECT * EXCLUDE (spread) FROM bars ORDER BY dataset, time')).toEqual(before);
    expect(await query('SELECT version FROM schema_version')).toEqual([[schemaVersion]]);
  });

  it('are left alone by a second start', async () => {
    await cp(earlier, path);
    for (let start = 0; start < 3; start += 1) {
      const { store } = valueIn(await openMarketStore({ folder, now }));
      expect(await store.datasets()).toHaveLength(2);
      await store.close();
    }
    expect(await query('SELECT version FROM schema_version')).toEqual([[schemaVersion]]);
  });

  it('are kept as they are, and not put aside, where a step fails', async () => {
    await cp(earlier, path);
    await query('CREATE VIEW asset_settings AS SELECT 1');
    const before = await query('DESCRIBE bars');
    expect(await openDatabase({ folder, now })).toMatchObject({
      ok: false,
      problem: { code: 'not-saved', message: expect.stringContaining('schema 1 to 2') },
    });
    expect(await readdir(folder)).toEqual([databaseFileName]);
    expect(await query('DESCRIBE bars')).toEqual(before);
  });
});

describe('a database of a newer version', () => {
  it('is left where it is, named, and refused with what to do', async () => {
    const { database } = valueIn(await openDatabase({ folder, now }));
    await database.close();
    await query(`UPDATE schema_version SET version = ${schemaVersion + 1}`);
    await refused(`schema ${schemaVersion + 1}; this one knows ${schemaVersion}`);
  });

  it('is not taken for a broken one either where the file format itself is newer', async () => {
    await cp(earlier, path);
    await writeFile(path, withStorageVersion(await readFile(path), 99));
    await refused('version number 99');
  });

  async function refused(reason: string): Promise<void> {
    const before = await readFile(path);
    const opened = await openDatabase({ folder, now });
    if (opened.ok) throw new Error('it was opened');
    expect(opened.problem.code).toBe('conflict');
    for (const part of [reason, 'left as it is', 'newer version of the desk', '--user-data-dir'])
      expect(opened.problem.message).toContain(part);
    expect(await readdir(folder)).toEqual([databaseFileName]);
    expect((await readFile(path)).equals(before)).toBe(true);
  }
});

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** DuckDB's main header: a checksum (words of 64 bits, each times a constant, combined by XOR), "DUCK", the version. */
function withStorageVersion(file: Buffer, version: number): Buffer {
  const hash = (word: bigint) => BigInt.asUintN(64, word * 0xbf58476d1ce4e5b9n);
  const before = file.readBigUInt64LE(8);
  file.writeUInt32LE(version, 12);
  file.writeBigUInt64LE(file.readBigUInt64LE(0) ^ hash(before) ^ hash(file.readBigUInt64LE(8)), 0);
  return file;
}
