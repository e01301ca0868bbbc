import type { Weights } from './weights.ts';

/**
 * The grid of weight mixes with `steps` steps per side: 100 steps give the 5,151 mixes at 1 %. The order is
 * that of every triangle's columns: the Daily weight rises slowest, the 4H weight within it.
 */
export function mixCount(steps: number): number {
  return ((steps + 1) * (steps + 2)) / 2;
}

/** The mix at `index` of the grid. */
export function mixAt(index: number, steps: number): Weights {
  let daily = 0;
  let rest = index;
  while (rest > steps - daily) {
    rest -= steps - daily + 1;
    daily += 1;
  }
  return [(steps - daily - rest) / steps, rest / steps, daily / steps];
}

/** The index of the mix with these whole steps of 4H and Daily. */
export function indexOfSteps(fourHour: number, daily: number, steps: number): number {
  return daily * (steps + 1) - (daily * (daily - 1)) / 2 + fourHour;
}

/** The index of the grid's mix that is nearest to `mix`. */
export function nearestIndex(mix: Weights, steps: number): number {
  const sum = mix[0] + mix[1] + mix[2];
  const exact = mix.map((weight) => (weight / sum) * steps);
  const floors = exact.map(Math.floor);
  let missing = steps - floors[0] - floors[1] - floors[2];
  const byRest = [0, 1, 2].sort((a, b) => exact[b] - floors[b] - (exact[a] - floors[a]));
  for (const i of byRest) {
    if (missing <= 0) break;
    floors[i] += 1;
    missing -= 1;
  }
  return indexOfSteps(floors[1], floors[2], steps);
}

/** Indices of the mixes at most `radius` steps away (largest difference of one weight), without the mix itself. */
export function neighboursOf(index: number, steps: number, radius: number): number[] {
  const [, fourHour, daily] = mixAt(index, steps).map((weight) => Math.round(weight * steps));
  const found: number[] = [];
  for (let d = Math.max(0, daily - radius); d <= Math.min(steps, daily + radius); d += 1) {
    for (let h = Math.max(0, fourHour - radius); h <= Math.min(steps - d, fourHour + radius); h += 1) {
      const away = Math.abs(h - fourHour + d - daily);
      if (away <= radius && (h !== fourHour || d !== daily)) found.push(indexOfSteps(h, d, steps));
    }
  }
  return found;
}
