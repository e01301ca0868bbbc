import type { Curve } from '../../shared/experiments/figures.ts';

/**
 * Curves over one common axis of time, ms UTC: first the times, then one row of pips per curve. Each is 0 at
 * `from` and keeps its value from one trade to the next and up to `to`.
 */
export function alignedCurves(curves: readonly Curve[], from: number, to: number): Float64Array[] {
  const all = new Set([from, to]);
  for (const { time } of curves) for (const at of time) all.add(at);
  const times = Float64Array.from(all).sort();
  return [
    times,
    ...curves.map(({ time, pips }) => {
      let next = 0;
      let value = 0;
      return times.map((at) => {
        while (next < time.length && (time[next] ?? 0) <= at) {
          value = pips[next] ?? value;
          next += 1;
        }
        return value;
      });
    }),
  ];
}
