import { describe, expect, test } from 'vitest';
import { intervalFrom, intervalsOf } from '../../../../electron/engine/experiments/bootstrap.ts';
import { sharpeOf } from '../../../../electron/engine/experiments/figures.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import type { Interval, Intervals } from '../../../../shared/experiments.ts';

const winOrLose = (random: Random) => (random.next() < 0.45 ? 24.5 : -15.5);

/** Of 200 records of known trades and days: the share whose interval holds the true value, per figure. */
function coverage(): Record<keyof Intervals, number> {
  const truth = {
    win_rate: 0.45,
    mean_pips: 0.45 * 24.5 - 0.55 * 15.5,
    profit_factor: (0.45 * 24.5) / (0.55 * 15.5),
    total_pips: 150 * 3,
    sharpe: (3 / 30) * Math.sqrt(252),
  };
  const held = { win_rate: 0, mean_pips: 0, profit_factor: 0, total_pips: 0, sharpe: 0 };
  const random = createRandom(77);
  for (let record = 0; record < 200; record += 1) {
    const pips = column(100, () => winOrLose(random));
    const found = intervalsOf(
      pips,
      column(150, () => 3 + 30 * random.normal()),
      record,
    );
    for (const figure of figures) {
      const interval = found[figure];
      if (interval && interval.low <= truth[figure] && truth[figure] <= interval.high) {
        held[figure] += 1 / 200;
      }
    }
  }
  return held;
}

const figures = ['win_rate', 'mean_pips', 'profit_factor', 'total_pips', 'sharpe'] as const;

function column(count: number, make: () => number): Float64Array {
  return Float64Array.from({ length: count }, make);
}

function width(interval: Interval | null): number {
  return interval ? interval.high - interval.low : Number.NaN;
}

describe('intervals', () => {
  test('hold the true figure of known trades and days in about 95 of 100 records', () => {
    const held = coverage();
    for (const figure of figures) {
      expect(held[figure], figure).toBeGreaterThan(0.91);
      expect(held[figure], figure).toBeLessThan(0.985);
    }
  });

  test('are as wide as days that hang together make them', () => {
    const random = createRandom(3);
    let before = 0;
    const daily = column(4000, () => {
      before = 0.4 * before + random.normal();
      return before;
    });
    // The sum of n such days has the deviation √n / (1 − 0.4); independent ones would have √(n / (1 − 0.16)).
    const expected = (2 * 1.96 * Math.sqrt(4000)) / 0.6;
    const found = width(intervalsOf(daily, daily, 1).total_pips) / expected;
    expect(found).toBeGreaterThan(0.85);
    expect(found).toBeLessThan(1.1);
  });

  test('hold the figures themselves', () => {
    const random = createRandom(8);
    const pips = column(300, () => winOrLose(random));
    const { total_pips, sharpe } = intervalsOf(pips, pips, 2);
    const total = pips.reduce((sum, each) => sum + each, 0);
    expect(total_pips?.low).toBeLessThan(total);
    expect(total_pips?.high).toBeGreaterThan(total);
    expect(sharpe?.low).toBeLessThan(sharpeOf(pips) ?? Number.NaN);
    expect(sharpe?.high).toBeGreaterThan(sharpeOf(pips) ?? Number.NaN);
  });

  test('come from the seed alone', () => {
    const random = createRandom(8);
    const pips = column(100, () => winOrLose(random));
    expect(intervalsOf(pips, pips, 2)).toEqual(intervalsOf(pips, pips, 2));
    expect(intervalsOf(pips, pips, 2)).not.toEqual(intervalsOf(pips, pips, 3));
  });

  test('are missing with a handful of trades or days', () => {
    const random = createRandom(8);
    const pips = column(100, () => winOrLose(random));
    const none = { win_rate: null, total_pips: null, mean_pips: null, profit_factor: null, sharpe: null };
    expect(intervalsOf(pips.subarray(0, 19), pips, 1)).toEqual(none);
    expect(intervalsOf(new Float64Array(0), new Float64Array(0), 1)).toEqual(none);
    expect(intervalsOf(pips, pips.subarray(0, 19), 1)).toMatchObject({ total_pips: null, sharpe: null });
    expect(intervalsOf(pips, pips.subarray(0, 19), 1).mean_pips).not.toBeNull();
  });

  test('are missing where a figure means nothing: no loss, days all alike', () => {
    const wins = column(50, () => 10);
    const found = intervalsOf(wins, wins, 1);
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
