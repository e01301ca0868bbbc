import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';

/** Bars with what was decided about them; times are right, in UTC, oldest first. */
export interface Series {
  readonly symbol: string;
  readonly decimals: number;
  readonly interval_ms: number;
  readonly phase_ms: number;
  readonly bars: readonly Bar[];
  readonly session: Session;
  /** How late the first bar of a day is stamped, though it is that of the whole hour; 0 where it is not. */
  readonly late_ms: number;
}

export type Session = 'always' | 'forex' | 'stock';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const markets = [
  { symbol: 'EURUSD', decimals: 5, price: 1.1, session: 'forex' },
  { symbol: 'USDJPY', decimals: 3, price: 150, session: 'forex' },
  { symbol: 'XAUUSD', decimals: 2, price: 2030, session: 'forex' },
  { symbol: 'BTCUSDT', decimals: 2, price: 43_000, session: 'always' },
  { symbol: 'ETHUSD', decimals: 1, price: 2300, session: 'always' },
  { symbol: 'DOGEUSDT', decimals: 5, price: 0.08, session: 'always' },
  { symbol: 'AAPL', decimals: 2, price: 185, session: 'stock' },
] as const;

/** A market at a spacing and a phase. `days` bounds how long it runs; `start` may fix where it begins. */
export function makeSeries(
  chance: Chance,
  wanted: {
    readonly session?: Session;
    readonly start?: number;
    readonly bars?: number;
    readonly interval?: number;
  } = {},
): Series {
  const market = chance.pick(
    markets.filter(({ session }) => wanted.session === undefined || session === wanted.session),
  );
  const interval_ms = (wanted.interval ?? chance.pick([1, 5, 5, 15, 30, 60, 60])) * minute;
  const phase_ms = chance.is(0.85) ? 0 : chance.pick(phases(interval_ms));
  const start = wanted.start ?? Date.UTC(chance.between(1999, 2027), chance.below(12), chance.between(1, 28));
  const count = wanted.bars ?? chance.between(40, 220);
  const bars: Bar[] = [];
  let ticks = Math.round(market.price * 10 ** market.decimals * (0.8 + chance.below(400) / 1000));
  const size = Math.max(3, Math.round(ticks / 4000));
  const number = (value: number) => Number((value / 10 ** market.decimals).toFixed(market.decimals));
  for (let time = start + phase_ms; bars.length < count; time += interval_ms) {
    if (!isOpen(time, market.session)) continue;
    const open = ticks + chance.between(-1, 1);
    const close = open + chance.between(-size, size);
    const high = Math.max(open, close) + chance.below(size);
    const low = Math.min(open, close) - chance.below(size);
    ticks = close;
    bars.push({
      time,
      open: number(open),
      high: number(high),
      low: number(low),
      close: number(close),
      volume: chance.between(1, 5000),
    });
  }
  return {
    symbol: market.symbol,
    decimals: market.decimals,
    interval_ms,
    phase_ms,
    bars,
    session: market.session,
    late_ms: 0,
  };
}

function phases(interval: number): readonly number[] {
  return [1, 2, 5, 10, 15, 30, 45]
    .map((count) => count * minute)
    .filter((phase) => phase < interval)
    .concat(interval > 2 * minute ? [] : [0]);
}

function isOpen(time: number, session: Session): boolean {
  const date = new Date(time);
  const weekday = date.getUTCDay();
  const sinceMidnight = time % day;
  if (session === 'always') return true;
  if (session === 'stock')
    return weekday >= 1 && weekday <= 5 && sinceMidnight >= 14 * hour && sinceMidnight < 21 * hour;
  if (weekday === 6) return false;
  if (weekday === 5) return sinceMidnight < 22 * hour;
  return weekday !== 0 || sinceMidnight >= 22 * hour;
}

/** Now and then a market of whole hours whose first bar of each day is stamped five past, when its broker opens. */
export function lateOpening(chance: Chance, series: Series): Series {
  const opens = series.bars.filter((bar) => isLate(bar.time));
  const fits =
    series.interval_ms === hour && series.phase_ms === 0 && series.session !== 'stock' && opens.length > 3;
  // The last bar has nothing behind it that shows where its period ends.
  if (!fits || isLate(series.bars[series.bars.length - 1].time) || !chance.is(0.4)) return series;
  return { ...series, late_ms: 5 * minute };
}

/** Whether the bar is the first of a broker's day. */
function isLate(time: number): boolean {
  return time % day === 22 * hour;
}

/** The time that stands in the file for a bar. */
export function stampedTime(series: Series, time: number): number {
  return isLate(time) ? time + series.late_ms : time;
}
