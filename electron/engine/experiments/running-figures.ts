import type { Figures } from '../../../shared/experiments.ts';
import { dayMs } from '../../../shared/market.ts';

/** The figures of trades, kept current bar by bar instead of computed from all of them. */
export interface RunningFigures {
  /** A bar that has been lived through, ms UTC of its open; `open` where a position was held during it. */
  bar(time: number, open: boolean): void;
  /** A trade that closed during the latest bar. */
  trade(pips: number): void;
  figures(): Figures;
}

const tradingDaysPerYear = 252;

export function createRunningFigures(): RunningFigures {
  let bars = 0;
  let held = 0;
  let trades = 0;
  let wins = 0;
  let total = 0;
  let won = 0;
  let lost = 0;
  let highest = 0;
  let drawdown = 0;
  let day = Number.NaN;
  let today = 0;
  /** Over days before the latest: count, mean, and squares about the mean (Welford 1962). */
  let days = 0;
  let mean = 0;
  let squares = 0;

  function withDay(pips: number): { days: number; mean: number; squares: number } {
    const delta = pips - mean;
    const next = mean + delta / (days + 1);
    return { days: days + 1, mean: next, squares: squares + delta * (pips - next) };
  }

  /** Mean by sample standard deviation of the pips per UTC day, times √252. */
  function sharpe(): number | null {
    if (Number.isNaN(day)) return null;
    const all = withDay(today);
    if (all.days < 2 || !(all.squares > 0)) return null;
    return (all.mean / Math.sqrt(all.squares / (all.days - 1))) * Math.sqrt(tradingDaysPerYear);
  }

  return {
    bar(time, open) {
      const now = Math.floor(time / dayMs);
      if (now !== day) {
        if (!Number.isNaN(day)) ({ days, mean, squares } = withDay(today));
        day = now;
        today = 0;
      }
      bars += 1;
      if (open) held += 1;
    },
    trade(pips) {
      trades += 1;
      today += pips;
      total += pips;
      if (pips > 0) {
        wins += 1;
        won += pips;
      } else lost -= pips;
      highest = Math.max(highest, total);
      drawdown = Math.max(drawdown, highest - total);
    },
    figures: () => ({
      trades,
      wins,
      win_rate: trades > 0 ? wins / trades : null,
      total_pips: total,
      mean_pips: trades > 0 ? total / trades : null,
      profit_factor: lost > 0 ? won / lost : null,
      max_drawdown_pips: drawdown,
      sharpe: sharpe(),
      exposure: bars > 0 ? held / bars : 0,
    }),
  };
}
