import type { Result } from '../../../shared/result.ts';
import type { Progress, StartWorker } from '../threads/worker-calls.ts';
import { createWorkerPool, type Lane, type MaterialSource } from './laboratory-pool.ts';
import { answerSchemas, type Requests, type Results } from './laboratory-protocol.ts';
import { createTriangleQueue } from './laboratory-triangle.ts';

export type { MaterialSource } from './laboratory-pool.ts';

export interface CallOptions {
  /** Cancels: the answer is `cancelled` at once, and nothing of a half result is kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
  /** Who asked: work is shared out fairly among those who wait. Left out, the desk itself. */
  readonly asker?: string;
}

/** One experiment on the material named `key`, which says what it holds: other bars or answers, another key. */
export type Experiment<Kind extends keyof Requests> = (
  key: string,
  material: MaterialSource,
  request: Requests[Kind],
  options?: CallOptions,
) => Promise<Result<Results[Kind]>>;

/**
 * Experiments in two workers, which start at the first need and keep the last few materials. Every call ends:
 * a worker that dies, or is ended to cancel, fails its call and is started again at the next.
 */
export interface Laboratory {
  /** Figures and curve alone; goes before everything that waits. */
  readonly point: Experiment<'point'>;
  readonly backtest: Experiment<'backtest'>;
  readonly compare: Experiment<'compare'>;
  /** Both workers share the mixes. A newer request ends an older one that still waits, as `cancelled`. */
  readonly triangle: Experiment<'triangle'>;
  /** Long work: one of the two workers stays free for the others. */
  readonly overfit: Experiment<'overfit'>;
  readonly walkForward: Experiment<'walkForward'>;
  /** Brings the material to both workers ahead of need. */
  prepare(key: string, material: MaterialSource): Promise<Result<null>>;
  /** Ends the workers; what is under way ends as cancelled. */
  close(): Promise<void>;
}

export function createLaboratory(options: { readonly startWorker: StartWorker }): Laboratory {
  const pool = createWorkerPool(options.startWorker);

  function experiment<Kind extends Exclude<keyof Requests, 'triangle'>>(
    kind: Kind,
    lane: Lane,
  ): Experiment<Kind> {
    return (key, material, request, call = {}) =>
      pool.run({ ...call, lane, key, material }, { kind, key, request }, answerSchemas[kind]);
  }

  return {
    point: experiment('point', 'point'),
    backtest: experiment('backtest', 'short'),
    compare: experiment('compare', 'short'),
    triangle: createTriangleQueue(pool),
    overfit: experiment('overfit', 'long'),
    walkForward: experiment('walkForward', 'long'),
    prepare: pool.prepare,
    close: pool.close,
  };
}
