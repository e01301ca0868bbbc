import { indexOfSteps } from '../../../shared/simplex.ts';

/**
 * What lies around the best mixes. Columns hold one figure per mix in the order of `simplex.ts`; NaN where it
 * means nothing. `falling`: the smaller, the better.
 */
export interface Landscape {
  /** Index of the best mix; null where none can be compared. */
  readonly best: number | null;
  /** The best mix of each row of one Daily weight, from 0 up; -1 in a row where none can be compared. */
  readonly ridge: Int32Array;
  /** Mean over each mix and those around it. */
  readonly means: Float64Array;
  /** The middle of all figures. */
  readonly median: number;
  /** 1 for mixes on the plateau. */
  readonly plateau: Uint8Array;
}

/** Largest difference of one weight between neighbours. */
export const neighbourhood = 0.05;
/** A mix is on the plateau when its neighbourhood keeps so much of the best neighbourhood's lead over the median. */
const plateauShare = 0.8;

/** `comparable` leaves out mixes, e.g. those of too few trades; everything finite counts without it. */
export function landscapeOf(
  column: Float64Array,
  steps: number,
  falling: boolean,
  comparable: (index: number) => boolean = () => true,
): Landscape {
  const rising = Float64Array.from(column, (value, i) =>
    comparable(i) && Number.isFinite(value) ? (falling ? -value : value) : Number.NaN,
  );
  const means = neighbourhoodMeans(rising, steps, Math.max(1, Math.round(neighbourhood * steps)));
  const median = medianOf(rising);
  const top = greatest(means);
  const least = median + plateauShare * ((means[top] ?? Number.NaN) - median);
  const sign = falling ? -1 : 1;
  const best = greatest(rising);
  return {
    best: best < 0 ? null : best,
    ridge: ridgeOf(rising, steps),
    means: means.map((value) => sign * value),
    median: sign * median,
    plateau: Uint8Array.from(means, (value) => (top >= 0 && value >= least ? 1 : 0)),
  };
}

/** How a mix stands among those around it. */
export type Shape = 'plateau' | 'slope' | 'spike' | 'ordinary' | 'flat' | 'unknown';

/**
 * The share of a mix's lead over the median that the mixes around it keep, and what that makes of it: a plateau
 * keeps three quarters, a lucky spike not half. `ordinary` has no lead; `flat` is a landscape without differences.
 */
export function shapeAt(
  column: Float64Array,
  { means, median }: Pick<Landscape, 'means' | 'median'>,
  index: number,
  falling: boolean,
): { readonly shape: Shape; readonly kept: number } {
  const sign = falling ? -1 : 1;
  const lead = sign * ((column[index] ?? Number.NaN) - median);
  const around = sign * ((means[index] ?? Number.NaN) - median);
  if (!Number.isFinite(lead) || !Number.isFinite(around)) return { shape: 'unknown', kept: Number.NaN };
  if (lead === 0 && around === 0) return { shape: 'flat', kept: Number.NaN };
  if (lead <= 0) return { shape: 'ordinary', kept: Number.NaN };
  const kept = Math.min(1, Math.max(0, around / lead));
  return { shape: kept >= 0.75 ? 'plateau' : kept >= 0.5 ? 'slope' : 'spike', kept };
}

/** Pairs of neighbouring mixes of which only the first is in the mask; the second may lie outside the grid. */
export function outlineOf(
  mask: Uint8Array,
  steps: number,
): { index: number; step: readonly [number, number] }[] {
  const edges: { index: number; step: readonly [number, number] }[] = [];
  eachMix(steps, (index, fourHour, daily) => {
    if (mask[index] !== 1) return;
    for (const step of directions) {
      const [f, d] = [fourHour + step[0], daily + step[1]];
      const isInside = f >= 0 && d >= 0 && f + d <= steps;
      if (!isInside || mask[indexOfSteps(f, d, steps)] !== 1) edges.push({ index, step });
    }
  });
  return edges;
}

/** The six ways to a neighbour, as steps of 4H and Daily. */
const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, -1],
  [-1, 1],
] as const;

/** The mean over each mix and all mixes at most `radius` steps away; what is NaN does not count. */
function neighbourhoodMeans(column: Float64Array, steps: number, radius: number): Float64Array {
  const means = new Float64Array(column.length).fill(Number.NaN);
  eachMix(steps, (index, fourHour, daily) => {
    if (Number.isNaN(column[index])) return;
    let sum = 0;
    let number = 0;
    for (let d = Math.max(0, daily - radius); d <= Math.min(steps, daily + radius); d += 1) {
      // The 1H weight, too, may differ by no more than the radius.
      const from = Math.max(0, fourHour - radius, fourHour + daily - d - radius);
      const to = Math.min(steps - d, fourHour + radius, fourHour + daily - d + radius);
      const row = indexOfSteps(0, d, steps);
      for (let f = from; f <= to; f += 1) {
        const value = column[row + f] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        number += 1;
      }
    }
    means[index] = sum / number;
  });
  return means;
}

function ridgeOf(column: Float64Array, steps: number): Int32Array {
  const ridge = new Int32Array(steps + 1).fill(-1);
  for (let daily = 0; daily <= steps; daily += 1) {
    const row = indexOfSteps(0, daily, steps);
    const own = greatest(column.subarray(row, row + steps - daily + 1));
    ridge[daily] = own < 0 ? -1 : row + own;
  }
  return ridge;
}

function eachMix(steps: number, visit: (index: number, fourHour: number, daily: number) => void): void {
  let index = 0;
  for (let daily = 0; daily <= steps; daily += 1) {
    for (let fourHour = 0; fourHour <= steps - daily; fourHour += 1) {
      visit(index, fourHour, daily);
      index += 1;
    }
  }
}

/** Index of the greatest value, the first of equals; -1 where all are NaN. */
function greatest(values: Float64Array): number {
  let best = -1;
  values.forEach((value, i) => {
    if (!Number.isNaN(value) && (best < 0 || value > (values[best] ?? 0))) best = i;
  });
  return best;
}

function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
