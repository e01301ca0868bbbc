import { z } from 'zod';
import type { Bars, PeriodRules, Timeframe } from '../../../shared/market.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { ClosedBar } from '../market/bar-closer.ts';
import { loadedBundleSchema } from '../models/bundles/bundle-schema.ts';
import { createWorkerCalls, type StartWorker, type WorkerCalls } from '../threads/worker-calls.ts';
import { type AnalystRequest, answersSchema } from '../threads/worker-schemas.ts';
import type { Answers } from './answers.ts';

const loadedSchema = z.object({ answers: answersSchema, bundle: loadedBundleSchema });
export type LoadedModels = z.infer<typeof loadedSchema>;

/** The analyst in its worker, for any number of instruments. It reads all bars of one once, then bar by bar. */
export interface AnalystClient {
  load(
    instrument: string,
    bars: Readonly<Record<Timeframe, Bars>>,
    bundleFolder: string,
    periods: PeriodRules,
  ): Promise<Result<LoadedModels>>;
  append(instrument: string, closed: readonly ClosedBar[]): Promise<Result<Answers>>;
  /** Forgets an instrument. */
  drop(instrument: string): void;
  /** True while its worker runs and holds the models of an instrument. */
  holds(instrument: string): boolean;
  close(): Promise<void>;
}

/**
 * The next load starts a worker that has died again, and a load during which it dies is tried once more. `onDeath` is
 * called with the reason if the worker held the models of any instrument.
 */
export function createAnalystClient(
  startWorker: StartWorker,
  onDeath: (reason: string) => void = () => {},
): AnalystClient {
  let calls: WorkerCalls | null = null;
  const held = new Set<string>();
  let closed = false;

  function died(reason: string): void {
    const any = held.size > 0;
    held.clear();
    if (any) onDeath(reason);
  }

  async function call<T>(request: AnalystRequest, answer: z.ZodType<T>): Promise<Result<T>> {
    if (closed) return failure('cancelled', 'The desk is ending.');
    if (!calls?.alive()) calls = createWorkerCalls(startWorker('analyst'), died);
    return calls.call(request, answer);
  }

  return {
    async load(instrument, bars, bundle, periods) {
      const request = { kind: 'load', instrument, bars, bundle, periods } as const;
      const first = await call(request, loadedSchema);
      const loaded = !first.ok && calls?.died() ? await call(request, loadedSchema) : first;
      if (loaded.ok) held.add(instrument);
      return loaded;
    },
    append: (instrument, bars) => call({ kind: 'append', instrument, closed: [...bars] }, answersSchema),
    drop(instrument) {
      if (held.delete(instrument)) void call({ kind: 'drop', instrument }, z.null());
    },
    holds: (instrument) => held.has(instrument),
    async close() {
      closed = true;
      held.clear();
      await calls?.end();
    },
  };
}
