import type { Figures } from '../../../shared/experiments/figures.ts';
import { tradeResult } from '../../../shared/trade-result.ts';
import { sharpeRatio } from './sharpe.ts';

/** The figures of trades, kept current bar by bar instead of computed from all of them. */
export interface RunningFigures {
  /**
   * A bar that has been lived through, ms UTC of its open; `open` where a position was held during it, `spoke`
   * where the models said something at its close: other bars count neither as time nor as exposure.
   */
  bar(time: number, open: boolean, spoke: boolean): void;
  /** A trade that closed during the latest bar: what it earned, and what it stood at when it stood worst. */
  trade(trade: { readonly pips: number; readonly worst: number }): void;
  /** What the position that is open stood at when it stood worst; null without one. */
  open(worst: number | null): void;
  figures(): Figures;
}

/** `dayOf` tells the trading day of a time; `daysPerYear` how many of them a year has. */
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
  let spokeToday = false;
  /** Over days before the latest: count, mean, and squares about the mean (Welford 1962). */
  let days = 0;
  let mean = 0;
  let squares = 0;

  /** All days, the latest included, if it counts: a day on which no model spoke and no trade ended does not. */
  function withToday(): { days: number; mean: number; squares: number } {
    if (!spokeToday && today === 0) return { days, mean, squares };
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
    bar(time, open, spoke) {
      const now = dayOf(time);
      if (now !== day) {
        ({ days, mean, squares } = withToday());
        day = now;
        today = 0;
        spokeToday = false;
      }
      if (!spoke) return;
      spokeToday = true;
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
