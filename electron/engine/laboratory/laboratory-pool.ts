import { z } from 'zod';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import {
  createWorkerCalls,
  type Progress,
  type StartWorker,
  type WorkerCalls,
} from '../threads/worker-calls.ts';
import type { LabMaterial } from './laboratory-protocol.ts';
import { createTurns } from './turns.ts';

/** Provides material that a worker does not hold yet; called for every worker that needs it. */
export type MaterialSource = () => Result<LabMaterial> | Promise<Result<LabMaterial>>;

/** Kinds of work, in order of priority. */
export const lanes = ['point', 'short', 'triangle', 'long'] as const;
export type Lane = (typeof lanes)[number];

export interface TaskOptions {
  readonly lane: Lane;
  readonly key: string;
  readonly material: MaterialSource;
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
  /** Id of the asker. */
  readonly asker?: string;
}

/** Two workers with one queue. Only the second one does long work, so that the first answers quickly. */
export interface WorkerPool {
  /** Every call ends. Cancelling ends the worker, except for kinds of work that take milliseconds anyway. */
  run<T>(options: TaskOptions, body: unknown, answer: z.ZodType<T>): Promise<Result<T>>;
  /** Loads the material into every worker. */
  prepare(key: string, material: MaterialSource): Promise<Result<null>>;
  /** Ends the workers and starts no more work. */
  close(): Promise<void>;
}

const poolSize = 2;
/** Limit of waiting tasks per asker; a triangle has eight parts. */
const mostWaiting = 64;
const tooMany = failure(
  'busy',
  `${mostWaiting} of your experiments are waiting. Wait for one to end, or cancel one.`,
);
/** Number of materials that a worker keeps. */
const keptMaterials = 3;
const cancelled = failure('cancelled', 'Cancelled; nothing was changed.');

interface Slot {
  readonly index: number;
  calls: WorkerCalls | null;
  /** Keys of the materials in the worker, least recently used first. */
  keys: readonly string[];
  task: Task | null;
}

interface Task {
  readonly lane: Lane;
  readonly asker: string;
  readonly key: string;
  readonly material: MaterialSource;
  /** The worker that has to do it; null for any worker. */
  readonly slot: Slot | null;
  /** False once it has ended or was cancelled. */
  wanted(): boolean;
  /** Does the work and returns a function that tells the asker the result. */
  perform(calls: WorkerCalls): Promise<() => void>;
  /** Ends it with a failure; `calls` is the worker that was to do it, if there is one. */
  refuse(problem: Result<never>, calls: WorkerCalls | null): void;
}

export function createWorkerPool(startWorker: StartWorker): WorkerPool {
  const slots: readonly Slot[] = Array.from({ length: poolSize }, (_, index) => ({
    index,
    calls: null,
    keys: [],
    task: null,
  }));
  const waiting: Task[] = [];
  const turns = createTurns();
  let closed = false;

  function enqueue<T>(
    options: TaskOptions,
    slot: Slot | null,
    perform: (calls: WorkerCalls) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { lane, asker = '', key, material, signal } = options;
    if (closed || signal?.aborted) return Promise.resolve(cancelled);
    if (waiting.filter((task) => task.asker === asker).length >= mostWaiting) return Promise.resolve(tooMany);
    return new Promise((resolve) => {
      let wanted = true;
      let again = false;
      const settle = (result: Result<T>) => {
        wanted = false;
        signal?.removeEventListener('abort', cancel);
        resolve(result);
      };
      const task: Task = {
        lane,
        asker,
        key,
        material,
        slot,
        wanted: () => wanted,
        async perform(calls) {
          const result = await perform(calls);
          return () => (result.ok ? settle(result) : fail(result, calls));
        },
        refuse: fail,
      };
      /** The worker may have died of something else than this work, so the work is tried once more on a new one. */
      function fail(problem: Result<never>, calls: WorkerCalls | null): void {
        if (calls?.died() && wanted && !again && !closed) {
          again = true;
          waiting.unshift(task);
        } else settle(problem);
      }
      function cancel(): void {
        settle(cancelled);
        const place = waiting.indexOf(task);
        if (place >= 0) waiting.splice(place, 1);
        else if (lane === 'short' || lane === 'long') {
          void slots.find((each) => each.task === task)?.calls?.end();
        }
      }
      signal?.addEventListener('abort', cancel);
      waiting.push(task);
      begin();
    });
  }

  /** Assigns waiting tasks to idle workers by priority, preferring a worker that already holds the material. */
  function begin(): void {
    for (const lane of lanes) {
      for (const task of turns.order(waiting.filter((each) => each.lane === lane))) {
        const free = slots.filter((slot) => slot.task === null && mayTake(slot, task));
        const slot = free.find(({ calls, keys }) => calls?.alive() && keys.includes(task.key)) ?? free[0];
        if (!slot) continue;
        waiting.splice(waiting.indexOf(task), 1);
        void work(slot, task);
      }
    }
  }

  async function work(slot: Slot, task: Task): Promise<void> {
    turns.taken(task.asker);
    slot.task = task;
    let tell = () => {};
    try {
      const calls = await supply(slot, task);
      if (!calls.ok) tell = () => task.refuse(calls, slot.calls);
      else if (task.wanted()) tell = await task.perform(calls.value);
    } catch (bug) {
      tell = () => task.refuse(failure('internal', messageOf(bug)), null);
    }
    // The worker is freed before the answer, so that an immediate next request gets the worker with the material.
    slot.task = null;
    tell();
    begin();
  }

  /** The worker of the slot, started if necessary, with the material of the task loaded. */
  async function supply(slot: Slot, { key, material }: Task): Promise<Result<WorkerCalls>> {
    if (!slot.calls?.alive()) {
      slot.calls = createWorkerCalls(startWorker('laboratory'));
      slot.keys = [];
    }
    const { calls } = slot;
    if (!slot.keys.includes(key)) {
      const brought = await material();
      if (!brought.ok) return brought;
      if (!calls.alive()) return cancelled;
      const forget = slot.keys.slice(0, Math.max(0, slot.keys.length - keptMaterials + 1));
      slot.keys = slot.keys.slice(forget.length);
      const loaded = await calls.call({ kind: 'load', key, material: brought.value, forget }, z.null());
      if (!loaded.ok) return loaded;
    }
    slot.keys = [...slot.keys.filter((each) => each !== key), key];
    return success(calls);
  }

  return {
    run: (options, body, answer) =>
      enqueue(options, null, (calls) => calls.call(body, answer, options.onProgress)),
    async prepare(key, material) {
      const options = { lane: 'triangle', key, material } as const;
      const ready = await Promise.all(slots.map((slot) => enqueue(options, slot, async () => success(null))));
      return ready.find((each) => !each.ok) ?? success(null);
    },
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.refuse(cancelled, null);
      await Promise.all(slots.map(({ calls }) => calls?.end()));
    },
  };
}

function mayTake(slot: Slot, task: Task): boolean {
  if (task.slot) return task.slot === slot;
  return task.lane !== 'long' || slot.index === poolSize - 1;
}
