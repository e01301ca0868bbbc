import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { success } from '../../shared/result.ts';
import { regimeTargets } from '../engine/ensemble/combine.ts';
import { computeFeatures } from '../engine/features/compute-features.ts';
import { createPeriods } from '../engine/market/periods.ts';
import { writeBundle } from '../engine/models/bundles/bundle.ts';
import { newBundleId } from '../engine/models/bundles/bundle-library.ts';
import { trainBundle } from '../engine/models/training/train-bundle.ts';
import { trainingRequestSchema } from '../engine/threads/worker-schemas.ts';
import { serve } from '../engine/threads/worker-serve.ts';

/** Share of the progress for the steps before the trees. */
const featuresShare = 0.1;

// Trains one bundle and writes it. Ending the worker cancels it: the bundle does not exist before the final rename.
serve(trainingRequestSchema, async (request, onProgress) => {
  onProgress(0.02, 'Computing features');
  const periods = createPeriods(request.periods);
  const trained = trainBundle({
    bars: request.bars,
    periods,
    features: computeFeatures(request.bars, periods),
    settings: request.settings,
    seed: request.seed,
    onProgress: (share, message) => onProgress(featuresShare + share * (0.98 - featuresShare), message),
  });
  if (!trained.ok) return trained;
  onProgress(0.98, 'Writing the bundle');
  await mkdir(request.folder, { recursive: true });
  const bundle = await newBundleId(request.folder, request.symbol, request.now);
  const written = await writeBundle(join(request.folder, bundle), {
    symbol: request.symbol,
    dataset: request.dataset,
    trading_day: request.periods.trading_day,
    trained_at: request.now,
    ...request.config,
    regime_targets: regimeTargets,
    trained: trained.value,
  });
  return written.ok ? success({ bundle }) : written;
});
