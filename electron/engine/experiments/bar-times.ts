import { firstIndex } from '../../../shared/first-index.ts';
import type { Bars } from '../../../shared/market.ts';
import type { SplitPart } from '../../../shared/prediction.ts';
import type { BarRange } from '../laboratory/material.ts';
import { partBounds, type SplitTimes } from '../models/training/splits.ts';

/** Index of the first bar that opens at or after `from`, ms UTC; the number of bars where none does. */
export function firstBarFrom({ time }: Pick<Bars, 'time'>, from: number): number {
  return firstIndex(time.length, (bar) => time[bar] >= from);
}

/** The bars of one part of the split. */
export function barsOfPart(bars: Pick<Bars, 'time'>, times: SplitTimes, part: SplitPart): BarRange {
  const { from, to } = partBounds(times)[part];
  return { from: firstBarFrom(bars, from), to: firstBarFrom(bars, to) };
}
