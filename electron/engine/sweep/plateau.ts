import type { Overfit } from '../../../shared/experiments/overfit.ts';
import { neighboursOf } from '../../../shared/simplex.ts';

/** Largest difference of any one weight between a mix and its neighbours. */
export const plateauRadius = 0.05;

/**
 * Compares a mix with its neighbours on the grid. `totalPips` has one value per mix in the order of `simplex.ts`, 0 for
 * a mix that never trades; `index` is the place of the mix, and `ownPips` the result to compare. The radius is rounded
 * to whole steps of the grid, at least one.
 */
export function plateauOf(
  totalPips: Float64Array,
  index: number,
  steps: number,
  ownPips: number = totalPips[index],
  radius: number = plateauRadius,
): Overfit['plateau'] {
  const radiusSteps = Math.max(1, Math.round(radius * steps));
  const around = neighboursOf(index, steps, radiusSteps);
  let sum = 0;
  let worst = Number.POSITIVE_INFINITY;
  for (const neighbour of around) {
    sum += totalPips[neighbour];
    worst = Math.min(worst, totalPips[neighbour]);
  }
  const mean = sum / around.length;
  return {
    radius: radiusSteps / steps,
    neighbours: around.length,
    own_pips: ownPips,
    mean_pips: mean,
    worst_pips: worst,
    score: ownPips > 0 ? Math.min(1, Math.max(0, mean / ownPips)) : null,
  };
}
