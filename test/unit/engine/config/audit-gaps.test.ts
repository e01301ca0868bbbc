import { copyFile, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Configuration,
  openConfiguration,
} from '../../../../electron/engine/config/open-configuration.ts';
import {
  type Database,
  databaseFileName,
  openDatabase,
} from '../../../../electron/engine/storage/database.ts';
import { success } from '../../../../shared/result.ts';
import { createTestClock, settle } from '../test-clock.ts';
import { valueIn } from '../test-engine.ts';
import { byWindow, createMemoryStorage } from './harness.ts';

const log = `${databaseFileName}.wal`;
let folder: string;
let storage: ReturnType<typeof createMemoryStorage>;
let clock: ReturnType<typeof createTestClock>;
let database: Database;
let configuration: Configuration;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gaps-'));
  storage = createMemoryStorage();
  clock = createTestClock();
  await start();
});

afterEach(async () => {
  configuration.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(from = folder): Promise<readonly string[]> {
  database = valueIn(await openDatabase({ folder: from, now: clock.now })).database;
  configuration = await openConfiguration({
    database,
    store: storage,
    profileStorage: { read: () => success(null), write: () => success(null), changed: () => false },
    environment: {},
    now: clock.now,
    elapsed: clock.elapsed,
    schedule: clock.schedule,
    onProblem: () => {},
  });
  return configuration.notices.map(({ message }) => message);
}

async function change(times: number): Promise<void> {
  const { config, recorder } = configuration;
  for (let i = 0; i < times; i += 1) {
    valueIn(await config.update('trading', { spread_pips: 1 + config.version() / 100 }, byWindow));
    await recorder.flush();
  }
}

/** What a kill leaves on the disk, with a log of changes cut to a share of it. */
async function killed(share: number): Promise<string> {
  const left = await mkdtemp(join(folder, 'left-'));
  for (const name of [databaseFileName, log]) await copyFile(join(folder, name), join(left, name));
  await truncate(join(left, log), Math.floor((await stat(join(left, log))).size * share));
  configuration.close();
  await database.close();
  return left;
}

async function known(): Promise<number[]> {
  const page = await configuration.trail.page({ filter: { outcome: 'accepted' }, limit: 500 });
  return page.entries.map(({ version }) => version).sort((a, b) => a - b);
}

describe('versions that the trail has lost', () => {
  it('are said with their extent at the start that finds them, and shown from then on, not made up', async () => {
    await change(40);
    const left = await killed(0.5);
    const notices = await start(left);
    const versions = await known();
    const first = versions.findIndex((version, i) => version !== i + 1) + 1;
    expect(first).toBeGreaterThan(1);
    const last = versions[first - 1] - 1;
    expect(versions.at(-1)).toBeGreaterThanOrEqual(41);
    expect(notices.join('\n')).toContain(`no entry for v${first} to v${last}`);
    const page = await configuration.trail.page({ filter: { text: 'nothing' }, limit: 1 });
    expect(page.missing).toEqual([{ from: first, to: last }]);
    expect(await configuration.trail.version(first)).toBe(null);

    configuration.close();
    await database.close();
    expect((await start(left)).join('\n')).not.toContain('no entry for');
    expect((await configuration.trail.page({ filter: {}, limit: 1 })).missing).toEqual(page.missing);
  });

  it('are none in a trail that is whole', async () => {
    await change(5);
    expect((await configuration.trail.page({ filter: {}, limit: 10 })).missing).toEqual([]);
  });
});

describe('what was written a minute ago', () => {
  it('is in the file itself, so that a lost log does not matter', async () => {
    await change(30);
    await clock.advance(60_000);
    const { recorder } = configuration;
    await recorder.flush();
    while ((await stat(join(folder, log)).catch(() => ({ size: 0 }))).size > 0) await settle();
    const left = await mkdtemp(join(folder, 'left-'));
    await copyFile(join(folder, databaseFileName), join(left, databaseFileName));
    configuration.close();
    await database.close();
    expect(await start(left)).toEqual([]);
    expect(await known()).toHaveLength(31);
  });
});
