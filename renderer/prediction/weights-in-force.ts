import type { TradingConfig } from '../../shared/parameters.ts';

/** The configured weights scaled to sum 1; equal ones where all are zero. */
export function normalised(model: TradingConfig['model']): readonly [number, number, number] {
  const { weight_1h: hour, weight_4h: four, weight_daily: daily } = model;
  const sum = hour + four + daily;
  return sum > 0 ? [hour / sum, four / sum, daily / sum] : [1 / 3, 1 / 3, 1 / 3];
}
