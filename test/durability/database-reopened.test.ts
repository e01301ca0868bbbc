import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../../electron/engine/storage/database.ts';
import { fill, mountSmall, newFolder, whyNoDisks } from './disks.ts';

const hindrance = whyNoDisks();

// A checkpoint that fails makes DuckDB refuse everything until it is opened again.
it.skipIf(hindrance !== null)(
  `a checkpoint on a full disk stops nothing for longer than the disk is full, and costs nothing that was saved${hindrance ? ` (skipped: ${hindrance})` : ''}`,
  async () => {
    const top = newFolder();
    const disk = mountSmall(join(top, 'disk'), '32m');
    const folder = join(disk.folder, 'data');
    const filler = join(disk.folder, 'filler');
    let database = await open(folder);
    let saved = 0;
    let failures = 0;
    const save = async () => {
      await database.work((connection) =>
        connection.run(`INSERT INTO kept SELECT ${saved + 1}, uuid() FROM range(8000)`),
      );
      saved += 1;
    };
    const rows = async () => {
      const found = await database.read((connection) =>
        connection.runAndReadAll('SELECT count(*), max(id) FROM kept'),
      );
      return found.getRows()[0].map(Number);
    };
    try {
      await database.work((connection) => connection.run('CREATE TABLE kept (id INTEGER, text VARCHAR)'));
      for (let round = 0; round < 6; round += 1) {
        for (let each = 0; each < 5; each += 1) await save();
        fill(disk.folder, filler);
        // It takes what is free in the file itself before it needs the disk.
        const checkpoint = database.work((connection) => connection.run('CHECKPOINT'));
        failures += await checkpoint.then(
          () => 0,
          (error: Error) => Number(error.message.includes('FATAL')),
        );
        // Reading goes on at once, also for many at a time.
        expect(await Promise.all([rows(), rows(), rows()])).toEqual(Array(3).fill([8000 * saved, saved]));
        rmSync(filler);
        await save();
        await database.work((connection) => connection.run('CHECKPOINT'));
        expect(await rows()).toEqual([8000 * saved, saved]);
      }
      expect(failures).toBeGreaterThan(1);
      await database.close();
      database = await open(folder);
      expect(await rows()).toEqual([8000 * saved, saved]);
    } finally {
      await database.close();
      disk.unmount();
      rmSync(top, { recursive: true, force: true });
    }
  },
  60_000,
);

async function open(folder: string): Promise<Database> {
  const opened = await openDatabase({ folder, now: () => 0 });
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value.database;
}
