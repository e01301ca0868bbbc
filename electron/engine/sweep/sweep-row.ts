import { regimes } from '../../../shared/prediction.ts';
import { tiltFactors } from '../ensemble/combine.ts';
import type { DecisionRules } from '../laboratory/material.ts';
import { type Candidates, mixed, rounding, unsure } from './sweep-candidates.ts';

/**
 * The candidates that signal, mix after mix along a row of the grid (one Daily weight, rising 4H weight).
 *
 * With whole steps m as weights and r as the regime's tilt, the effective weights are mᵢrᵢ / Σ mⱼrⱼ, so
 * "confidence ≥ threshold" is Σ mᵢrᵢ (cᵢ + bonus − threshold) ≥ 0: a straight line along the row. Each
 * candidate signals on one side of one crossing, which costs no look at the mixes in between.
 */
export interface SweepRow {
  /** One bit per candidate, set where it may signal under the present mix. */
  readonly bits: Int32Array;
  /** 1 where the set bit says "perhaps": contradicting models, or a crossing too close to a mix to tell. */
  readonly lazy: Uint8Array;
  /** Takes the place of the mix with so many steps of Daily and 4H; the row is walked to `last` at most. */
  start(daily: number, fourHour: number, last: number): void;
  /** Goes on to the next mix of the row. */
  advance(): void;
}

export function createSweepRow(candidates: Candidates, decision: DecisionRules, steps: number): SweepRow {
  const { count, kind } = candidates;
  const excess = excessOf(candidates, decision);
  const bits = new Int32Array((count + 31) >> 5);
  const lazy = new Uint8Array(count);
  /** Per mix of the row the first candidate that turns there, and per candidate the next; −1 ends. */
  const turning = new Int32Array(steps + 2);
  const nextTurning = new Int32Array(count);
  const margin = rounding * steps;
  let present = 0;

  function start(daily: number, first: number, last: number): void {
    bits.fill(0);
    turning.fill(-1);
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
        lazy[at] = perhaps ? 1 : 0;
        continue;
      }
      if (atFirst < -margin && atLast < -margin) continue;

      // Both ends of the zone around the crossing in which the sign cannot be told.
      const below = (-margin - zero) / slope;
      const above = (margin - zero) / slope;
      const rising = slope > 0;
      const begin = rising ? Math.ceil(below) : first;
      const end = rising ? last : Math.floor(below);
      const clear = Math.ceil(below) === Math.ceil(above) && Math.floor(below) === Math.floor(above);
      lazy[at] = perhaps || !clear ? 1 : 0;
      if (slope === 0 || !(Math.abs(below) < 1e9)) {
        lazy[at] = 1;
        bits[at >> 5] |= 1 << at;
        continue;
      }
      if (begin <= first) bits[at >> 5] |= 1 << at;
      const turn = rising ? begin : end + 1;
      if (turn > first && turn <= last) {
        nextTurning[at] = turning[turn];
        turning[turn] = at;
      }
    }
  }

  function advance(): void {
    present += 1;
    for (let at = turning[present]; at >= 0; at = nextTurning[at]) bits[at >> 5] ^= 1 << at;
  }

  return { bits, lazy, start, advance };
}

/**
 * Per candidate and model rᵢ (cᵢ + bonus − threshold); with contradicting models, of whom two thirds agree
 * at most, rᵢ (cᵢ − 3/2 threshold).
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
