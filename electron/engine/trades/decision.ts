import type { Decision, Regime } from '../../../shared/prediction.ts';
import { combine, effectiveWeights, type Triple } from '../ensemble/combine.ts';
import type { DecisionRules } from '../laboratory/material.ts';

export interface Decided {
  readonly decision: Decision;
  readonly confidence: number;
}

/** The decision from the three prob_up and the regime by `rules`, with the arithmetic of the ensemble. */
export function createDecider(rules: DecisionRules): (probUp: Triple, regime: Regime) => Decided {
  const weights = effectiveWeights(rules.weights, rules.regimeAdjustment);
  return (probUp, regime) => {
    const { confidence, direction } = combine(probUp, weights[regime], rules.agreementBonus);
    if (!(confidence >= rules.threshold)) return { decision: 'none', confidence };
    return { decision: direction === 1 ? 'long' : 'short', confidence };
  };
}
