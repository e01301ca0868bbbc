import type { CallbackRun } from '../../shared/config.ts';
import type { DeskEvent, DeskLogs, DeskSnapshot, DeskState } from '../../shared/desk.ts';
import type { Notice } from '../../shared/jobs.ts';
import type { Prediction } from '../../shared/prediction.ts';
import type { Schedule } from './market/replay.ts';

/** Collects changes and sends them in one event per frame. */
export interface Feed {
  /** Marks a slice as changed; it is read when the event is sent. */
  touch(...slices: (keyof DeskState)[]): void;
  prediction(entry: Prediction): void;
  callbacks(entries: readonly CallbackRun[]): void;
  notice(level: Notice['level'], message: string): void;
  snapshot(): DeskSnapshot;
  /**
   * Sends the slices that the user waits for at once and alone, at most once per frame. Others follow with the next
   * frame.
   */
  urge(...slices: (keyof DeskState)[]): void;
  /** Sends all waiting slices now. */
  flush(): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: DeskEvent) => void): () => void;
  close(): void;
}

/** The source of each slice. */
export type SliceReaders = { readonly [S in keyof DeskState]: () => DeskState[S] };

/** At most one event per frame; the first one after a pause is sent at once. */
const frameMs = 16;
/** Statistics are sent at most this often, because nobody can read them faster. */
const statisticsMs = 200;
const remembered = 200;

export function createFeed(options: {
  read: SliceReaders;
  now: () => number;
  elapsed: () => number;
  schedule: Schedule;
}): Feed {
  const { read, now, elapsed, schedule } = options;
  const listeners = new Set<(event: DeskEvent) => void>();
  const touched = new Set<keyof DeskState>();
  const logs = emptyLogs();
  let waiting = emptyLogs();
  let sequence = 0;
  let notices = 0;
  let lastSent = Number.NEGATIVE_INFINITY;
  let lastUrged = Number.NEGATIVE_INFINITY;
  let lastStatistics = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  let armedFor = Number.POSITIVE_INFINITY;

  /** Statistics alone may wait longer; anything else is sent with the next frame. */
  function arm(): void {
    const urgent = hasLogs(waiting) || [...touched].some((slice) => slice !== 'caches');
    if (!urgent && touched.size === 0) return;
    const due = urgent ? lastSent + frameMs : lastStatistics + statisticsMs;
    if (cancel && armedFor <= due) return;
    cancel?.();
    armedFor = due;
    // Even a due event is sent after the current task, so that one change makes one event.
    cancel = schedule(flush, Math.max(0, due - elapsed()));
  }

  function flush(): void {
    cancel?.();
    cancel = null;
    armedFor = Number.POSITIVE_INFINITY;
    const time = elapsed();
    const state: Record<string, unknown> = {};
    for (const slice of touched) {
      if (slice === 'caches') {
        if (time - lastStatistics < statisticsMs) continue;
        lastStatistics = time;
      }
      touched.delete(slice);
      state[slice] = read[slice]();
    }
    const growth = Object.fromEntries(Object.entries(waiting).filter(([, entries]) => entries.length > 0));
    waiting = emptyLogs();
    if (Object.keys(state).length > 0 || Object.keys(growth).length > 0) send(state, growth);
    arm();
  }

  function send(state: DeskEvent['state'], growth: DeskEvent['logs']): void {
    lastSent = elapsed();
    sequence += 1;
    const event: DeskEvent = { sequence, state, logs: growth };
    for (const listener of listeners) listener(event);
  }

  function urge(...slices: (keyof DeskState)[]): void {
    if (elapsed() - lastUrged < frameMs) {
      for (const slice of slices) touched.add(slice);
      arm();
      return;
    }
    lastUrged = elapsed();
    for (const slice of slices) touched.delete(slice);
    send(Object.fromEntries(slices.map((slice) => [slice, read[slice]()])), {});
    cancel?.();
    cancel = null;
    arm();
  }

  function add<K extends keyof DeskLogs>(log: K, entries: DeskLogs[K]): void {
    if (entries.length === 0) return;
    append(logs, log, entries);
    append(waiting, log, entries);
    arm();
  }

  return {
    flush,
    urge,
    touch(...slices) {
      for (const slice of slices) touched.add(slice);
      arm();
    },
    prediction: (entry) => add('predictions', [entry]),
    callbacks: (entries) => add('callbacks', entries),
    notice(level, message) {
      notices += 1;
      add('notices', [{ id: notices, at: now(), level, message }]);
    },
    snapshot() {
      // The snapshot contains the waiting slices, so they must not be sent again with the next event.
      flush();
      const state = Object.fromEntries(Object.entries(read).map(([slice, reader]) => [slice, reader()]));
      return { sequence, state: state as unknown as DeskState, logs: { ...logs } };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      cancel?.();
      listeners.clear();
    },
  };
}

type MutableLogs = { -readonly [K in keyof DeskLogs]: DeskLogs[K] };

function emptyLogs(): MutableLogs {
  return { callbacks: [], predictions: [], notices: [] };
}

function hasLogs(logs: MutableLogs): boolean {
  return logs.callbacks.length + logs.predictions.length + logs.notices.length > 0;
}

function append<K extends keyof DeskLogs>(logs: MutableLogs, log: K, entries: DeskLogs[K]): void {
  logs[log] = [...logs[log], ...entries].slice(-remembered) as unknown as MutableLogs[K];
}
