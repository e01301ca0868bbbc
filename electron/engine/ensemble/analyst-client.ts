import { z } from 'zod';
import type { Bars, PeriodRules, Timeframe } from '../../../shared/market.ts';
import { failure, type Result } from '../../../shared/result.ts';
import { loadedBundleSchema } from '../models/bundle-schema.ts';
import { createWorkerCalls, type StartWorker, type WorkerCalls } from '../worker-calls.ts';
import { type AnalystRequest, answersSchema } from '../worker-schemas.ts';
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
  close(): Promise<void>;
}

/** A worker that has died is started again by the next load. */
export function createAnalystClient(startWorker: StartWorker): AnalystClient {
  let calls: WorkerCalls | null = null;
  let closed = false;

  async function call<T>(request: AnalystRequest, answer: z.ZodType<T>): Promise<Result<T>> {
    if (closed) return failure('cancelled', 'The desk is ending.');
    if (!calls?.alive()) calls = createWorkerCalls(startWorker('analyst'));
    return calls.call(request, answer);
  }

  return {
    load: (bars, bundle, periods) => call({ kind: 'load', bars, bundle, periods }, loadedSchema),
    append: (bars) => call({ kind: 'append', closed: [...bars] }, answersSchema),
    async close() {
      closed = true;
      await calls?.end();
    },
  };
}
