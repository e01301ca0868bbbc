import { z } from 'zod';
import type { Bars, PeriodRules, Timeframe } from '../../../shared/market.ts';
import { failure, type Result } from '../../../shared/result.ts';
import { loadedBundleSchema } from '../models/bundles/bundle-schema.ts';
import { createWorkerCalls, type StartWorker, type WorkerCalls } from '../threads/worker-calls.ts';
import { type AnalystRequest, answersSchema } from '../threads/worker-schemas.ts';
import type { ClosedBar } from './analyst.ts';
import type { Answers } from './answers.ts';

const loadedSchema = z.object({ answers: answersSchema, bundle: loadedBundleSchema });
export type LoadedModels = z.infer<typeof loadedSchema>;

/** The analyst in its worker: reads all bars once, then bar by bar. */
export interface AnalystClient {
  load(
    bars: Readonly<Record<Timeframe, Bars>>,
    bundleFolder: string,
    periods: PeriodRules,
  ): Promise<Result<LoadedModels>>;
  append(closed: readonly ClosedBar[]): Promise<Result<Answers>>;
  /** True while its worker runs and holds the models it was given last. */
  holdsModels(): boolean;
  close(): Promise<void>;
}

/**
 * A worker that has died is started again by the next load, and a load under which it dies is tried once more.
 * `onDeath` is told why, in words, of one that held models.
 */
export function createAnalystClient(
  startWorker: StartWorker,
  onDeath: (reason: string) => void = () => {},
): AnalystClient {
  let calls: WorkerCalls | null = null;
  let holds = false;
  let closed = false;

  function died(reason: string): void {
    const held = holds;
    holds = false;
    if (held) onDeath(reason);
  }

  async function call<T>(request: AnalystRequest, answer: z.ZodType<T>): Promise<Result<T>> {
    if (closed) return failure('cancelled', 'The desk is ending.');
    if (!calls?.alive()) calls = createWorkerCalls(startWorker('analyst'), died);
    return calls.call(request, answer);
  }

  return {
    async load(bars, bundle, periods) {
      const request = { kind: 'load', bars, bundle, periods } as const;
      const first = await call(request, loadedSchema);
      const loaded = !first.ok && calls?.died() ? await call(request, loadedSchema) : first;
      if (loaded.ok) holds = true;
      return loaded;
    },
    append: (bars) => call({ kind: 'append', closed: [...bars] }, answersSchema),
    holdsModels: () => holds,
    async close() {
      closed = true;
      holds = false;
      await calls?.end();
    },
  };
}
