import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Database, openDatabase } from '../../../../electron/engine/storage/database.ts';
import { Stopped } from '../../../../electron/engine/storage/lease.ts';
import { inTransaction, reading, withConnection } from '../../../../electron/engine/storage/transaction.ts';
import { success } from '../../../../shared/result.ts';
import { valueIn } from '../test-engine.ts';

/** Seconds of work for one statement. */
const longSql = 'SELECT count(*) FROM range(200000) a, range(200000) b WHERE a.range + b.range = 7';
const promptMs = 1000;

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'database-'));
  database = await open();
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Database> {
  return valueIn(await openDatabase({ folder, now: Date.now })).database;
}

describe('the owner of the connections', () => {
  it('closes promptly at any moment of many statements, each of which ends or is refused', async () => {
    const random = createRandom(11);
    for (let round = 0; round < 12; round += 1) {
      const ends = Array.from({ length: 8 }, (_, i) =>
        (i % 2 ? database.read : database.work)(async (connection) => {
          await connection.run('SELECT 1');
          await connection.run(longSql);
        }).then(
          () => 'finished',
          (error: unknown) => (error instanceof Stopped ? 'stopped' : String(error)),
        ),
      );
      await pause(30 * random.next());
      const began = performance.now();
      await database.close();
      expect(performance.now() - began).toBeLessThan(promptMs);
      expect(await Promise.all(ends)).toEqual(Array(8).fill('stopped'));
      await expect(database.read((connection) => connection.run('SELECT 1'))).rejects.toThrow(Stopped);
      database = await open();
    }
  });

  it('is closed when nothing is under way on it any more, and not before', async () => {
    const left: string[] = [];
    const works = [database.read, database.work].map((use, i) =>
      use(async (connection) => {
        try {
          await connection.run(longSql);
        } finally {
          // Work may have something to put away.
          await pause(30);
          left.push(`work ${i}`);
        }
      }).catch(() => undefined),
    );
    await pause(20);
    await database.close();
    expect(left.sort()).toEqual(['work 0', 'work 1']);
    await Promise.all(works);
    database = await open();
  });

  it('lets no work end before all of its statements have ended, also those it did not wait for', async () => {
    let running = true;
    const work = database.work(async (connection) => {
      const long = connection.run(
        'SELECT count(*) FROM range(30000) a, range(3000) b WHERE a.range + b.range = 7',
      );
      void long.finally(() => {
        running = false;
      });
      await connection.run('SELECT nonsense');
    });
    await expect(work).rejects.toThrow('nonsense');
    expect(running).toBe(false);
  });

  it('stops work that is between two statements when it is told to', async () => {
    const abort = new AbortController();
    const done: string[] = [];
    const work = database.work(async (connection) => {
      await connection.run('SELECT 1');
      abort.abort();
      await pause(20);
      done.push('at the next statement');
      await connection.run('SELECT 2');
      done.push('after it');
    }, abort.signal);
    await expect(work).rejects.toThrow(Stopped);
    expect(done).toEqual(['at the next statement']);
  });

  it('goes on writing after reading has ended', async () => {
    const reading = database.read((connection) => connection.run(longSql));
    database.endReading();
    await expect(reading).rejects.toThrow(Stopped);
    await expect(database.read((connection) => connection.run('SELECT 1'))).rejects.toThrow(Stopped);
    const written = await inTransaction(database, undefined, async (connection) => {
      await connection.run('CREATE TABLE kept AS SELECT 1 AS one');
      return success('kept');
    });
    expect(written).toEqual(success('kept'));
    await database.close();
    database = await open();
    const found = await database.read((connection) => connection.runAndReadAll('FROM kept'));
    expect(found.getRows()).toEqual([[1]]);
  });

  it('keeps what is being committed when it is told to stop, and nothing of what is not', async () => {
    await database.work((connection) => connection.run('CREATE TABLE rows (n INTEGER)'));
    const random = createRandom(5);
    let rows = 0;
    for (let round = 0; round < 60; round += 1) {
      const abort = new AbortController();
      const written = inTransaction(database, abort.signal, async (connection) => {
        await connection.run('INSERT INTO rows SELECT range FROM range(1000)');
        return success(null);
      });
      await pause(6 * random.next());
      abort.abort();
      const result = await written;
      if (result.ok) rows += 1000;
      else expect(result.problem.code).toBe('cancelled');
    }
    const found = await database.read((connection) => connection.runAndReadAll('SELECT count(*) FROM rows'));
    expect(Number(found.getRows()[0][0])).toBe(rows);
  });

  it('lets no stream begin: an interrupted one ends short without a word', async () => {
    const streamed = withConnection(database, undefined, async (connection) => {
      await connection.stream('SELECT 1');
      return success(null);
    });
    await expect(streamed).rejects.toThrow('Use run');
  });
});

/** Moments of their own, not ours. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('a fatal error of the database', () => {
  it('is said with what happens and what to look after, and nothing is told to be removed', async () => {
    const fatal = async () => {
      throw new Error(
        'FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be restarted prior to being used again.\nOriginal error: "disk"',
      );
    };
    const message = expect.stringMatching(
      /has been invalidated.*What was saved before is kept, and the desk opens the store again by itself/,
    );
    expect(await inTransaction(database, undefined, fatal)).toMatchObject({
      problem: { code: 'not-saved', message },
    });
    expect(await reading(database, fatal)).toMatchObject({ problem: { code: 'unreadable', message } });
    const still = await database.read((connection) =>
      connection.runAndReadAll("SELECT current_setting('TimeZone')"),
    );
    expect(still.getRows()).toEqual([['UTC']]);
  });
});
