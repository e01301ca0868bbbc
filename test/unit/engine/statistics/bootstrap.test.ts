import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { intervalFrom, intervalsOf } from '../../../../electron/engine/statistics/bootstrap.ts';
import { scatterOf, sharpeRatio } from '../../../../electron/engine/statistics/sharpe.ts';
import {
  type DailyResults,
  dailyColumn,
  dailyWidth,
} from '../../../../electron/engine/trades/daily-results.ts';
import type { Interval, Intervals } from '../../../../shared/experiments/figures.ts';
import { tradeResult } from '../../../../shared/trade-result.ts';
import { atLength } from '../../../length.ts';

const perYear = 300;
const winOrLose = (random: Random) => (random.next() < 0.45 ? 24.5 : -15.5);

/** Days by the pips of their trades. */
function daysOf(days: readonly (readonly number[])[]): DailyResults {
  const values = new Float64Array(days.length * dailyWidth);
  for (const [day, trades] of days.entries()) {
    const at = day * dailyWidth;
    for (const pips of trades) {
      values[at + dailyColumn.pips] += pips;
      values[at + dailyColumn.trades] += 1;
      if (tradeResult(pips) > 0) values[at + dailyColumn.wins] += 1;
      if (tradeResult(pips) > 0) values[at + dailyColumn.won] += pips;
      if (tradeResult(pips) < 0) values[at + dailyColumn.losses] += 1;
      if (tradeResult(pips) < 0) values[at + dailyColumn.lost] -= pips;
    }
  }
  return { days: days.length, values, perYear };
}

/** Days with no, one or two trades. */
function randomDays(random: Random, count: number, trade: (random: Random) => number): DailyResults {
  return daysOf(
    Array.from({ length: count }, () => Array.from({ length: random.int(3) }, () => trade(random))),
  );
}

const records = atLength(100, 200);

/** Of so many records of known trades: the share whose interval holds the true value, per figure. */
function coverage(): Record<keyof Intervals, number> {
  const mean = 0.45 * 24.5 - 0.55 * 15.5;
  const square = 0.45 * 24.5 ** 2 + 0.55 * 15.5 ** 2;
  // A day has N trades, N = 0, 1 or 2: the variance of its sum is E[N] Var(X) + Var(N) E[X]².
  const deviation = Math.sqrt(square - mean ** 2 + (2 / 3) * mean ** 2);
  const truth = {
    win_rate: 0.45,
    mean_pips: mean,
    profit_factor: (0.45 * 24.5) / (0.55 * 15.5),
    total_pips: 150 * mean,
    sharpe: (mean / deviation) * Math.sqrt(perYear),
  };
  const held = { win_rate: 0, mean_pips: 0, profit_factor: 0, total_pips: 0, sharpe: 0 };
  const random = createRandom(77);
  for (let record = 0; record < records; record += 1) {
    const found = intervalsOf(randomDays(random, 150, winOrLose), record);
    for (const figure of figures) {
      const interval = found[figure];
      if (interval && interval.low <= truth[figure] && truth[figure] <= interval.high) {
        held[figure] += 1 / records;
      }
    }
  }
  return held;
}

const figures = ['win_rate', 'mean_pips', 'profit_factor', 'total_pips', 'sharpe'] as const;

function width(interval: Interval | null): number {
  return interval ? interval.high - interval.low : Number.NaN;
}

/** Where an interval lies of the value that stands for nothing earned. */
function sideOf(interval: Interval, nothing: number): string {
  return `${Math.sign(interval.low - nothing)} ${Math.sign(interval.high - nothing)}`;
}

describe('intervals', () => {
  test('contain the true figure of known trades in about 95 of 100 records', { timeout: 240_000 }, () => {
    const held = coverage();
    for (const figure of figures) {
      expect(held[figure], figure).toBeGreaterThan(0.91);
      expect(held[figure], figure).toBeLessThan(0.99);
    }
  });

  test('are wider where neighbouring days are dependent', () => {
    const random = createRandom(3);
    let before = 0;
    const daily = daysOf(
      Array.from({ length: 4000 }, () => {
        before = 0.4 * before + random.normal();
        return [before];
      }),
    );
    // The sum of n such days has the deviation √n / (1 − 0.4); independent ones would have √(n / (1 − 0.16)).
    const expected = (2 * 1.96 * Math.sqrt(4000)) / 0.6;
    const found = width(intervalsOf(daily, 1).total_pips) / expected;
    expect(found).toBeGreaterThan(0.85);
    expect(found).toBeLessThan(1.1);
  });

  test('of total, mean, profit factor and Sharpe ratio never contradict each other', {
    timeout: 240_000,
  }, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: -6, max: 6, noNaN: true }),
        (seed, edge) => {
          const random = createRandom(seed);
          const daily = randomDays(random, 40 + random.int(80), (draw) => edge + 20 * draw.normal());
          const { total_pips, mean_pips, profit_factor, sharpe } = intervalsOf(daily, seed);
          if (!total_pips || !mean_pips || !profit_factor || !sharpe) return;
          const side = sideOf(total_pips, 0);
          expect(sideOf(mean_pips, 0)).toBe(side);
          expect(sideOf(profit_factor, 1)).toBe(side);
          expect(sideOf(sharpe, 0)).toBe(side);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('contain the figures themselves', () => {
    const random = createRandom(8);
    const days = Array.from({ length: 300 }, () => [winOrLose(random)]);
    const { total_pips, sharpe } = intervalsOf(daysOf(days), 2);
    const total = days.reduce((sum, [each]) => sum + each, 0);
    const own = sharpeRatio(scatterOf(Float64Array.from(days, ([each]) => each)), perYear) ?? Number.NaN;
    expect(total_pips?.low).toBeLessThan(total);
    expect(total_pips?.high).toBeGreaterThan(total);
    expect(sharpe?.low).toBeLessThan(own);
    expect(sharpe?.high).toBeGreaterThan(own);
  });

  test('depend on the seed alone', () => {
    const daily = randomDays(createRandom(8), 100, winOrLose);
    expect(intervalsOf(daily, 2)).toEqual(intervalsOf(daily, 2));
    expect(intervalsOf(daily, 2)).not.toEqual(intervalsOf(daily, 3));
  });

  test('are null with few trades or days', () => {
    const none = { win_rate: null, total_pips: null, mean_pips: null, profit_factor: null, sharpe: null };
    const few = Array.from({ length: 60 }, (_, day) => (day < 19 ? [day - 8] : []));
    expect(intervalsOf(daysOf(few), 1)).toEqual(none);
    expect(intervalsOf(daysOf([]), 1)).toEqual(none);
    expect(intervalsOf(daysOf(Array.from({ length: 19 }, (_, day) => [day - 8, 3])), 1)).toEqual(none);
  });

  test('are null where a figure is undefined: no losing trade, days without variation', () => {
    const found = intervalsOf(daysOf(Array.from({ length: 50 }, () => [10])), 1);
    expect(found.profit_factor).toBeNull();
    expect(found.sharpe).toBeNull();
    expect(found.win_rate).toEqual({ low: 1, high: 1 });
    expect(found.total_pips).toEqual({ low: 500, high: 500 });
  });

  test('leave 2.5 % on either side', () => {
    expect(intervalFrom(Float64Array.from({ length: 2000 }, (_, i) => 1999 - i))).toEqual({
      low: 50,
      high: 1949,
    });
  });
});
