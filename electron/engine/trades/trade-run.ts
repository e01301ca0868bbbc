import { regimes } from '../../../shared/prediction.ts';
import type { Weights } from '../../../shared/weights.ts';
import type { Answers } from '../ensemble/answers.ts';
import { effectiveWeights } from '../ensemble/combine.ts';
import { clampRange } from '../experiments/period-days.ts';
import type { BarRange, DecisionRules, Material, TradeColumns } from '../laboratory/material.ts';
import { isUnfinished, type Outcomes, outcomeAt } from './outcomes.ts';

/** `code` of a bar that does not signal; 1 is long, 0 short. */
export const noDecision = 2;

/** The decision at the close of each bar of a range; entry 0 is bar `from`. */
export interface Decisions {
  readonly from: number;
  /** 1 long, 0 short, `noDecision`. */
  readonly code: Uint8Array;
  /** NaN where a model has no answer; such a bar never signals. */
  readonly confidence: Float64Array;
}

/**
 * Decides at every bar of `range`. It repeats the arithmetic of `tilt` and `combineComponents` operation by operation,
 * so that confidences equal those of the model service to the last bit. A bar signals where its confidence is at least
 * the threshold.
 */
export function decisionsOf(answers: Answers, decision: DecisionRules, range: BarRange): Decisions {
  const { from, to } = clampRange(range, answers.regime.length);
  const { regime } = answers;
  const [up1, up4, upD] = answers.prob_up;
  const { agreementBonus, threshold } = decision;
  const weights = weightsByRegime(decision);
  const code = new Uint8Array(to - from).fill(noDecision);
  const confidence = new Float64Array(to - from);

  for (let bar = from; bar < to; bar += 1) {
    const [w1, w4, wD] = weights[regime[bar]];
    const c1 = Math.max(up1[bar], 1 - up1[bar]);
    const c4 = Math.max(up4[bar], 1 - up4[bar]);
    const cD = Math.max(upD[bar], 1 - upD[bar]);
    const rises1 = up1[bar] > 0.5;
    const rises4 = up4[bar] > 0.5;
    const risesD = upD[bar] > 0.5;
    const up = w1 * (rises1 ? c1 : 1 - c1) + w4 * (rises4 ? c4 : 1 - c4) + wD * (risesD ? cD : 1 - cD);
    const base = w1 * c1 + w4 * c4 + wD * cD;
    const rises = up > 0.5;
    const count = (rises1 === rises ? 1 : 0) + (rises4 === rises ? 1 : 0) + (risesD === rises ? 1 : 0);
    const combined = count === 3 ? Math.min(base + agreementBonus, 1) : base * (count / 3);
    confidence[bar - from] = combined;
    if (combined >= threshold) code[bar - from] = rises ? 1 : 0;
  }
  return { from, code, confidence };
}

/**
 * The trades of one configuration, one position at a time. After an exit in bar x the next signal can come at the close
 * of bar x, whatever the reason for the exit. `range` bounds the signals; an exit may lie after it. A signal at the last
 * bar of the data opens no trade. A trade still open at the end of the data is not among the trades but in `unfinished`.
 */
export function runTrades(
  material: Pick<Material, 'answers'>,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
): TradeColumns {
  const { from, code } = decisionsOf(material.answers, decision, range);
  const to = from + code.length;
  const signals: number[] = [];
  let bar = from;
  while (bar < to) {
    const direction = code[bar - from];
    const exit = direction === noDecision ? -1 : outcomes.exit[outcomeAt(bar, direction)];
    if (exit >= 0) signals.push(bar);
    bar = exit >= 0 ? exit : bar + 1;
  }
  const last = signals[signals.length - 1];
  const lastAt = last === undefined ? -1 : outcomeAt(last, code[last - from]);
  const isOpen = last !== undefined && isUnfinished(outcomes, lastAt);
  if (isOpen) signals.pop();
  const signal = Int32Array.from(signals);
  const direction = Uint8Array.from(signal, (each) => code[each - from]);
  return {
    unfinished: isOpen
      ? {
          signal: last,
          exit: outcomes.exit[lastAt],
          direction: code[last - from],
          pips: outcomes.pips[lastAt],
          worst: outcomes.worst[lastAt],
        }
      : null,
    count: signal.length,
    signal,
    direction,
    exit: Int32Array.from(signal, (each, i) => outcomes.exit[outcomeAt(each, direction[i])]),
    pips: Float64Array.from(signal, (each, i) => outcomes.pips[outcomeAt(each, direction[i])]),
    worst: Float64Array.from(signal, (each, i) => outcomes.worst[outcomeAt(each, direction[i])]),
  };
}

/** Effective weights by index of the regime. */
export function weightsByRegime({ weights, regimeAdjustment }: DecisionRules): readonly Weights[] {
  const byRegime = effectiveWeights(weights, regimeAdjustment);
  return regimes.map((regime) => byRegime[regime]);
}
