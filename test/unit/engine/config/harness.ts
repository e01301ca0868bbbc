import { readEnvironment } from '../../../../electron/engine/config/environment.ts';
import {
  type ConfigOwner,
  type ConfigStorage,
  createTradingConfig,
  type StoredConfig,
} from '../../../../electron/engine/config/trading-config.ts';
import { failure, type ProblemDetail, success } from '../../../../shared/result.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';

/** The stored layer in memory, as JSON would keep it; reads and writes can be made to fail. */
export interface MemoryStorage extends ConfigStorage {
  held: StoredConfig | null;
  writesFail: boolean;
  readsFail: boolean;
  writes: number;
}

export function createMemoryStorage(held: StoredConfig | null = null): MemoryStorage {
  const storage: MemoryStorage = {
    held,
    writesFail: false,
    readsFail: false,
    writes: 0,
    load: () => (storage.readsFail ? failure('unreadable', 'config.json is no JSON') : success(storage.held)),
    save(document) {
      if (storage.writesFail) return failure('not-saved', 'the disk is full');
      storage.held = JSON.parse(JSON.stringify(document));
      storage.writes += 1;
      return success(null);
    },
  };
  return storage;
}

export interface ConfigHarness {
  readonly config: ConfigOwner;
  readonly problems: readonly ProblemDetail[];
  readonly storage: MemoryStorage;
  readonly clock: TestClock;
}

/** A configuration over storage in memory; given the storage of another, it is that one's next start. */
export function startConfig(
  options: { env?: Record<string, string>; storage?: MemoryStorage; clock?: TestClock } = {},
): ConfigHarness {
  const { env = {}, storage = createMemoryStorage(), clock = createTestClock() } = options;
  const { config, problems } = createTradingConfig({
    storage,
    stored: storage.held,
    environment: readEnvironment(env).layer,
    now: clock.now,
    elapsed: clock.elapsed,
  });
  return { config, problems, storage, clock };
}

export const byWindow = { by: 'window' } as const;
