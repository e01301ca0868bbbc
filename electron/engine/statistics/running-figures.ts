import type { Figures } from '../../../shared/experiments/figures.ts';
import { tradeResult } from '../../../shared/trade-result.ts';
import { sharpeRatio } from './sharpe.ts';

/** The performance figures, updated bar by bar without keeping the trades. */
export interface RunningFigures {
  /**
   * Takes the next closed bar. `time` is its open, ms UTC; `open` says whether a position was held during it, and
   * `predicted` whether there is a prediction at its close. Bars without one count neither as days nor as exposure.
   */
  bar(time: number, open: boolean, predicted: boolean): void;
  /** A trade that closed during the latest bar: its result and its maximum adverse excursion, pips. */
  trade(trade: { readonly pips: number; readonly worst: number }): void;
  /** Maximum adverse excursion of the open position so far, pips; null without one. */
  open(worst: number | null): void;
  figures(): Figures;
}

/** `dayOf` gives the trading day of a time; `daysPerYear` the number of trading days in a year. */
export interface RunningDays {
  readonly dayOf: (time: number) => number;
  readonly daysPerYear: number;
}

export function createRunningFigures({ dayOf, daysPerYear }: RunningDays): RunningFigures {
  let bars = 0;
  let held = 0;
  let trades = 0;
  let wins = 0;
  let losses = 0;
  let total = 0;
  let won = 0;
  let lost = 0;
  let highest = 0;
  let drawdown = 0;
  let drawdownOpen = 0;
  let worstNow: number | null = null;
  let day = Number.NaN;
  let today = 0;
  let predictedToday = false;
  /** Days before the current one: count, mean, and sum of squared deviations (Welford 1962). */
  let days = 0;
  let mean = 0;
  let squares = 0;

  /** All days, with the current one if it counts: a day without a prediction and without a closed trade does not. */
  function withToday(): { days: number; mean: number; squares: number } {
    if (!predictedToday && today === 0) return { days, mean, squares };
    const pips = today;
    const delta = pips - mean;
    const next = mean + delta / (days + 1);
    return { days: days + 1, mean: next, squares: squares + delta * (pips - next) };
  }

  function sharpe(): number | null {
    const all = withToday();
    return sharpeRatio({ count: all.days, mean: all.mean, squares: all.squares }, daysPerYear);
  }

  return {
    bar(time, open, predicted) {
      const now = dayOf(time);
      if (now !== day) {
        ({ days, mean, squares } = withToday());
        day = now;
        today = 0;
        predictedToday = false;
      }
      if (!predicted) return;
      predictedToday = true;
      bars += 1;
      if (open) held += 1;
    },
    open(worst) {
      worstNow = worst;
    },
    trade({ pips, worst }) {
      trades += 1;
      drawdownOpen = Math.max(drawdownOpen, highest - (total + worst));
      today += pips;
      total += pips;
      const result = tradeResult(pips);
      if (result > 0) {
        wins += 1;
        won += pips;
      } else if (result < 0) {
        losses += 1;
        lost -= pips;
      }
      highest = Math.max(highest, total);
      drawdown = Math.max(drawdown, highest - total);
    },
    figures: () => ({
      trades,
      wins,
      losses,
      win_rate: wins + losses > 0 ? wins / (wins + losses) : null,
      total_pips: total,
      mean_pips: trades > 0 ? total / trades : null,
      profit_factor: lost > 0 ? won / lost : null,
      max_drawdown_pips: drawdown,
      max_drawdown_open_pips:
        worstNow === null ? drawdownOpen : Math.max(drawdownOpen, highest - (total + worstNow)),
      sharpe: sharpe(),
      exposure: bars > 0 ? held / bars : 0,
      unfinished_pips: null,
    }),
  };
}
