import { z } from 'zod';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import {
  createWorkerCalls,
  type Progress,
  type StartWorker,
  type WorkerCalls,
} from '../threads/worker-calls.ts';
import type { LabMaterial } from './laboratory-protocol.ts';

/** Brings material that a worker does not hold yet; called anew for every worker that needs it. */
export type MaterialSource = () => Result<LabMaterial> | Promise<Result<LabMaterial>>;

/** What kind of work it is: the first waiting in this order begins first. */
export const lanes = ['point', 'short', 'triangle', 'long'] as const;
export type Lane = (typeof lanes)[number];

export interface TaskOptions {
  readonly lane: Lane;
  readonly key: string;
  readonly material: MaterialSource;
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
  /** Who asked. */
  readonly asker?: string;
}

/** Two workers behind one queue. Long work is done by the second alone, so that the first answers quickly. */
export interface WorkerPool {
  /** Every call ends. Cancelling ends the worker unless its work is over within milliseconds anyway. */
  run<T>(options: TaskOptions, body: unknown, answer: z.ZodType<T>): Promise<Result<T>>;
  /** Brings the material to every worker. */
  prepare(key: string, material: MaterialSource): Promise<Result<null>>;
  /** Ends the workers; nothing begins any more. */
  close(): Promise<void>;
}

const poolSize = 2;
/** Of one asker; a triangle waits in eight parts. */
const mostWaiting = 64;
const tooMany = failure(
  'busy',
  `${mostWaiting} of your experiments are waiting. Wait for one to end, or cancel one.`,
);
const rememberedAskers = 256;
/** Materials that a worker keeps. */
const keptMaterials = 3;
const cancelled = failure('cancelled', 'Cancelled; nothing was changed.');

interface Slot {
  readonly index: number;
  calls: WorkerCalls | null;
  /** Materials it holds, the last used last. */
  keys: readonly string[];
  task: Task | null;
}

interface Task {
  readonly lane: Lane;
  readonly asker: string;
  readonly key: string;
  readonly material: MaterialSource;
  /** Where it has to be done; null where any worker will do. */
  readonly slot: Slot | null;
  /** False once it was cancelled. */
  wanted(): boolean;
  /** Does the work; what it gives back tells the asker. */
  perform(calls: WorkerCalls): Promise<() => void>;
  /** Ends it without an answer; `calls` is the worker it was to be done by, if there is one. */
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
  /** When each asker was served last, as a running number. */
  const served = new Map<string, number>();
  let serving = 0;
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
      /** What a worker has died of need not be the work: it is begun once more on a new one. */
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

  /** Gives waiting tasks to idle workers: the most urgent first, best where its material is already. */
  function begin(): void {
    for (const lane of lanes) {
      for (const task of inTurn(waiting.filter((each) => each.lane === lane))) {
        const free = slots.filter((slot) => slot.task === null && mayTake(slot, task));
        const slot = free.find(({ calls, keys }) => calls?.alive() && keys.includes(task.key)) ?? free[0];
        if (!slot) continue;
        waiting.splice(waiting.indexOf(task), 1);
        void work(slot, task);
      }
    }
  }

  /** Who was served longest ago goes first; of one asker the first that came. */
  function inTurn(tasks: readonly Task[]): Task[] {
    const last = ({ asker }: Task) => served.get(asker) ?? 0;
    return [...tasks].sort((a, b) => last(a) - last(b));
  }

  async function work(slot: Slot, task: Task): Promise<void> {
    serving += 1;
    // Order is kept: deleted first, the longest unserved stand first and are forgotten first.
    served.delete(task.asker);
    served.set(task.asker, serving);
    if (served.size > rememberedAskers) served.delete([...served.keys()][0]);
    slot.task = task;
    let tell = () => {};
    try {
      const calls = await supply(slot, task);
      if (!calls.ok) tell = () => task.refuse(calls, slot.calls);
      else if (task.wanted()) tell = await task.perform(calls.value);
    } catch (bug) {
      tell = () => task.refuse(failure('internal', messageOf(bug)), null);
    }
    // Free before anyone hears of it: who asks again at once gets the worker that has the material.
    slot.task = null;
    tell();
    begin();
  }

  /** The slot's worker, started where it is not running, with the task's material in it. */
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
