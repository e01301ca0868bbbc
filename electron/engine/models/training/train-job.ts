import type { Asker } from '../../../../shared/asker.ts';
import { periodRulesOf } from '../../../../shared/market.ts';
import type { OperationInput } from '../../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import { weightsOf } from '../../../../shared/weights.ts';
import type { ConfigOwner } from '../../config/trading-config.ts';
import type { Catalog } from '../../instruments/catalog.ts';
import type { DatasetUses } from '../../instruments/dataset-uses.ts';
import type { Instruments } from '../../instruments/instruments.ts';
import type { JobContext, Jobs, StartedJob } from '../../jobs.ts';
import type { AssetService } from '../../market/assets/asset-service.ts';
import type { MarketStore } from '../../market/market-store.ts';
import { createWorkerCalls, type StartWorker } from '../../threads/worker-calls.ts';
import { type TrainingRequest, trainingAnswerSchema } from '../../threads/worker-schemas.ts';

/** Starts a training. Its bundle is loaded at the end if the dataset is open. */
export type Train = (
  input: OperationInput<'models.train'>,
  asker?: Pick<Asker, 'id'>,
) => StartedJob<{ bundle: string }>;

export function createTrainer(parts: {
  jobs: Jobs;
  store: MarketStore;
  /** Folder that holds the bundles. */
  bundleFolder: string;
  instruments: Pick<Instruments, 'find' | 'refresh' | 'openBundle'>;
  catalog: Pick<Catalog, 'dataset'>;
  uses: Pick<DatasetUses, 'during'>;
  config: ConfigOwner;
  assets: AssetService;
  startWorker: StartWorker;
  now: () => number;
}): Train {
  const { jobs, store, bundleFolder, instruments, catalog, uses, config, assets, startWorker, now } = parts;

  async function work(
    input: OperationInput<'models.train'>,
    { signal, report }: JobContext,
  ): Promise<Result<{ bundle: string }>> {
    report(0, 'Reading bars');
    const series = await store.loadSeries(input.dataset);
    if (!series.ok) return series;
    const { dataset, bars } = series.value;
    if (signal.aborted) return failure('cancelled', 'The training was cancelled.');
    const { model } = config.values(dataset.symbol);
    const { agreement_bonus, use_regime_adjustment } = model;
    const request: TrainingRequest = {
      bars,
      periods: periodRulesOf(dataset),
      settings: input.settings,
      seed: input.seed,
      symbol: dataset.symbol,
      dataset: dataset.id,
      config: { weights: weightsOf(model), agreement_bonus, use_regime_adjustment },
      folder: bundleFolder,
      now: now(),
    };
    const worker = createWorkerCalls(startWorker('training'));
    const stop = () => void worker.end();
    signal.addEventListener('abort', stop);
    const trained = await worker.call(request, trainingAnswerSchema, report);
    signal.removeEventListener('abort', stop);
    await worker.end();
    if (!trained.ok) return trained;
    await instruments.refresh();
    if (!instruments.find(input.dataset).ok) return trained;
    report(1, 'Loading the new models');
    const opened = await instruments.openBundle(trained.value.bundle, { dataset: input.dataset });
    return opened.ok ? success(trained.value) : opened;
  }

  return (input, asker) => {
    const stored = catalog.dataset(input.dataset);
    const symbol = stored.ok ? stored.value.symbol : input.dataset;
    return jobs.run(
      'train',
      `Training ${assets.metadata(symbol).display}`,
      (context) =>
        uses.during(input.dataset, context.signal, (signal) => work(input, { ...context, signal })),
      asker,
    );
  };
}
