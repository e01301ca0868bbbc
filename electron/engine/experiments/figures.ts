import type { Curve, Figures } from '../../../shared/experiments/figures.ts';
import type { Bars } from '../../../shared/market.ts';
import { tradeResult } from '../../../shared/trade-result.ts';
import type { TradeColumns } from '../laboratory/material.ts';
import { scatterOf, sharpeRatio } from '../statistics/sharpe.ts';
import type { PeriodDays } from './period-days.ts';

/**
 * Figures of the trades of a period, as defined in `figuresSchema`. A trade belongs to the trading day of its exit bar,
 * even if that lies after the period. A position counts as open from its entry bar to its exit bar, both included, at
 * the bars of the period with a prediction.
 */
export function figuresOf(trades: TradeColumns, period: PeriodDays): Figures {
  const { count, pips, worst, unfinished } = trades;
  let wins = 0;
  let losses = 0;
  let total = 0;
  let won = 0;
  let lost = 0;
  let highest = 0;
  let drawdown = 0;
  let drawdownOpen = 0;
  let open = unfinished ? barsHeld(unfinished.signal, unfinished.exit, period) : 0;
  for (let i = 0; i < count; i += 1) {
    const earned = pips[i];
    drawdownOpen = Math.max(drawdownOpen, highest - (total + worst[i]));
    total += earned;
    const result = tradeResult(earned);
    if (result > 0) {
      wins += 1;
      won += earned;
    } else if (result < 0) {
      losses += 1;
      lost -= earned;
    }
    if (total > highest) highest = total;
    else if (highest - total > drawdown) drawdown = highest - total;
    open += barsHeld(trades.signal[i], trades.exit[i], period);
  }
  if (unfinished) drawdownOpen = Math.max(drawdownOpen, highest - (total + unfinished.worst));
  const predicted = period.predictedBars[period.predictedBars.length - 1];
  return {
    trades: count,
    wins,
    losses,
    win_rate: wins + losses > 0 ? wins / (wins + losses) : null,
    total_pips: total,
    mean_pips: count > 0 ? total / count : null,
    profit_factor: lost > 0 ? won / lost : null,
    max_drawdown_pips: drawdown,
    max_drawdown_open_pips: drawdownOpen,
    sharpe: sharpeOf(dailyPips(trades, period), period),
    exposure: predicted > 0 ? open / predicted : 0,
    unfinished_pips: unfinished ? unfinished.pips : null,
  };
}

/** Bars with a prediction from the entry to the exit. */
function barsHeld(signal: number, exit: number, { range, predictedBars }: PeriodDays): number {
  const first = Math.min(signal + 1, range.to);
  const end = Math.min(exit + 1, range.to);
  return predictedBars[end - range.from] - predictedBars[first - range.from];
}

/** The equity curve: total pips after each trade, at the open time of its exit bar, ms UTC. */
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

/** Pips per day of `period`, by the trading day of the exit bar. `countsAsDay` says which of the days count. */
export function dailyPips(trades: TradeColumns, { days, ofBar, range }: PeriodDays): Float64Array {
  const daily = new Float64Array(days);
  for (let i = 0; i < trades.count; i += 1) daily[ofBar[trades.exit[i] - range.from]] += trades.pips[i];
  return daily;
}

/** The Sharpe ratio of the days of a period, annualised by the trading days per year in the data. */
export function sharpeOf(daily: Float64Array, { predicted, perYear }: PeriodDays): number | null {
  return sharpeRatio(scatterOf(daily, predicted), perYear);
}
