import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regimeTargets } from '../../../../electron/engine/ensemble/combine.ts';
import type { NewBundle } from '../../../../electron/engine/models/bundles/bundle.ts';
import { trainBundle } from '../../../../electron/engine/models/training/train-bundle.ts';
import { writeModel } from '../../../../electron/engine/models/trees/xgboost-json.ts';
import { timeframes } from '../../../../shared/market.ts';
import { utcPeriods } from '../market/utc-periods.ts';
import { flatten } from './random-ensemble.ts';
import { quickSettings, sampleFeatures, sampleMarket } from './sample-market.ts';

const bars = sampleMarket(9, 24 * 160);
export const sampleTables = sampleFeatures(bars);
const trained = trainBundle({
  bars,
  periods: utcPeriods,
  features: sampleTables,
  settings: quickSettings,
  seed: 3,
});
if (!trained.ok) throw new Error(trained.problem.message);

/** A bundle of ours, trained on a random walk. */
export const sampleBundle: NewBundle = {
  symbol: 'EURUSD',
  dataset: 'EURUSD@simulated',
  trading_day: 'utc',
  trained_at: Date.UTC(2026, 0, 22, 14, 15, 3),
  weights: [0.6, 0.3, 0.1],
  agreement_bonus: 0.05,
  use_regime_adjustment: true,
  regime_targets: regimeTargets,
  trained: trained.value,
};

/** A minimal bundle with models of another maker; `model` and `features` are the 1H model's. */
export function writeForeign(
  folder: string,
  changes: Record<string, unknown> & { model?: string; features?: string[] },
): void {
  const { model: name = '1H.json', features = ['return_3', 'body'], ...rest } = changes;
  const stump = { feature: 1, condition: 0, missingLeft: true, left: { leaf: -0.1 }, right: { leaf: 0.1 } };
  const model = writeModel({ ...flatten([stump], 2, 0.5), featureNames: ['return_3', 'body'] });
  mkdirSync(folder, { recursive: true });
  for (const timeframe of timeframes) writeFileSync(join(folder, `${timeframe}.json`), model);
  const own = ['return_3', 'body'];
  const manifest = {
    symbol: 'EURUSD',
    weights: { '1H': 0.6, '4H': 0.3, D: 0.1 },
    timeframes: {
      '1H': { model: name, features },
      '4H': { model: '4H.json', features: own },
      D: { model: 'D.json', features: own },
    },
    ...rest,
  };
  writeFileSync(join(folder, 'ensemble.json'), JSON.stringify(manifest));
}
