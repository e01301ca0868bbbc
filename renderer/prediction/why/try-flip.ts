import type { Why } from '../../../shared/experiments/why.ts';
import type { OperationAsk } from '../../../shared/operations/index.ts';
import { weightKeys } from '../../../shared/parameters.ts';
import type { Component, Decision, Prediction } from '../../../shared/prediction.ts';
import type { Weights } from '../../../shared/weights.ts';
import { ownerOfWeights, valuesOnData } from '../../config/values-for.ts';
import { call } from '../../desk.ts';
import { deskNow } from '../../store.ts';
import { askTrial } from '../../trial/trial-store.ts';
import { weightsBeyond } from '../nearby-weights.ts';

/**
 * Opens the trial dialog with weights that flip this prediction. What is exact at the edge may fall on either
 * side once it is rounded to what a field holds, so the engine is asked which of those beyond it does flip.
 */
export async function tryFlip(
  said: Prediction,
  now: readonly [number, number, number],
  flip: NonNullable<Why['flip']>,
): Promise<void> {
  const beyond = weightsBeyond(now, flip.weights);
  let chosen = beyond.at(-1);
  for (const weights of beyond) {
    if ((await decisionUnder(said, weights)) !== flip.to) continue;
    chosen = weights;
    break;
  }
  if (!chosen) return;
  const values = Object.fromEntries(weightKeys.map((key, i) => [`model.${key}`, chosen[i] ?? 0]));
  askTrial(Object.keys(values), values, ownerOfWeights(deskNow()));
}

async function decisionUnder(said: Prediction, weights: Weights): Promise<Decision | null> {
  const { '1H': hour, '4H': four, D: daily } = said.components;
  const tilted = valuesOnData(deskNow()).model.use_regime_adjustment;
  const input: OperationAsk<'prediction.what-if'> = {
    components: { '1H': named(hour), '4H': named(four), D: named(daily) },
    weights: { '1H': weights[0], '4H': weights[1], D: weights[2] },
    ...(tilted && { regime: said.regime }),
  };
  const result = await call('prediction.what-if', input);
  if (!result.ok) return null;
  if (!result.value.should_trade) return 'none';
  return result.value.direction === 1 ? 'long' : 'short';
}

function named({ direction, confidence }: Component): Pick<Component, 'direction' | 'confidence'> {
  return { direction, confidence };
}
