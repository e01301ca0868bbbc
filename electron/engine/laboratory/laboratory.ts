import type { Result } from '../../../shared/result.ts';
import type { Progress, StartWorker } from '../threads/worker-calls.ts';
import { createWorkerPool, type Lane, type MaterialSource } from './laboratory-pool.ts';
import { answerSchemas, type Requests, type Results } from './laboratory-protocol.ts';
import { createTriangleQueue } from './laboratory-triangle.ts';

export type { MaterialSource } from './laboratory-pool.ts';

export interface CallOptions {
  /** Cancels the call: the answer is `cancelled` at once, and partial results are dropped. */
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
  /** Id of the asker, for a fair order of waiting work; by default the desk itself. */
  readonly asker?: string;
}

/** One experiment on the material `key`. The key identifies its content: other bars or answers have another key. */
export type Experiment<Kind extends keyof Requests> = (
  key: string,
  material: MaterialSource,
  request: Requests[Kind],
  options?: CallOptions,
) => Promise<Result<Results[Kind]>>;

/**
 * Runs experiments in two workers, which start when first needed and keep the last few materials. Every call ends: a
 * worker that dies, or that is ended to cancel a call, is started again for the next one.
 */
export interface Laboratory {
  /** Figures and curve only; goes before all waiting work. */
  readonly point: Experiment<'point'>;
  readonly backtest: Experiment<'backtest'>;
  readonly compare: Experiment<'compare'>;
  /** Both workers share the mixes. A newer request ends an older one that still waits, as `cancelled`. */
  readonly triangle: Experiment<'triangle'>;
  /** Long work: one of the two workers stays free for the others. */
  readonly overfit: Experiment<'overfit'>;
  readonly walkForward: Experiment<'walkForward'>;
  /** Loads the material into both workers in advance. */
  prepare(key: string, material: MaterialSource): Promise<Result<null>>;
  /** Ends the workers; running calls end as `cancelled`. */
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
