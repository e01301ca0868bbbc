import type { Weights } from '../../../shared/weights.ts';

/** Coefficients of a linear form of the three weights; its side is where the form is not negative. */
export type Side = readonly [number, number, number];

/** Differences below this are rounding errors. */
export const rounding = 1e-12;

/** Corners of all weight mixes: no weight negative, sum 1. */
export const simplex: readonly Weights[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The weight to move between two mixes: half the sum of the absolute differences. */
export function distance(a: Weights, b: Weights): number {
  return (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2])) / 2;
}

/** The part of a convex polygon on a side, the boundary included (Sutherland and Hodgman 1974). */
export function clip(polygon: readonly Weights[], side: Side): readonly Weights[] {
  const kept: Weights[] = [];
  for (const [i, corner] of polygon.entries()) {
    const next = polygon[(i + 1) % polygon.length];
    const [here, there] = [valueAt(side, corner), valueAt(side, next)];
    if (here >= 0) kept.push(corner);
    if ((here > 0 && there < 0) || (here < 0 && there > 0)) kept.push(between(corner, next, here, there));
  }
  return kept;
}

/**
 * The mix of a convex polygon (at least one corner) that is nearest to `from` by `distance`. The mixes within a given
 * distance form a hexagon whose corners move weight between two models only. As it grows, it first touches the polygon
 * either with such a corner or at a corner of the polygon, so only these are compared. Among equally near mixes, one
 * that leaves a weight unchanged wins.
 */
export function nearestPoint(polygon: readonly Weights[], sides: readonly Side[], from: Weights): Weights {
  if (sides.every((side) => valueAt(side, from) >= -rounding)) return from;
  const candidates = polygon.flatMap((corner, i) =>
    crossings(corner, polygon[(i + 1) % polygon.length], from),
  );
  return [...candidates, ...polygon].reduce((best, candidate) =>
    distance(candidate, from) < distance(best, from) - rounding ? candidate : best,
  );
}

/** Where an edge crosses the lines through `from` on which one weight is unchanged. */
function crossings(a: Weights, b: Weights, from: Weights): Weights[] {
  return [0, 1, 2].flatMap((kept) => {
    const [here, there] = [a[kept] - from[kept], b[kept] - from[kept]];
    if (here * there >= 0) return [];
    const crossing = between(a, b, here, there);
    // Exact, so that this weight does not seem to have moved.
    crossing[kept] = from[kept];
    return [crossing];
  });
}

/** The zero, between `a` and `b`, of a linear form with the value `here` at `a` and `there` at `b`. */
function between(a: Weights, b: Weights, here: number, there: number): [number, number, number] {
  const share = here / (here - there);
  const at = (i: number) => a[i] + (b[i] - a[i]) * share;
  return [at(0), at(1), at(2)];
}

/** The value of a linear form at a mix. */
export function valueAt(side: Side, point: Weights): number {
  return side[0] * point[0] + side[1] * point[1] + side[2] * point[2];
}
