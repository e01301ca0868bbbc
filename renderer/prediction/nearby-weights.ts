import { timeframes } from '../../shared/market.ts';
import type { Weights } from '../../shared/weights.ts';

/** Weights are set in units of 1/10000, so that their sum is exactly 1. */
const units = 10_000;
/** How far beyond the edge, in units of weight moved. */
const overshoots = [0, 0.5, 1, 2, 5, 20, 100] as const;

/**
 * Weights that can be set and lie at or just beyond `edge` as seen from `now`, nearest first: what is exact at
 * the edge may fall on either side once it is rounded to what a field holds. Both mixes sum to 1.
 */
export function weightsBeyond(now: Weights, edge: Weights): Weights[] {
  const way = timeframes.map((_, i) => (edge[i] ?? 0) - (now[i] ?? 0));
  const moved = way.reduce((sum, part) => sum + Math.abs(part), 0) / 2;
  const seen = new Set<string>();
  return overshoots
    .map((overshoot) => {
      const further = moved > 0 ? overshoot / units / moved : 0;
      return rounded(timeframes.map((_, i) => (edge[i] ?? 0) + (way[i] ?? 0) * further));
    })
    .filter((weights) => {
      const key = weights.join();
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

/** The mix as configured weights: whole units, none below 0, sum exactly 1. */
function rounded(mix: readonly number[]): Weights {
  const positive = mix.map((weight) => Math.max(0, weight));
  const sum = positive.reduce((total, weight) => total + weight, 0);
  const exact = positive.map((weight) => (weight / sum) * units);
  const whole = exact.map(Math.floor);
  const missing = units - whole.reduce((total, unit) => total + unit, 0);
  const byRest = [0, 1, 2].sort((a, b) => rest(exact, b) - rest(exact, a));
  for (const i of byRest.slice(0, missing)) whole[i] = (whole[i] ?? 0) + 1;
  return whole.map((unit) => unit / units) as unknown as Weights;
}

function rest(exact: readonly number[], index: number): number {
  const value = exact[index] ?? 0;
  return value - Math.floor(value);
}
