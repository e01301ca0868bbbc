import type { Result } from '../../shared/result.ts';
/** The three weights in the order of `timeframes`, fractions in 0…1. */
export type Weights = readonly [number, number, number];
export type Pins = readonly [boolean, boolean, boolean];
export type WeightIndex = 0 | 1 | 2;
export declare const weightNames: readonly ['1H', '4H', 'Daily'];
/**
 * The weights after one of them is set to `value`: those not pinned give way in proportion to what they
 * were (equally when both were 0), and the sum is 1. Refused when none can give way, or not far enough.
 * The moved weight's own pin does not matter: a pin only keeps others from changing it.
 */
export declare function moveWeight(
  weights: Weights,
  pins: Pins,
  index: WeightIndex,
  value: number,
): Result<Weights>;
/** How far a weight can rise: what the pinned ones leave over. */
export declare function greatestWeight(weights: Weights, pins: Pins, index: WeightIndex): number;
