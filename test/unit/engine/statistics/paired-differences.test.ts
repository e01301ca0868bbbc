import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import type { TradeColumns } from '../../../../electron/engine/laboratory/material.ts';
import { createBars } from '../../../../electron/engine/market/bars.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import {
  type PairedSide,
  pairedIntervals,
} from '../../../../electron/engine/statistics/paired-differences.ts';
import { dailyResultsOf } from '../../../../electron/engine/trades/daily-results.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { hourMs } from '../../../../shared/market.ts';
import { utcRules } from '../market/utc-periods.ts';

const days = 120;
const hours = createBars(days * 24);
for (let i = 0; i < hours.time.length; i += 1) hours.time[i] = i * hourMs;
const range = { from: 0, to: hours.time.length };
const said = new Float64Array(hours.time.length).fill(0.5);
const material = {
  hours,
  periods: utcRules,
  answers: { prob_up: [said, said, said], regime: new Uint8Array(hours.time.length) } as const,
};
const rules = { takeProfit: 1, stopLoss: 1, maxHours: 1, spread: 0, recordedSpread: false };
const period = periodDaysOf(material, computeOutcomes(hours, 1, rules), range);

/** Trades that are closed within their day, `pips[day]` in order. */
function tradesOf(pips: readonly (readonly number[])[]): TradeColumns {
  const rows = pips.flatMap((day, d) => day.map((earned, i) => ({ signal: d * 24 + 2 * i, earned })));
  return {
    unfinished: null,
    count: rows.length,
    signal: Int32Array.from(rows, ({ signal }) => signal),
    exit: Int32Array.from(rows, ({ signal }) => signal + 1),
    direction: new Uint8Array(rows.length),
    pips: Float64Array.from(rows, ({ earned }) => earned),
    worst: Float64Array.from(rows, ({ earned }) => Math.min(earned, -1)),
  };
}

function sideOf(trades: TradeColumns): PairedSide {
  return { figures: figuresOf(trades, period), daily: dailyResultsOf([trades], period)[0] };
}

function differences(a: PairedSide, b: PairedSide, seed: number) {
  return pairedIntervals(a, b, seed).differences;
}

function daysOf(make: (day: number) => readonly number[]): TradeColumns {
  return tradesOf(Array.from({ length: days }, (_, day) => make(day)));
}

describe('paired differences', () => {
  test('of a side with itself are exactly zero', () => {
    const random = createRandom(1);
    const side = sideOf(daysOf(() => [30 * random.normal(), 30 * random.normal()]));
    const nothing = { value: 0, interval: { low: 0, high: 0 } };
    expect(differences(side, side, 1)).toEqual({
      total_pips: nothing,
      win_rate: nothing,
      mean_pips: nothing,
      profit_factor: nothing,
      sharpe: nothing,
      max_drawdown_pips: nothing,
      max_drawdown_open_pips: nothing,
      trades: nothing,
    });
  });

  test('are those of the figures, B minus A', () => {
    const random = createRandom(2);
    const a = sideOf(daysOf(() => [30 * random.normal()]));
    const b = sideOf(daysOf(() => [5 + 20 * random.normal(), 20 * random.normal()]));
    const found = differences(a, b, 1);
    expect(found.total_pips.value).toBe(b.figures.total_pips - a.figures.total_pips);
    expect(found.sharpe?.value).toBe((b.figures.sharpe ?? 0) - (a.figures.sharpe ?? 0));
    expect(found.trades).toEqual({ value: days, interval: { low: days, high: days } });
    expect(found.max_drawdown_pips.value).toBe(b.figures.max_drawdown_pips - a.figures.max_drawdown_pips);
  });

  test('cancel common movements: they are far narrower than the two separate intervals suggest', () => {
    const random = createRandom(3);
    const shared = Array.from({ length: days }, () => 40 * random.normal());
    const a = daysOf((day) => [shared[day]]);
    const b = daysOf((day) => [shared[day] + 2 + random.normal()]);
    const paired = pairedIntervals(sideOf(a), sideOf(b), 1);
    const { total_pips } = paired.differences;
    const alone = paired.a.total_pips;
    if (!total_pips.interval || !alone) throw new Error('Both have enough trades.');
    expect(total_pips.interval.low).toBeGreaterThan(180);
    expect(total_pips.interval.high).toBeLessThan(300);
    const width = total_pips.interval.high - total_pips.interval.low;
    expect(width).toBeLessThan((alone.high - alone.low) / 10);
  });

  test('contain the true difference in about 95 of 100 records', { timeout: 240_000 }, () => {
    const random = createRandom(4);
    let held = 0;
    for (let record = 0; record < 100; record += 1) {
      const a = sideOf(daysOf(() => (random.next() < 0.5 ? [20 * random.normal()] : [])));
      const b = sideOf(daysOf(() => [1 + 20 * random.normal()]));
      const { interval } = differences(a, b, record).total_pips;
      if (interval && interval.low <= days && days <= interval.high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(89);
  });

  test('compute drawdowns from the course within each day', () => {
    // Every day alike, in whatever order: the falls are 25 pips within a day, and 5.
    const a = sideOf(daysOf(() => [10, -25, 20]));
    const b = sideOf(daysOf(() => [-5, 10]));
    expect(differences(a, b, 1).max_drawdown_pips).toEqual({
      value: -20,
      interval: { low: -20, high: -20 },
    });
    // Falls that go on over days: −10 each day, after a rise of 4 on the first.
    const falling = sideOf(daysOf(() => [4, -14]));
    const { value, interval } = differences(b, falling, 1).max_drawdown_pips;
    expect(value).toBe(days * 10 + 4 - 5);
    expect(interval).toEqual({ low: value, high: value });
  });

  test('draw every day equally often, the first one included', () => {
    const quiet = (day: number) => (day % 2 === 0 ? 1 : -1);
    const a = sideOf(daysOf((day) => [quiet(day)]));
    const b = sideOf(daysOf((day) => [day === 0 ? 1000 : quiet(day)]));
    // Drawn as often as by chance: once on average, hardly ever more than four times.
    expect(differences(a, b, 1).total_pips.interval?.high).toBeLessThan(4500);
  });

  test('have no interval with few trades, and no value without any', () => {
    const some = sideOf(daysOf((day) => [day % 2 === 0 ? 5 : -4]));
    const few = sideOf(daysOf((day) => (day < 19 ? [day % 2 === 0 ? 5 : -4] : [])));
    const none = sideOf(daysOf(() => []));
    expect(differences(some, few, 1).total_pips.interval).toBeNull();
    const empty = differences(some, none, 1);
    expect(empty).toMatchObject({ win_rate: null, mean_pips: null, profit_factor: null, sharpe: null });
    expect(empty.trades).toEqual({ value: -days, interval: null });
  });

  test('depend on the seed alone', () => {
    const random = createRandom(5);
    const a = sideOf(daysOf(() => [30 * random.normal()]));
    const b = sideOf(daysOf(() => [30 * random.normal()]));
    expect(differences(a, b, 1)).toEqual(differences(a, b, 1));
    expect(differences(a, b, 1)).not.toEqual(differences(a, b, 2));
  });
});
