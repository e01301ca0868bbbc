import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  type Configuration,
  openConfiguration,
} from '../../../../electron/engine/config/open-configuration.ts';
import { openDatabase } from '../../../../electron/engine/storage/database.ts';
import { success } from '../../../../shared/result.ts';
import { createTestClock } from '../test-clock.ts';
import { valueIn } from '../test-engine.ts';
import { byWindow, createMemoryStorage } from './harness.ts';

it('a version that somebody has written into the file is not taken over: it is said, and versions are counted on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'configuration-'));
  const storage = createMemoryStorage();
  const clock = createTestClock();

  async function opened<T>(use: (configuration: Configuration) => Promise<T>): Promise<T> {
    const { database } = valueIn(await openDatabase({ folder, now: clock.now }));
    const configuration = await openConfiguration({
      database,
      store: storage,
      profileStorage: { read: () => success(null), write: () => success(null), changed: () => false },
      environment: {},
      now: clock.now,
      elapsed: clock.elapsed,
      schedule: clock.schedule,
      onProblem: () => undefined,
    });
    try {
      return await use(configuration);
    } finally {
      await configuration.recorder.flush();
      configuration.close();
      await database.close();
    }
  }

  try {
    await opened(async ({ config }) => {
      for (const spread_pips of [1, 2]) valueIn(await config.update('trading', { spread_pips }, byWindow));
    });
    if (!storage.held) throw new Error('nothing was saved');
    storage.held = { ...storage.held, version: 1_999_999_999 };
    await opened(async ({ config, notices }) => {
      expect(config.version()).toBe(3);
      expect(config.values().trading.spread_pips).toBe(2);
      expect(notices.map(({ message }) => message)).toEqual([
        'The saved configuration says version 1999999999. Versions are counted by the desk, which goes on from v3.',
      ]);
      expect(await config.update('trading', { spread_pips: 3 }, byWindow)).toMatchObject({
        value: { version: 4 },
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
