import type { Curve, Figures } from '../../../shared/experiments.ts';
import { type Bars, dayMs } from '../../../shared/market.ts';
import type { BarRange, TradeColumns } from './material.ts';
import { clampRange } from './trade-run.ts';

/** Trading days per year that the Sharpe ratio is scaled to. */
const daysPerYear = 252;

/**
 * What the trades earned over `range`; definitions stand beside each figure of `figuresSchema`. A trade
 * belongs to the UTC day of its exit bar, an exit after the period's last day to that day. A position
 * counts as open from its entry bar to its exit bar, both included.
 */
export function figuresOf(trades: TradeColumns, hours: Bars, range: BarRange): Figures {
  const { from, to } = clampRange(range, hours.time.length);
  const { count, pips } = trades;
  let wins = 0;
  let total = 0;
  let won = 0;
  let lost = 0;
  let highest = 0;
  let drawdown = 0;
  let open = 0;
  for (let i = 0; i < count; i += 1) {
    const earned = pips[i];
    total += earned;
    if (earned > 0) {
      wins += 1;
      won += earned;
    } else lost -= earned;
    if (total > highest) highest = total;
    else if (highest - total > drawdown) drawdown = highest - total;
    open += Math.max(0, Math.min(trades.exit[i], to - 1) - trades.signal[i]);
  }
  return {
    trades: count,
    wins,
    win_rate: count > 0 ? wins / count : null,
    total_pips: total,
    mean_pips: count > 0 ? total / count : null,
    profit_factor: lost > 0 ? won / lost : null,
    max_drawdown_pips: drawdown,
    sharpe: sharpeOf(dailyPips(trades, hours, range)),
    exposure: to > from ? open / (to - from) : 0,
  };
}

/** Pips earned so far after each trade, at the open time of its exit bar, ms UTC. */
export function curveOf(trades: TradeColumns, hours: Bars): Curve {
  const time = new Float64Array(trades.count);
  const pips = new Float64Array(trades.count);
  let total = 0;
  for (let i = 0; i < trades.count; i += 1) {
    total += trades.pips[i];
    time[i] = hours.time[trades.exit[i]];
    pips[i] = total;
  }
  return { time, pips };
}

/** The UTC days that have bars in a range, oldest first. */
export interface UtcDays {
  /** Start of each day, ms UTC. */
  readonly time: Float64Array;
  /** Index of the day per bar of the range; entry 0 is the range's first bar. */
  readonly ofBar: Int32Array;
}

export function utcDaysOf(hours: Bars, range: BarRange): UtcDays {
  const { from, to } = clampRange(range, hours.time.length);
  const ofBar = new Int32Array(to - from);
  const starts: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (let bar = from; bar < to; bar += 1) {
    if (hours.time[bar] >= end) {
      const start = Math.floor(hours.time[bar] / dayMs) * dayMs;
      starts.push(start);
      end = start + dayMs;
    }
    ofBar[bar - from] = starts.length - 1;
  }
  return { time: Float64Array.from(starts), ofBar };
}

/** Pips per UTC day with bars in `range`, by the day of the exit bar; later exits count to the last day. */
export function dailyPips(trades: TradeColumns, hours: Bars, range: BarRange): Float64Array {
  const { from, to } = clampRange(range, hours.time.length);
  const days = utcDaysOf(hours, { from, to });
  const daily = new Float64Array(days.time.length);
  for (let i = 0; i < trades.count; i += 1) {
    daily[days.ofBar[Math.min(trades.exit[i], to - 1) - from]] += trades.pips[i];
  }
  return daily;
}

/**
 * Mean by sample standard deviation of daily results, times √252 (Sharpe 1994, with zero as the rate that
 * could be had without risk); null with fewer than two days or where all days are alike.
 */
export function sharpeOf(daily: Float64Array): number | null {
  const days = daily.length;
  if (days < 2) return null;
  let sum = 0;
  let alike = true;
  for (let i = 0; i < days; i += 1) {
    sum += daily[i];
    if (daily[i] !== daily[0]) alike = false;
  }
  if (alike) return null;
  const mean = sum / days;
  let squares = 0;
  for (let i = 0; i < days; i += 1) {
    const away = daily[i] - mean;
    squares += away * away;
  }
  return (mean / Math.sqrt(squares / (days - 1))) * Math.sqrt(daysPerYear);
}
