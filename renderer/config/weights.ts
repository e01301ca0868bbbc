import type { Result } from '../../shared/result.ts';
import { failure, success } from '../../shared/result.ts';
import type { Weights } from '../../shared/weights.ts';

export type Pins = readonly [boolean, boolean, boolean];
export type WeightIndex = 0 | 1 | 2;

export const weightNames = ['1H', '4H', 'Daily'] as const;
const indexes = [0, 1, 2] as const;
/** Weights are kept in units of 1/10000, so that their sum is exactly 1. */
const units = 10_000;

/**
 * The weights after one of them is set to `value`: those not pinned give way in proportion to what they
 * were (equally when both were 0), and the sum is 1. Refused when none can give way, or not far enough.
 * The moved weight's own pin does not matter: a pin only keeps others from changing it.
 */
export function moveWeight(weights: Weights, pins: Pins, index: WeightIndex, value: number): Result<Weights> {
  if (!(value >= 0 && value <= 1)) return failure('invalid', 'A weight must be a number from 0 to 1.');
  const others = indexes.filter((other) => other !== index);
  const free = others.filter((other) => !pins[other]);
  const moved = toUnits(value);
  if (free.length === 0) {
    if (moved === toUnits(weights[index])) return success(weights);
    const names = others.map((other) => weightNames[other]).join(' and ');
    return failure('conflict', `${names} are pinned: unpin one of them so that it can give way.`);
  }
  const rest = units - moved - pinnedUnits(weights, others, pins);
  if (rest < 0) {
    const most = greatestWeight(weights, pins, index);
    const pinned = others.filter((other) => pins[other]).map((other) => weightNames[other]);
    return failure('conflict', `${pinned} is pinned: ${weightNames[index]} can be ${most} at most.`);
  }
  const result: number[] = weights.map((weight) => toUnits(weight));
  result[index] = moved;
  shareOut(result, free, rest);
  return success(result.map((unit) => unit / units) as unknown as Weights);
}

/** How far a weight can rise: what the pinned ones leave over. */
export function greatestWeight(weights: Weights, pins: Pins, index: WeightIndex): number {
  const others = indexes.filter((other) => other !== index);
  return Math.max(0, units - pinnedUnits(weights, others, pins)) / units;
}

function pinnedUnits(weights: Weights, others: readonly WeightIndex[], pins: Pins): number {
  return others.reduce<number>((sum, other) => sum + (pins[other] ? toUnits(weights[other]) : 0), 0);
}

function shareOut(result: number[], free: readonly WeightIndex[], rest: number): void {
  const before = free.map((index) => result[index] ?? 0);
  const total = before.reduce((sum, unit) => sum + unit, 0);
  let left = rest;
  free.forEach((index, position) => {
    const isLast = position === free.length - 1;
    const share = total > 0 ? (before[position] ?? 0) / total : 1 / free.length;
    const given = isLast ? left : Math.round(rest * share);
    result[index] = given;
    left -= given;
  });
}

function toUnits(weight: number): number {
  return Math.round(weight * units);
}
