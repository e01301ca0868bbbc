import type { ChartData } from '../../shared/desk.ts';
import type { Bars } from '../../shared/market.ts';

/** Whether both hold the same bars with the same prices. */
export function sameBars(one: Bars, other: Bars): boolean {
  if (one === other) return true;
  return (['time', 'open', 'high', 'low', 'close'] as const).every((column) =>
    sameColumn(one[column], other[column]),
  );
}

/** Whether both trade at the same bars in the same directions; the bars themselves must be the same. */
export function sameSignals(one: ChartData, other: ChartData): boolean {
  return one.trade.every(
    (trade, i) => trade === other.trade[i] && (trade !== 1 || one.direction[i] === other.direction[i]),
  );
}

function sameColumn(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
}
