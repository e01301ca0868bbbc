import type { Direction, Regime } from '../../../shared/prediction.ts';
import { normalise, type Weights } from '../../../shared/weights.ts';

/** One probability or confidence per timeframe: 1H, 4H, Daily. */
export type Triple = readonly [number, number, number];

/** The combined answer of the three models, without symbol and time. */
export interface Combined {
  readonly direction: Direction;
  readonly confidence: number;
  readonly prob_up: number;
  readonly agreement_count: number;
  /** agreement_count / 3. */
  readonly agreement_score: number;
  /** The bonus that was added; 0 unless all agree. */
  readonly agreement_bonus: number;
}

/** The weights at which the regime targets were set. */
const referenceWeights: Weights = [0.6, 0.3, 0.1];

/** The effective weights in each regime where the reference weights are configured. */
export const regimeTargets: Readonly<Record<Regime, Weights>> = {
  trending: [0.5, 0.35, 0.15],
  ranging: [0.7, 0.25, 0.05],
  volatile: [0.6, 0.35, 0.05],
  unknown: referenceWeights,
};

/**
 * Tilts normalised weights by the regime: wᵢ · targetᵢ / referenceᵢ, normalised. At the reference weights the result is
 * exactly the target; other weights keep their influence. `unknown` changes nothing.
 */
export function tilt(weights: Weights, regime: Regime): Weights {
  if (regime === 'unknown') return weights;
  const target = regimeTargets[regime];
  return normalise([
    (weights[0] * target[0]) / referenceWeights[0],
    (weights[1] * target[1]) / referenceWeights[1],
    (weights[2] * target[2]) / referenceWeights[2],
  ]);
}

/** What `tilt` multiplies each weight by before it normalises them. */
export function tiltFactors(regime: Regime): Weights {
  const target = regimeTargets[regime];
  return [target[0] / referenceWeights[0], target[1] / referenceWeights[1], target[2] / referenceWeights[2]];
}

/** Effective weights in each regime: the normalised `weights`, tilted where `adjusts` says so. */
export function effectiveWeights(weights: Weights, adjusts: boolean): Readonly<Record<Regime, Weights>> {
  const under = (regime: Regime) => (adjusts ? tilt(weights, regime) : weights);
  return {
    unknown: under('unknown'),
    trending: under('trending'),
    ranging: under('ranging'),
    volatile: under('volatile'),
  };
}

/** 1 where a rise is more likely than a fall. */
export function directionOf(probUp: number): Direction {
  return probUp > 0.5 ? 1 : 0;
}

/** max(prob_up, 1 − prob_up). */
export function confidenceOf(probUp: number): number {
  return Math.max(probUp, 1 - probUp);
}

/** Combines the three prob_up under effective weights. */
export function combine(probUp: Triple, weights: Weights, agreementBonus: number): Combined {
  return combineComponents(
    [directionOf(probUp[0]), directionOf(probUp[1]), directionOf(probUp[2])],
    [confidenceOf(probUp[0]), confidenceOf(probUp[1]), confidenceOf(probUp[2])],
    weights,
    agreementBonus,
  );
}

/**
 * The same from directions and confidences. All agree: min(Σ wᵢ·confᵢ + bonus, 1); otherwise
 * Σ wᵢ·confᵢ scaled by the share that agrees with the ensemble.
 */
export function combineComponents(
  directions: readonly [Direction, Direction, Direction],
  confidences: Triple,
  weights: Weights,
  agreementBonus: number,
): Combined {
  let up = 0;
  let base = 0;
  for (let i = 0; i < 3; i += 1) {
    up += weights[i] * (directions[i] === 1 ? confidences[i] : 1 - confidences[i]);
    base += weights[i] * confidences[i];
  }
  const direction = directionOf(up);
  let count = 0;
  for (let i = 0; i < 3; i += 1) if (directions[i] === direction) count += 1;
  const score = count / 3;
  const bonus = count === 3 ? agreementBonus : 0;
  return {
    direction,
    confidence: count === 3 ? Math.min(base + bonus, 1) : base * score,
    prob_up: up,
    agreement_count: count,
    agreement_score: score,
    agreement_bonus: bonus,
  };
}
