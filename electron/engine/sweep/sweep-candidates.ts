import { tradeResult } from '../../../shared/trade-result.ts';
import { clampRange, type DayMaterial, type PeriodDays, periodDaysOf } from '../experiments/period-days.ts';
import type { BarRange, DecisionRules } from '../laboratory/material.ts';
import { isUnfinished, type Outcomes, outcomeAt } from '../trades/outcomes.ts';

/** Kinds of candidates. The first two equal the code of the direction, which no weights change. */
export const agreesShort = 0;
export const agreesLong = 1;
/** The models disagree: at most two of three share the ensemble's direction. */
export const mixed = 2;
/** All agree, but so close to 0.5 that rounding may flip the ensemble's direction. */
export const unsure = 3;

/** More than the rounding error of any combined confidence; bounds keep this margin. */
export const rounding = 1e-9;

/** The bars that at least one mix could trade, in time order, as columns for a walk over them. */
export interface Candidates {
  readonly count: number;
  readonly kind: Uint8Array;
  /** Index into `regimes`. */
  readonly regime: Uint8Array;
  /** Per candidate three confidences, and the three probabilities of a rise that `combineComponents` sums. */
  readonly confidence: Float64Array;
  readonly rise: Float64Array;
  /** Number of models that expect a rise, 0…3. */
  readonly rises: Uint8Array;
  /** This and the columns below have two entries per candidate, short and long. Pips; 0 for an unfinished trade. */
  readonly pips: Float64Array;
  /** Maximum adverse excursion in pips, as in `Outcomes`; also of an unfinished trade. */
  readonly worst: Float64Array;
  /** 1 where the trade has closed; where it won; where it lost. */
  readonly ended: Uint8Array;
  readonly win: Uint8Array;
  readonly loss: Uint8Array;
  /** Pips won, and pips lost as a positive number; both 0 where the trade neither won nor lost. */
  readonly won: Float64Array;
  readonly lost: Float64Array;
  /** First candidate at or after the exit. */
  readonly next: Int32Array;
  /** Trading day of the exit, as an index into the days of `period`. */
  readonly day: Int32Array;
  readonly period: PeriodDays;
}

/**
 * Leaves out the bars that no mix can trade. Whatever the weights, the combined confidence is at most the largest of
 * the three confidences plus the bonus where all models agree, and at most two thirds of the largest where they do not.
 */
export function packCandidates(
  material: DayMaterial,
  outcomes: Outcomes,
  { agreementBonus, threshold }: DecisionRules,
  range: BarRange,
): Candidates {
  const { answers } = material;
  const { from, to } = clampRange(range, answers.regime.length);
  const [up1, up4, upD] = answers.prob_up;
  const bars = new Int32Array(to - from);
  const kinds = new Uint8Array(to - from);
  /** Per bar of the range and one beyond: the first candidate at or after it. */
  const firstAt = new Int32Array(to - from + 1);
  let count = 0;
  // Confidences are capped at 1, so no bar reaches a higher threshold.
  const end = threshold <= 1 ? to : from;
  for (let bar = from; bar < end; bar += 1) {
    firstAt[bar - from] = count;
    const a = up1[bar];
    const b = up4[bar];
    const c = upD[bar];
    const least = Math.min(a, b, c);
    const most = Math.max(a, b, c);
    if (Number.isNaN(least) || outcomes.exit[outcomeAt(bar, 0)] < 0) continue;
    const largest = Math.max(most, 1 - least);
    let kind = mixed;
    if (least > 0.5 + rounding) kind = agreesLong;
    else if (most < 0.5 - rounding) kind = agreesShort;
    else if (least > 0.5 || most <= 0.5) kind = unsure;
    const bound = kind === mixed ? (largest * 2) / 3 : largest + agreementBonus;
    if (bound < threshold - rounding) continue;
    bars[count] = bar;
    kinds[count] = kind;
    count += 1;
  }
  for (let bar = end; bar <= to; bar += 1) firstAt[bar - from] = count;

  const period = periodDaysOf(material, outcomes, { from, to });
  const packed = {
    count,
    kind: kinds.slice(0, count),
    regime: new Uint8Array(count),
    confidence: new Float64Array(3 * count),
    rise: new Float64Array(3 * count),
    rises: new Uint8Array(count),
    pips: new Float64Array(2 * count),
    worst: new Float64Array(2 * count),
    ended: new Uint8Array(2 * count),
    win: new Uint8Array(2 * count),
    loss: new Uint8Array(2 * count),
    won: new Float64Array(2 * count),
    lost: new Float64Array(2 * count),
    next: new Int32Array(2 * count),
    day: new Int32Array(2 * count),
    period,
  };
  for (let at = 0; at < count; at += 1) {
    const bar = bars[at];
    packed.regime[at] = answers.regime[bar];
    for (let model = 0; model < 3; model += 1) {
      const up = answers.prob_up[model][bar];
      const confidence = Math.max(up, 1 - up);
      packed.confidence[3 * at + model] = confidence;
      packed.rise[3 * at + model] = up > 0.5 ? confidence : 1 - confidence;
      if (up > 0.5) packed.rises[at] += 1;
    }
    for (let direction = 0; direction < 2; direction += 1) {
      const outcome = outcomeAt(bar, direction);
      const exit = outcomes.exit[outcome];
      const trade = 2 * at + direction;
      packed.next[trade] = firstAt[Math.min(exit, to) - from];
      packed.worst[trade] = outcomes.worst[outcome];
      packed.day[trade] = period.ofBar[exit - from];
      if (isUnfinished(outcomes, outcome)) continue;
      const earned = outcomes.pips[outcome];
      const result = tradeResult(earned);
      packed.pips[trade] = earned;
      packed.ended[trade] = 1;
      packed.win[trade] = result > 0 ? 1 : 0;
      packed.loss[trade] = result < 0 ? 1 : 0;
      packed.won[trade] = result > 0 ? earned : 0;
      packed.lost[trade] = result < 0 ? -earned : 0;
    }
  }
  return packed;
}
