import type { TradingConfig } from './parameters.ts';

/** The weights of the three models in the order of `timeframes` (1H, 4H, Daily); fractions in 0…1. */
export type Weights = readonly [number, number, number];

/** The configured weights as they stand; their sum may be off by `weightSumTolerance`. */
export function weightsOf(model: TradingConfig['model']): Weights {
  return [model.weight_1h, model.weight_4h, model.weight_daily];
}

/** The weights scaled to sum to 1; equal weights where all are zero. */
export function normalise(weights: Weights): Weights {
  const sum = weights[0] + weights[1] + weights[2];
  return sum > 0 ? [weights[0] / sum, weights[1] / sum, weights[2] / sum] : [1 / 3, 1 / 3, 1 / 3];
}
