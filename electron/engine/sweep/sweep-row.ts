import { regimes } from '../../../shared/prediction.ts';
import { tiltFactors } from '../ensemble/combine.ts';
import type { DecisionRules } from '../laboratory/material.ts';
import { type Candidates, mixed, rounding, unsure } from './sweep-candidates.ts';

/**
 * The candidates that signal, mix by mix along a row of the grid (constant Daily weight, rising 4H weight).
 *
 * With weights of m whole steps and tilt factors r, the effective weights are mᵢrᵢ / Σ mⱼrⱼ, so that
 * "confidence ≥ threshold" is Σ mᵢrᵢ (cᵢ + bonus − threshold) ≥ 0, which is linear along the row. Each candidate
 * therefore signals on one side of a single crossing, and the mixes in between need no evaluation.
 */
export interface SweepRow {
  /** One bit per candidate, set where it may signal under the current mix. */
  readonly bits: Int32Array;
  /** 1 where a set bit is uncertain: the models disagree, or the crossing is too close to a mix for the arithmetic. */
  readonly uncertain: Uint8Array;
  /** Moves to the mix with this many steps of Daily and 4H; the row is walked to `last` steps of 4H at most. */
  start(daily: number, fourHour: number, last: number): void;
  /** Moves to the next mix of the row. */
  advance(): void;
}

export function createSweepRow(candidates: Candidates, decision: DecisionRules, steps: number): SweepRow {
  const { count, kind } = candidates;
  const excess = excessOf(candidates, decision);
  const bits = new Int32Array((count + 31) >> 5);
  const uncertain = new Uint8Array(count);
  /** Linked lists of the candidates whose bit flips at a mix: the first per mix, the next per candidate; −1 ends. */
  const firstFlip = new Int32Array(steps + 2);
  const nextFlip = new Int32Array(count);
  const margin = rounding * steps;
  let present = 0;

  function start(daily: number, first: number, last: number): void {
    bits.fill(0);
    firstFlip.fill(-1);
    present = first;
    const rest = steps - daily;
    for (let at = 0; at < count; at += 1) {
      const e = 3 * at;
      const slope = excess[e + 1] - excess[e];
      const zero = rest * excess[e] + daily * excess[e + 2];
      const atFirst = zero + first * slope;
      const atLast = zero + last * slope;
      const perhaps = kind[at] >= mixed;
      if (kind[at] === unsure || (atFirst > margin && atLast > margin)) {
        bits[at >> 5] |= 1 << at;
        uncertain[at] = perhaps ? 1 : 0;
        continue;
      }
      if (atFirst < -margin && atLast < -margin) continue;

      // Both ends of the zone around the crossing in which rounding may hide the sign.
      const below = (-margin - zero) / slope;
      const above = (margin - zero) / slope;
      const rising = slope > 0;
      const begin = rising ? Math.ceil(below) : first;
      const end = rising ? last : Math.floor(below);
      const clear = Math.ceil(below) === Math.ceil(above) && Math.floor(below) === Math.floor(above);
      uncertain[at] = perhaps || !clear ? 1 : 0;
      if (slope === 0 || !(Math.abs(below) < 1e9)) {
        uncertain[at] = 1;
        bits[at >> 5] |= 1 << at;
        continue;
      }
      if (begin <= first) bits[at >> 5] |= 1 << at;
      const flip = rising ? begin : end + 1;
      if (flip > first && flip <= last) {
        nextFlip[at] = firstFlip[flip];
        firstFlip[flip] = at;
      }
    }
  }

  function advance(): void {
    present += 1;
    for (let at = firstFlip[present]; at >= 0; at = nextFlip[at]) bits[at >> 5] ^= 1 << at;
  }

  return { bits, uncertain, start, advance };
}

/**
 * Per candidate and model rᵢ (cᵢ + bonus − threshold). Where the models disagree, at most two thirds of the confidence
 * remain, so it is rᵢ (cᵢ − 3/2 threshold).
 */
function excessOf({ count, kind, regime, confidence }: Candidates, decision: DecisionRules): Float64Array {
  const { agreementBonus, threshold, regimeAdjustment } = decision;
  const tilts = regimes.map((regime) => tiltFactors(regimeAdjustment ? regime : 'unknown'));
  const excess = new Float64Array(3 * count);
  for (let at = 0; at < count; at += 1) {
    const need = kind[at] === mixed ? 1.5 * threshold : threshold - agreementBonus;
    for (let model = 0; model < 3; model += 1) {
      excess[3 * at + model] = tilts[regime[at]][model] * (confidence[3 * at + model] - need);
    }
  }
  return excess;
}
