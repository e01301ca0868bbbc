import type { createAnalyst } from '../../electron/engine/ensemble/analyst.ts';
import { regimeTargets } from '../../electron/engine/ensemble/combine.ts';
import { computeFeatures } from '../../electron/engine/features/compute-features.ts';
import { writeBundle } from '../../electron/engine/models/bundles/bundle.ts';
import { trainBundle } from '../../electron/engine/models/training/train-bundle.ts';
import type { Bars, Timeframe } from '../../shared/market.ts';
import { defaultTrainingSettings } from '../../shared/models.ts';
import { utcPeriods } from '../unit/engine/market/utc-periods.ts';
import { valueIn } from '../unit/engine/test-engine.ts';

type Market = Readonly<Record<Timeframe, Bars>>;

/** Default settings: as many trees as the product grows. */
export async function trainedBundle(
  market: Market,
  folder: string,
): Promise<Parameters<typeof createAnalyst>[1]> {
  const features = computeFeatures(market, utcPeriods);
  const trained = valueIn(
    trainBundle({ bars: market, periods: utcPeriods, features, settings: defaultTrainingSettings, seed: 1 }),
  );
  const described = {
    symbol: 'EURUSD',
    dataset: 'EURUSD',
    trading_day: 'utc',
    trained_at: 0,
    weights: [0.6, 0.3, 0.1],
    agreement_bonus: 0.05,
    use_regime_adjustment: true,
    regime_targets: regimeTargets,
  } as const;
  valueIn(await writeBundle(folder, { ...described, trained }));
  const model = (timeframe: Timeframe) => {
    const { ensemble } = trained.models[timeframe];
    return { ensemble, features: ensemble.featureNames };
  };
  return { '1H': model('1H'), '4H': model('4H'), D: model('D') };
}
