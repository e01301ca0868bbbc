import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createEngine, type Engine, type EngineOptions } from '../../../electron/engine/engine.ts';
import { freshSession, type Session } from '../../../electron/engine/instruments/session.ts';
import type { Ready } from '../../../electron/engine/start-up.ts';
import type { WorkerName } from '../../../electron/engine/threads/worker-calls.ts';
import { type ApiState, defaultApiPort } from '../../../shared/api.ts';
import type { DeskState } from '../../../shared/desk.ts';
import type { Prediction } from '../../../shared/prediction.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { createMemoryStorage } from './config/harness.ts';
import { createTestClock, settle } from './test-clock.ts';

/**
 * The whole engine with real market data, workers and models in a folder of its own, under a clock that
 * moves only when told. Config and session live in memory and outlast `close`, as files would.
 */
export async function createTestEngine(
  environment: Record<string, string>,
  {
    observer,
    data,
    last = freshSession,
  }: Pick<EngineOptions, 'observer'> & {
    /** A data folder to begin with a copy of; without one it begins empty. */
    readonly data?: string;
    /** Where the last time ended. */
    readonly last?: Session;
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  if (data) await cp(data, folder, { recursive: true });
  const workers: { readonly name: WorkerName; readonly worker: Worker }[] = [];
  const storage = createMemoryStorage();
  // After every bar that a test imports: none is in the future.
  const clock = createTestClock(Date.UTC(2030, 0, 2));
  let session: Session = last;
  let asked = 0;
  let engine: Engine;

  /** The engine as it is before any data is opened. */
  async function open(): Promise<Engine> {
    const created = await createEngine({
      folder,
      configStore: storage,
      profileStorage: {
        read: () => success(null),
        changed: () => false,
        write: () => (storage.writesFail ? failure('not-saved', 'the disk is full') : success(null)),
      },
      sessionStorage: {
        load: () => session,
        save: (next) => {
          session = structuredClone(next);
        },
      },
      environment,
      startWorker(name) {
        const worker = new Worker(new URL(`../../../electron/workers/${name}.ts`, import.meta.url));
        workers.push({ name, worker });
        if (name !== 'analyst') return worker;
        const post = worker.postMessage.bind(worker);
        worker.postMessage = (message: unknown) => {
          asked += 1;
          post(message);
        };
        return worker;
      },
      now: clock.now,
      elapsed: clock.elapsed,
      schedule: clock.schedule,
      seed: 7,
      about: { version: '0', electron: '0' },
      readApi: () => shutDoor,
      observer,
    });
    engine = valueIn(created);
    return engine;
  }

  async function start(): Promise<Ready> {
    await open();
    return valueIn(await engine.start());
  }

  async function state(): Promise<DeskState> {
    return valueIn(await engine.handlers['desk.snapshot']({})).state;
  }

  return {
    folder,
    storage,
    clock,
    open,
    start,
    state,
    engine: () => engine,
    /** Where it would go on after a restart, as it was saved last. */
    session: () => session,
    handlers: () => engine.handlers,
    /** Every worker that was started, in their order. */
    workers,
    /** Requests that have gone to the analyst: what it costs to ask the models. */
    asked: () => asked,
    async predictionNow(): Promise<Prediction> {
      const { prediction } = await state();
      if (!prediction) throw new Error('there is no prediction');
      return prediction;
    },
    /** How a job ended. */
    async ended(id: number): Promise<string> {
      for (;;) {
        const job = (await state()).jobs.find((each) => each.id === id);
        if (job?.state !== 'running') return job?.state ?? 'unknown';
        await settle();
      }
    },
    async remove(): Promise<void> {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const shutDoor: ApiState = {
  on: false,
  port: defaultApiPort,
  open: false,
  address: null,
  problem: null,
  token_kept: 'session',
  fixed: false,
  readers: 0,
  recent: [],
};

export type TestEngine = Awaited<ReturnType<typeof createTestEngine>>;

export function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
