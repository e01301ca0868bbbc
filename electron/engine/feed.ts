import type { CallbackRun } from '../../shared/config.ts';
import type { DeskEvent, DeskLogs, DeskSnapshot, DeskState } from '../../shared/desk.ts';
import type { Notice } from '../../shared/jobs.ts';
import type { Prediction } from '../../shared/prediction.ts';
import type { Schedule } from './market/replay.ts';

/** Collects what changed and sends it on in as few events as the eye needs. */
export interface Feed {
  /** Says that a slice has changed; it is read when the event goes out. */
  touch(...slices: (keyof DeskState)[]): void;
  prediction(entry: Prediction): void;
  callbacks(entries: readonly CallbackRun[]): void;
  notice(level: Notice['level'], message: string): void;
  snapshot(): DeskSnapshot;
  /**
   * Sends these slices now and alone, once a frame at most: what the user is waiting for. The rest follows
   * with the next frame.
   */
  urge(...slices: (keyof DeskState)[]): void;
  /** Sends what waits now. */
  flush(): void;
  /** Returns its undo. */
  subscribe(listener: (event: DeskEvent) => void): () => void;
  close(): void;
}

/** Where each slice is read from. */
export type SliceReaders = { readonly [S in keyof DeskState]: () => DeskState[S] };

/** One event per frame at most; the first after a pause goes out at once. */
const frameMs = 16;
/** Statistics are for the eye: more often than this nobody reads them. */
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

  /** Statistics alone may wait; anything else goes with the next frame. */
  function arm(): void {
    const urgent = hasLogs(waiting) || [...touched].some((slice) => slice !== 'caches');
    if (!urgent && touched.size === 0) return;
    const due = urgent ? lastSent + frameMs : lastStatistics + statisticsMs;
    if (cancel && armedFor <= due) return;
    cancel?.();
    armedFor = due;
    // Even what is due goes out after the present task, so that one change makes one event.
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
      // What waits is in the snapshot already and must not come again with the next event.
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
