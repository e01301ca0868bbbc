import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../electron/engine/storage/database.ts';
import { inTransaction } from '../../electron/engine/storage/transaction.ts';
import { type Result, success } from '../../shared/result.ts';
import { makeImage, mountImage, newFolder, whyNoDisks } from './disks.ts';

const hindrance = whyNoDisks();
const suffix = hindrance ? ` (skipped: ${hindrance})` : '';

describe.skipIf(hindrance !== null)(`the database on a disk that turns read-only under it${suffix}`, () => {
  let top: string;
  let disk: ReturnType<typeof mountImage>;

  beforeEach(() => {
    top = newFolder();
    makeImage(join(top, 'image'));
    disk = mountImage(join(top, 'image'), join(top, 'disk'));
  });

  afterEach(() => {
    disk.unmount();
    rmSync(top, { recursive: true, force: true });
  });

  it('refuses changes with the reason, goes on reading, ends, and has everything at the next start', async (test) => {
    let database = await open();
    await insert(database, 1);
    const source = execFileSync('findmnt', ['-no', 'SOURCE', disk.folder], { encoding: 'utf8' }).trim();
    const trigger = `/sys/fs/ext4/${source.split('/').at(-1)}/trigger_fs_error`;
    test.skip(!existsSync(trigger), 'this kernel cannot make a file system fail on request');
    execFileSync('mount', ['-o', 'remount,errors=remount-ro', disk.folder]);
    // As the kernel does by itself where a disk fails.
    writeFileSync(trigger, '1');

    for (const value of [2, 3]) {
      const refused = await insert(database, value);
      expect(refused).toMatchObject({ ok: false, problem: { code: 'not-saved' } });
      expect(refused).toMatchObject({ problem: { message: expect.stringMatching(/read-only/i) } });
      expect(await rows(database)).toEqual([[1]]);
    }
    await database.close();

    disk.unmount();
    // 1 says that something was mended.
    try {
      execFileSync('e2fsck', ['-p', '-f', join(top, 'image')], { stdio: 'ignore' });
    } catch (error) {
      expect((error as { status?: number }).status).toBe(1);
    }
    disk = mountImage(join(top, 'image'), join(top, 'disk'));
    database = await open();
    expect(await rows(database)).toEqual([[1]]);
    expect((await insert(database, 4)).ok).toBe(true);
    await database.close();
  });

  async function open(): Promise<Database> {
    const opened = await openDatabase({ folder: join(disk.folder, 'data'), now: Date.now });
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value.notice).toBe(null);
    return opened.value.database;
  }

  function insert(database: Database, value: number): Promise<Result<null>> {
    return inTransaction(database, undefined, async (connection) => {
      await connection.run('CREATE TABLE IF NOT EXISTS kept (value INTEGER)');
      await connection.run(`INSERT INTO kept VALUES (${value})`);
      return success(null);
    });
  }

  async function rows(database: Database): Promise<unknown> {
    return (await database.read((connection) => connection.runAndReadAll('FROM kept'))).getRows();
  }
});
