import type { ConfigRecorder } from '../../../../electron/engine/config/config-owner.ts';
import type {
  ConfigStore,
  OutsideEdit,
  StoredConfig,
} from '../../../../electron/engine/config/config-store.ts';
import { readEnvironment } from '../../../../electron/engine/config/environment.ts';
import { type ConfigOwner, createTradingConfig } from '../../../../electron/engine/config/trading-config.ts';
import { failure, type ProblemDetail, success } from '../../../../shared/result.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';

/** The stored layer in memory, as JSON would keep it; reads and writes can be made to fail, and anybody may set `held`. */
export interface MemoryStorage extends ConfigStore {
  held: StoredConfig | null;
  writesFail: boolean;
  readsFail: boolean;
  writes: number;
  /** Writes that were made to fail. */
  refusals: number;
  /** What was not taken of the edits and would have been overwritten. */
  readonly kept: (StoredConfig | null)[];
}

export function createMemoryStorage(held: StoredConfig | null = null): MemoryStorage {
  let own = JSON.stringify(held);
  let told: string | null = null;
  const contents = new WeakMap<OutsideEdit, string>();

  function editOf(content: string): OutsideEdit {
    const edit = {
      held: storage.readsFail
        ? failure('unreadable', 'config.json is not valid JSON')
        : success(storage.held),
    };
    contents.set(edit, content);
    return edit;
  }

  const storage: MemoryStorage = {
    held,
    writesFail: false,
    readsFail: false,
    writes: 0,
    refusals: 0,
    kept: [],
    async load() {
      own = JSON.stringify(storage.held);
      return editOf(own).held;
    },
    async look(again = false) {
      const content = storage.readsFail ? 'unreadable' : JSON.stringify(storage.held);
      if (content === own || (content === told && !again)) return null;
      told = content;
      return editOf(content);
    },
    async commit(_expected, { next, met }) {
      if (storage.writesFail) {
        storage.refusals += 1;
        return { kind: 'refused', problem: failure('not-saved', 'the disk is full').problem };
      }
      const content = JSON.stringify(storage.held);
      if (content !== own && content !== told && !met.some(({ edit }) => contents.get(edit) === content)) {
        told = content;
        return { kind: 'met', edit: editOf(content) };
      }
      const names = met.filter(({ taken }) => !taken).map((_, i) => `kept-${storage.kept.length + i}`);
      if (names.length > 0) storage.kept.push(storage.held);
      own = JSON.stringify(next);
      told = null;
      storage.held = JSON.parse(own);
      storage.writes += 1;
      return { kind: 'saved', kept: names };
    },
    adopt(edit) {
      own = contents.get(edit) ?? own;
    },
    changes: () => () => undefined,
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
  options: {
    env?: Record<string, string>;
    storage?: MemoryStorage;
    clock?: TestClock;
    recorder?: ConfigRecorder;
  } = {},
): ConfigHarness {
  const { env = {}, storage = createMemoryStorage(), clock = createTestClock(), recorder } = options;
  // Takes note of what is there, as a start does.
  void storage.load();
  const { config, problems } = createTradingConfig({
    store: storage,
    stored: storage.held,
    environment: readEnvironment(env).layer,
    now: clock.now,
    elapsed: clock.elapsed,
    recorder,
  });
  return { config, problems, storage, clock };
}

export const byWindow = { by: 'window' } as const;
