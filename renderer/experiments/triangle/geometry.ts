import { indexOfSteps } from '../../../shared/simplex.ts';
import type { Weights } from '../../../shared/weights.ts';

/** An equilateral triangle in the plane of a canvas: all 1H at the top, all 4H left, all Daily right. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** Length of a side. */
  readonly side: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

const tallness = Math.sqrt(3) / 2;

/** The largest frame within `width` × `height` that leaves `margin` on every side. */
export function frameWithin(width: number, height: number, margin: number): Frame {
  const side = Math.max(0, Math.min(width - 2 * margin, (height - 2 * margin) / tallness));
  return { left: (width - side) / 2, top: (height - side * tallness) / 2, side };
}

/** Where a mix lies. */
export function placeOf(mix: Weights, { left, top, side }: Frame): Place {
  return { x: left + side * (mix[2] + mix[0] / 2), y: top + side * tallness * (1 - mix[0]) };
}

/** The mix at a place; outside the frame, weights are below 0. They sum to 1. */
export function mixAtPlace({ x, y }: Place, { left, top, side }: Frame): Weights {
  const hour = 1 - (y - top) / (side * tallness);
  const daily = (x - left) / side - hour / 2;
  return [hour, 1 - hour - daily, daily];
}

/** The nearest mix that has no weight below 0: a place outside is drawn to the triangle's edge. */
export function withinSimplex(mix: Weights): Weights {
  // Euclidean projection onto the simplex, Held, Wolfe and Crowder (1974).
  const sorted = [...mix].sort((a, b) => b - a);
  let sum = 0;
  let excess = 0;
  sorted.forEach((weight, i) => {
    sum += weight;
    if (weight - (sum - 1) / (i + 1) > 0) excess = (sum - 1) / (i + 1);
  });
  return [clipped(mix[0], excess), clipped(mix[1], excess), clipped(mix[2], excess)];
}

/**
 * For every pixel of a canvas, row by row, the index of the grid's mix whose hexagonal cell covers it; -1
 * outside. Painting another figure then is one look-up per pixel.
 */
export function cellMap(width: number, height: number, frame: Frame, steps: number): Int32Array {
  const cells = new Int32Array(width * height).fill(-1);
  if (frame.side <= 0) return cells;
  const { left, top, side } = frame;
  const cell = side / steps;
  const rows = [
    Math.max(0, Math.floor(top - cell)),
    Math.min(height, Math.ceil(top + side * tallness + cell)),
  ];
  const columns = [Math.max(0, Math.floor(left - cell)), Math.min(width, Math.ceil(left + side + cell))];
  for (let row = rows[0] ?? 0; row < (rows[1] ?? 0); row += 1) {
    const hour = 1 - (row + 0.5 - top) / (side * tallness);
    for (let column = columns[0] ?? 0; column < (columns[1] ?? 0); column += 1) {
      const daily = (column + 0.5 - left) / side - hour / 2;
      cells[row * width + column] = cellAt(hour * steps, daily * steps, steps);
    }
  }
  return cells;
}

/** The ends of the edge between the cells of two neighbouring places. */
export function edgeBetween(one: Place, other: Place): readonly [Place, Place] {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  // A hexagon's side is its cells' distance by √3; half of it on either side of the middle.
  const half = 1 / (2 * Math.sqrt(3));
  return [
    { x: middle.x - dy * half, y: middle.y + dx * half },
    { x: middle.x + dy * half, y: middle.y - dx * half },
  ];
}

/** Index of the cell around a point in steps of the grid, by rounding cubic coordinates; -1 outside the grid. */
function cellAt(hour: number, daily: number, steps: number): number {
  const fourHour = steps - hour - daily;
  let h = Math.round(hour);
  let f = Math.round(fourHour);
  let d = Math.round(daily);
  const missing = steps - h - f - d;
  if (missing !== 0) {
    const [offHour, offFour, offDaily] = [Math.abs(h - hour), Math.abs(f - fourHour), Math.abs(d - daily)];
    if (offHour >= offFour && offHour >= offDaily) h += missing;
    else if (offFour >= offDaily) f += missing;
    else d += missing;
  }
  return h < 0 || f < 0 || d < 0 ? -1 : indexOfSteps(f, d, steps);
}

function clipped(weight: number, excess: number): number {
  return Math.max(0, weight - excess);
}
