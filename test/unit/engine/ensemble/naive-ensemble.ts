import type { TradingConfig } from '../../../../shared/parameters.ts';
import type { Regime } from '../../../../shared/prediction.ts';

/** Effective weights in each regime at the default weights. */
export const targets = {
  trending: [0.5, 0.35, 0.15],
  ranging: [0.7, 0.25, 0.05],
  volatile: [0.6, 0.35, 0.05],
} as const;

/** The ensemble from its description, one formula per line and nothing kept. */
export function naivePrediction(probUp: readonly number[], regime: Regime, config: TradingConfig) {
  const { model, trading } = config;
  const weights = naiveWeights(model, regime);
  const directions = probUp.map((p) => (p > 0.5 ? 1 : 0));
  const confidences = probUp.map((p) => Math.max(p, 1 - p));
  const up = sum(weights.map((w, i) => w * (directions[i] === 1 ? confidences[i] : 1 - confidences[i])));
  const base = sum(weights.map((w, i) => w * confidences[i]));
  const direction = up > 0.5 ? 1 : 0;
  const count = directions.filter((each) => each === direction).length;
  const confidence = count === 3 ? Math.min(base + model.agreement_bonus, 1) : base * (count / 3);
  return {
    direction,
    confidence,
    prob_up: up,
    prob_down: 1 - up,
    agreement_count: count,
    agreement_score: count / 3,
    agreement_bonus: count === 3 ? model.agreement_bonus : 0,
    should_trade: confidence >= trading.confidence_threshold,
    confidence_threshold: trading.confidence_threshold,
    weights,
    directions,
    confidences,
  };
}

export function naiveWeights(model: TradingConfig['model'], regime: Regime): number[] {
  const own = normalised([model.weight_1h, model.weight_4h, model.weight_daily]);
  if (!model.use_regime_adjustment || regime === 'unknown') return own;
  const standard = [0.6, 0.3, 0.1];
  return normalised(own.map((w, i) => (w * targets[regime][i]) / standard[i]));
}

export function naiveRegime(days: readonly { high: number; low: number; close: number }[]): Regime {
  if (days.length < 20) return 'unknown';
  const last = days.slice(-20);
  const returns = last.slice(1).map((day, i) => (day.close - last[i].close) / last[i].close);
  const mean = sum(returns) / returns.length;
  const volatility = Math.sqrt(sum(returns.map((r) => (r - mean) ** 2)) / (returns.length - 1));
  const range = sum(last.map(({ high, low, close }) => (high - low) / close)) / last.length;
  if (volatility > 0.015 || range > 0.012) return 'volatile';
  const trend = (last[19].close - last[0].close) / last[0].close;
  return Math.abs(trend) > 0.02 ? 'trending' : 'ranging';
}

function normalised(weights: readonly number[]): number[] {
  const total = sum(weights);
  return weights.map((w) => w / total);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
