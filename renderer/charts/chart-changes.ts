import type { ChartData, ChartSignals } from '../../shared/desk.ts';
import type { Bars } from '../../shared/market.ts';

/** Whether both hold the same bars with the same prices. */
export function sameBars(one: Bars, other: Bars): boolean {
  if (one === other) return true;
  return (['time', 'open', 'high', 'low', 'close'] as const).every((column) =>
    sameColumn(one[column], other[column]),
  );
}

/** Whether both trade at the same bars in the same directions; `one` may have further bars, which count where they trade. */
export function sameSignals(one: ChartData, other: ChartData): boolean {
  return one.trade.every(
    (trade, i) => trade === (other.trade[i] ?? 0) && (trade !== 1 || one.direction[i] === other.direction[i]),
  );
}

/** What of the chart differs from what was shown before: everything, bars at the end, or signals alone. */
export type ChartChange = 'all' | 'appended' | 'signals';

/** The chart with the bars that have closed since, each of which opens after those it has. */
export function withBars(held: ChartData, more: ChartData): ChartData {
  const column = (name: keyof Bars) => joined(held.bars[name] ?? none, more.bars[name] ?? none, Float64Array);
  return {
    ...more,
    bars: {
      time: column('time'),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    },
    dates: held.dates && more.dates && joined(held.dates, more.dates, Float64Array),
    confidence: joined(held.confidence, more.confidence, Float32Array),
    direction: joined(held.direction, more.direction, Uint8Array),
    trade: joined(held.trade, more.trade, Uint8Array),
  };
}

/** The same bars with newer signals; null where these are of other bars. */
export function withSignals(held: ChartData, { first, last, ...signals }: ChartSignals): ChartData | null {
  const { time } = held.bars;
  const same =
    signals.trade.length === time.length && first === (time[0] ?? null) && last === (time.at(-1) ?? null);
  return same ? { ...held, ...signals } : null;
}

function sameColumn(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
}

const none = new Float64Array(0);

type Column = Float64Array | Float32Array | Uint8Array;

function joined<T extends Column>(first: T, second: T, Make: new (length: number) => T): T {
  const both = new Make(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
