import type { AnalystModel } from '../../../../electron/engine/ensemble/analyst.ts';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import { trainBundle } from '../../../../electron/engine/models/training/train-bundle.ts';
import type { Bars, Timeframe } from '../../../../shared/market.ts';
import { utcRules } from '../market/utc-periods.ts';
import { quickSettings } from '../models/sample-market.ts';

/** A handful of trees per timeframe, trained as the desk trains them. */
export function smallModels(
  bars: Readonly<Record<Timeframe, Bars>>,
  rules = utcRules,
): Record<Timeframe, AnalystModel> {
  const periods = createPeriods(rules);
  const features = computeFeatures(bars, periods);
  const trained = trainBundle({ bars, periods, features, settings: quickSettings, seed: 1 });
  if (!trained.ok) throw new Error(trained.problem.message);
  const { models } = trained.value;
  const model = (timeframe: Timeframe): AnalystModel => ({
    ensemble: models[timeframe].ensemble,
    features: features[timeframe].names,
  });
  return { '1H': model('1H'), '4H': model('4H'), D: model('D') };
}
