import type { Interval, Intervals } from '../../../shared/experiments.ts';
import { createRandom, type Random } from '../random.ts';
import { drawBlocks, meanBlockFor, prefixSums, spreadCorrection } from './stationary-blocks.ts';

/** Below either of these there is no interval: a handful resampled says only what the handful said. */
export const fewestTrades = 20;
export const fewestDays = 20;

export const resampleCount = 2000;

/**
 * 95 % percentile intervals (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13).
 * Win rate, mean and profit factor resample trades; total and Sharpe ratio resample UTC days in stationary
 * blocks, so that runs of good and bad days stay together. `dailyPips` has an entry for every day with bars,
 * days without a trade included. Null with fewer than `fewestTrades` or, by days, `fewestDays`, and where
 * the figure means nothing in more than one resample in a hundred (no losing trade).
 */
export function intervalsOf(tradePips: Float64Array, dailyPips: Float64Array, seed: number): Intervals {
  if (tradePips.length < fewestTrades) return noIntervals;
  const random = createRandom(seed);
  const byTrade = resampleTrades(tradePips, random);
  const byDay = dailyPips.length < fewestDays ? null : resampleDays(dailyPips, random);
  return {
    win_rate: intervalFrom(byTrade.winRate),
    total_pips: byDay && intervalFrom(byDay.total),
    mean_pips: intervalFrom(byTrade.mean),
    profit_factor: intervalFrom(byTrade.profitFactor),
    sharpe: byDay && intervalFrom(byDay.sharpe),
  };
}

/**
 * The interval that leaves 2.5 % of the resampled figures on either side; null where more than one in a
 * hundred means nothing (not finite). Sorts `figures` in place.
 */
export function intervalFrom(figures: Float64Array): Interval | null {
  const finite = figures.filter(Number.isFinite).sort();
  if (finite.length < 0.99 * figures.length) return null;
  const tail = Math.floor(0.025 * finite.length);
  return { low: finite[tail], high: finite[finite.length - 1 - tail] };
}

/** Spreads figures that resampled `days` further around the record's own figure (`spreadCorrection`). In place. */
export function widen(figures: Float64Array, value: number, days: number): Float64Array {
  const correction = spreadCorrection(days, meanBlockFor(days));
  for (let i = 0; i < figures.length; i += 1) figures[i] = value + correction * (figures[i] - value);
  return figures;
}

/** Mean by sample standard deviation of a day, times √252; NaN where all days are alike. */
export function annualSharpe(sum: number, sumOfSquares: number, days: number): number {
  const mean = sum / days;
  const squares = sumOfSquares - sum * mean;
  // What rounding leaves of days that are all alike is not variation.
  if (!(squares > 1e-12 * sumOfSquares)) return Number.NaN;
  return (mean / Math.sqrt(squares / (days - 1))) * Math.sqrt(252);
}

const noIntervals: Intervals = {
  win_rate: null,
  total_pips: null,
  mean_pips: null,
  profit_factor: null,
  sharpe: null,
};

function resampleTrades(pips: Float64Array, random: Random) {
  const winRate = new Float64Array(resampleCount);
  const mean = new Float64Array(resampleCount);
  const profitFactor = new Float64Array(resampleCount);
  const trades = pips.length;
  for (let resample = 0; resample < resampleCount; resample += 1) {
    let wins = 0;
    let won = 0;
    let total = 0;
    for (let i = 0; i < trades; i += 1) {
      const earned = pips[random.int(trades)];
      total += earned;
      if (earned > 0) {
        wins += 1;
        won += earned;
      }
    }
    winRate[resample] = wins / trades;
    mean[resample] = total / trades;
    profitFactor[resample] = profitFactorOf(won, won - total);
  }
  return { winRate, mean, profitFactor };
}

/** Pips won by pips lost; NaN without a loss, of which rounding may leave a trace. */
export function profitFactorOf(won: number, lost: number): number {
  return lost > 1e-9 ? won / lost : Number.NaN;
}

function resampleDays(pips: Float64Array, random: Random) {
  const days = pips.length;
  const { offsets, starts, ends } = drawBlocks(days, resampleCount, meanBlockFor(days), random);
  const sums = prefixSums(pips);
  const squares = prefixSums(pips.map((each) => each * each));
  const total = new Float64Array(resampleCount);
  const sharpe = new Float64Array(resampleCount);
  for (let resample = 0; resample < resampleCount; resample += 1) {
    let sum = 0;
    let sumOfSquares = 0;
    for (let block = offsets[resample]; block < offsets[resample + 1]; block += 1) {
      sum += sums[ends[block]] - sums[starts[block]];
      sumOfSquares += squares[ends[block]] - squares[starts[block]];
    }
    total[resample] = sum;
    sharpe[resample] = annualSharpe(sum, sumOfSquares, days);
  }
  const ownSharpe = annualSharpe(sums[days], squares[days], days);
  return { total: widen(total, sums[days], days), sharpe: widen(sharpe, ownSharpe, days) };
}
