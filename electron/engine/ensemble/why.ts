import type { z } from 'zod';
import type { Why, whyStepSchema } from '../../../shared/experiments/why.ts';
import type { Decision, Prediction, Regime } from '../../../shared/prediction.ts';
import type { Weights } from '../../../shared/weights.ts';
import type { DecisionRules } from '../laboratory/material.ts';
import {
  clip,
  distance,
  nearestPoint,
  rounding,
  type Side,
  simplex,
  valueAt,
} from '../sweep/weight-simplex.ts';
import { createDecider } from '../trades/decision.ts';
import { confidenceOf, directionOf, type Triple, tiltFactors } from './combine.ts';

type Step = Readonly<z.infer<typeof whyStepSchema>>;

/** Explains the decision of a prediction. `rules` must be those it was made with. */
export function explain(prediction: Prediction, rules: DecisionRules): Why {
  const { components, direction, should_trade, regime } = prediction;
  const probUp: Triple = [components['1H'].prob_up, components['4H'].prob_up, components.D.prob_up];
  return {
    prediction,
    decision: should_trade ? (direction === 1 ? 'long' : 'short') : 'none',
    steps: waterfall(prediction),
    threshold: prediction.confidence_threshold,
    flip: nearestFlip(probUp, regime, rules),
  };
}

/**
 * The contributions to the confidence: of each model, of the agreement bonus or penalty, and of the cap at 1. The last
 * total equals the confidence of the prediction to the last bit.
 */
export function waterfall({ components, agreement_count, ...said }: Prediction): Step[] {
  const steps: Step[] = [];
  let total = 0;
  const add = (name: Step['name'], next: number) => {
    steps.push({ name, change: next - total, total: next });
    total = next;
  };
  for (const name of ['1H', '4H', 'D'] as const)
    add(name, total + components[name].weight * components[name].confidence);
  add('agreement', agreement_count === 3 ? total + said.agreement_bonus : total * said.agreement_score);
  if (total > 1) add('cap', 1);
  return steps;
}

/**
 * The smallest move of configured weights that changes the decision; exact. With the tilt factors r of the regime, the
 * condition Σ w′ᵢcᵢ ≥ θ on tilted weights w′ is Σ wᵢrᵢ(cᵢ − θ) ≥ 0 on configured ones, which is linear, and so is the
 * condition for the direction. The number of agreeing models depends on the direction alone. Therefore every decision
 * holds on one or two convex polygons of the weight simplex, and the nearest point is found from their corners and edges.
 * Null where no weights change the decision, or where a model has no answer.
 */
export function nearestFlip(probUp: Triple, regime: Regime, rules: DecisionRules): Why['flip'] {
  if (Number.isNaN(probUp[0] + probUp[1] + probUp[2])) return null;
  const decide = (weights: Weights) => createDecider({ ...rules, weights })(probUp, regime).decision;
  const present = decide(rules.weights);
  let best: Why['flip'] = null;
  for (const region of regions(probUp, regime, rules)) {
    if (region.decision === present) continue;
    const polygon = region.sides.reduce(clip, simplex);
    const middle = middleOf(polygon);
    // Otherwise the region is only an edge of another one, or too small to distinguish from rounding errors.
    if (!middle || decide(middle) !== region.decision) continue;
    if (region.strict.some((side) => valueAt(side, middle) <= rounding)) continue;
    const weights = nearestPoint(polygon, region.sides, rules.weights);
    const moved = distance(weights, rules.weights);
    if (best && best.moved <= moved) continue;
    best = { to: region.decision, weights, moved, reached: decide(weights) === region.decision };
  }
  return best;
}

interface Region {
  readonly decision: Decision;
  /** Linear forms of the weights that are not negative on the region's closure. */
  readonly sides: readonly Side[];
  /** Those of them whose zero line is not part of the region. */
  readonly strict: readonly Side[];
}

function regions(probUp: Triple, regime: Regime, rules: DecisionRules): Region[] {
  const factors = tiltFactors(rules.regimeAdjustment ? regime : 'unknown');
  const form = (of: (i: number) => number): Side => [
    factors[0] * of(0),
    factors[1] * of(1),
    factors[2] * of(2),
  ];
  const rises = form((i) => probUp[i] - 0.5);
  return ([1, 0] as const).flatMap((direction) => {
    const side = direction === 1 ? rises : opposite(rises);
    const agreeing = probUp.filter((each) => directionOf(each) === direction).length;
    const confidenceAt = (i: number) =>
      agreeing === 3
        ? confidenceOf(probUp[i]) + rules.agreementBonus
        : (confidenceOf(probUp[i]) * agreeing) / 3;
    const trades = form((i) => confidenceAt(i) - rules.threshold);
    const below = opposite(trades);
    const ahead = direction === 1 ? [side] : [];
    return [
      { decision: direction === 1 ? 'long' : 'short', sides: [side, trades], strict: ahead },
      { decision: 'none', sides: [side, below], strict: [...ahead, below] },
    ] satisfies Region[];
  });
}

function opposite([a, b, c]: Side): Side {
  return [-a, -b, -c];
}

function middleOf(polygon: readonly Weights[]): Weights | null {
  if (polygon.length === 0) return null;
  const mean = (i: number) => polygon.reduce((sum, corner) => sum + corner[i], 0) / polygon.length;
  return [mean(0), mean(1), mean(2)];
}
