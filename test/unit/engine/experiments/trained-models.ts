import { createAnalyst } from '../../../../electron/engine/ensemble/analyst.ts';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import type { Material } from '../../../../electron/engine/laboratory/material.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import {
  createSimulator,
  simulatedIntervalMs,
} from '../../../../electron/engine/market/simulator/simulator.ts';
import { trainBundle } from '../../../../electron/engine/models/training/train-bundle.ts';
import type { Timeframe } from '../../../../shared/market.ts';
import { defaultTrainingSettings } from '../../../../shared/models.ts';
import { utcPeriods, utcRules } from '../market/utc-periods.ts';

/** Whole trading weeks of the simulator with what models say that were trained on the first three fifths. */
export function trainedMaterial(seed: number, weeks: number, structure: number): Material {
  const fiveMinutes = createSimulator({ seed, structure, calendar: 'utc-22' }).next(weeks * 120 * 12);
  const of = (timeframe: Timeframe) => resample(fiveMinutes, timeframe, simulatedIntervalMs, utcPeriods);
  const bars = { '1H': of('1H'), '4H': of('4H'), D: of('D') };
  const features = computeFeatures(bars, utcPeriods);
  const trained = trainBundle({
    bars,
    periods: utcPeriods,
    features,
    settings: defaultTrainingSettings,
    seed,
  });
  if (!trained.ok) throw new Error(trained.problem.message);
  const { models, split_times } = trained.value;
  const model = (timeframe: Timeframe) => ({
    ensemble: models[timeframe].ensemble,
    features: features[timeframe].names,
  });
  const { history } = createAnalyst(bars, { '1H': model('1H'), '4H': model('4H'), D: model('D') }, utcRules);
  return {
    hours: bars['1H'],
    answers: history,
    periods: utcRules,
    pipSize: 0.0001,
    splitTimes: split_times,
  };
}
