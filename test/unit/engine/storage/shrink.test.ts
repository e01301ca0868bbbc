import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Database,
  databaseFileName,
  openDatabase,
} from '../../../../electron/engine/storage/database.ts';
import { removeFresh, swapFresh, writeFresh } from '../../../../electron/engine/storage/shrink.ts';
import { valueIn } from '../test-engine.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shrink-'));
  path = join(folder, databaseFileName);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(): Promise<Database> {
  return valueIn(await openDatabase({ folder, now: Date.now })).database;
}

/** Fifty series, of which one stays. */
async function fillAndEmpty(): Promise<void> {
  const database = await open();
  await database.work(async (connection) => {
    await connection.run(`INSERT INTO bars
      SELECT series, i * 60000, random(), random(), random(), random(), random(), NULL
      FROM range(1, 51) s(series), range(20000) r(i)`);
    await connection.run('CREATE TABLE keyed (id BIGINT PRIMARY KEY, text VARCHAR NOT NULL)');
    await connection.run("INSERT INTO keyed SELECT range, 'entry ' || range FROM range(1000)");
    await connection.run('CHECKPOINT');
    await connection.run('DELETE FROM bars WHERE dataset <> 7');
  });
  await database.close();
}

async function content(): Promise<unknown> {
  const database = await open();
  const found = await database.read((connection) =>
    connection.runAndReadAll(
      `SELECT count(*), sum(hash(b)), (SELECT sum(hash(k)) FROM keyed k), (SELECT count(*) FROM keyed) FROM bars b`,
    ),
  );
  await database.close();
  return found.getRows();
}

describe('a database most of which is free', () => {
  it('gives the disk back at the next start, with every row and key as it was', async () => {
    await fillAndEmpty();
    const before = (await stat(path)).size;
    const rows = await content();
    expect((await stat(path)).size).toBeLessThan(before / 10);
    expect(await readdir(folder)).toEqual([databaseFileName]);
    expect(await content()).toEqual(rows);
    expect(rows).toMatchObject([[20_000n, expect.anything(), expect.anything(), 1000n]]);
    const database = await open();
    const twice = database.work((connection) => connection.run("INSERT INTO keyed VALUES (3, 'again')"));
    await expect(twice).rejects.toThrow(/duplicate key/i);
    await database.close();
  });

  it('holds the same however far it had come when it was killed', async () => {
    await fillAndEmpty();
    const rows = await content();
    for (const moment of ['half written', 'written', 'swapped'] as const) {
      const database = await open();
      await database.work((connection) => writeFresh(connection, path));
      await database.close();
      if (moment === 'half written') await writeFile(`${path}.fresh`, 'half');
      if (moment === 'swapped') await swapFresh(path);
      expect(await content()).toEqual(rows);
      expect(await readdir(folder)).toEqual([databaseFileName]);
    }
  });

  it('is not swapped while a log of changes belongs to the old file', async () => {
    const database = await open();
    await database.work((connection) => connection.run('CREATE TABLE kept AS SELECT 1 AS one'));
    await database.work((connection) => writeFresh(connection, path));
    await database.work((connection) => connection.run('INSERT INTO kept VALUES (2)'));
    // As a kill leaves it: file and log, nothing closed.
    const left = join(folder, 'left');
    const names = await readdir(folder);
    await mkdir(left);
    for (const name of names) await copyFile(join(folder, name), join(left, name));
    expect(names).toContain(`${databaseFileName}.wal`);
    await database.close();
    await swapFresh(join(left, databaseFileName));
    const again = valueIn(await openDatabase({ folder: left, now: Date.now })).database;
    const found = await again.read((connection) => connection.runAndReadAll('FROM kept'));
    await again.close();
    expect(found.getRows()).toEqual([[1], [2]]);
    await removeFresh(path);
  });
});

describe('what is no regular file', () => {
  it.each(['market.duckdb', 'market.duckdb.wal'])(
    '%s as a pipe is said at once and left as it is',
    async (name) => {
      execFileSync('mkfifo', [join(folder, name)]);
      const opened = await openDatabase({ folder, now: Date.now });
      expect(opened).toMatchObject({ ok: false, problem: { code: 'conflict' } });
      expect(opened).toMatchObject({ problem: { message: expect.stringContaining('not a regular file') } });
      expect((await stat(join(folder, name))).isFIFO()).toBe(true);
    },
  );
});
