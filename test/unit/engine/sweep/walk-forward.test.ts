import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import type { Material, TradeRules } from '../../../../electron/engine/laboratory/material.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type WalkForwardOptions, walkForward } from '../../../../electron/engine/sweep/walk-forward.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import { objectives } from '../../../../shared/experiments/walk-forward.ts';
import { dayMs, hourMs } from '../../../../shared/market.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import { atLength } from '../../../length.ts';
import { looseDecision, unknowingMaterial, wholeRange } from '../experiments/unknowing-models.ts';

const material = unknowingMaterial(21, 20);
const range = wholeRange(material);
const rules: TradeRules = { takeProfit: 60, stopLoss: 60, maxHours: 90, spread: 0.5, recordedSpread: true };
const outcomes = computeOutcomes(material.hours, material.pipSize, rules);
const options: WalkForwardOptions = {
  chooseDays: 30,
  tradeDays: 10,
  objective: 'total_pips',
  minTrades: 3,
  steps: 10,
  seed: 1,
};
const found = walkForward(material, outcomes, looseDecision, range, options);

function firstBar(from: number): number {
  const bar = material.hours.time.findIndex((time) => time >= from);
  return bar < 0 ? material.hours.time.length : bar;
}

/** The same bars and answers up to `bar`, others from there on. */
function otherFuture(bar: number, seed: number): Material {
  const random = createRandom(seed);
  const { hours, answers } = material;
  const changed = (column: Float64Array, change: (value: number) => number) =>
    column.map((value, i) => (i < bar ? value : change(value)));
  const factor = 0.9 + 0.2 * random.next();
  const price = (value: number) => value * factor;
  return {
    ...material,
    hours: {
      ...hours,
      open: changed(hours.open, price),
      high: changed(hours.high, price),
      low: changed(hours.low, price),
      close: changed(hours.close, price),
    },
    answers: {
      regime: answers.regime,
      prob_up: [
        changed(answers.prob_up[0], () => random.next()),
        changed(answers.prob_up[1], () => random.next()),
        changed(answers.prob_up[2], () => random.next()),
      ],
    },
  };
}

describe('walking forward', () => {
  test('rolls forward by the trading window to the end of the range', () => {
    const start = Math.floor(material.hours.time[0] / dayMs) * dayMs;
    expect(found.windows.length).toBe(Math.ceil((20 * 7 - 30) / 10));
    for (const [i, { choose_from, trade_from }] of found.windows.entries()) {
      expect(trade_from).toBe(start + (30 + 10 * i) * dayMs);
      expect(choose_from).toBe(trade_from - 30 * dayMs);
      if (i > 0) expect(found.windows[i - 1].trade_to).toBe(trade_from);
    }
    expect(found.windows.at(-1)?.trade_to).toBe(material.hours.time[range.to - 1] + hourMs);
  });

  test('begins and ends every window with a trading day of the data, and names it by its dates', () => {
    const newYork = { ...material, periods: { trading_day: 'new-york-close', phase_ms: 0 } as const };
    const { windows } = walkForward(newYork, outcomes, looseDecision, range, options);
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const dayBefore = (date: string) => new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);
    expect(windows).toHaveLength(Math.ceil((20 * 7 - 30) / 10));
    for (const [i, { choose_from, trade_from, trade_to, choose_dates, trade_dates }] of windows.entries()) {
      expect(clock.format(choose_from)).toBe(`${dayBefore(choose_dates.first)} 17:00`);
      expect(clock.format(trade_from)).toBe(`${dayBefore(trade_dates.first)} 17:00`);
      expect(choose_dates.last).toBe(dayBefore(trade_dates.first));
      if (i < windows.length - 1) expect(clock.format(trade_to)).toBe(`${trade_dates.last} 17:00`);
    }
    expect(windows.at(-1)?.trade_to).toBe(material.hours.time[range.to - 1] + hourMs);
  });

  test.each(
    objectives.flatMap((objective) => [3, 14, 16].map((minTrades) => [objective, minTrades] as const)),
  )(
    'chooses the best mix by %s among those with at least %d trades closed before the window',
    (objective, minTrades) => {
      const asked = { ...options, objective, minTrades };
      const { windows } = walkForward(material, outcomes, looseDecision, range, asked);
      for (const { choose_from, trade_from, mix, chosen_on } of windows) {
        const choose = { from: firstBar(choose_from), to: firstBar(trade_from) };
        const tried = Array.from({ length: mixCount(10) }, (_, i) => {
          const decision = { ...looseDecision, weights: mixAt(i, 10) };
          const trades = runTrades(material, outcomes, decision, choose);
          const open = trades.exit.findIndex((exit) => exit >= choose.to);
          const count = open < 0 ? trades.count : open;
          const closed = { ...trades, count, pips: trades.pips.subarray(0, count) };
          return figuresOf(closed, periodDaysOf(material, outcomes, choose));
        }).filter(({ trades }) => trades >= minTrades);
        if (tried.length === 0) {
          expect(mix).toEqual(looseDecision.weights);
          continue;
        }
        const values = tried.map((figures) => figures[objective] ?? Number.POSITIVE_INFINITY);
        expect(chosen_on[objective] ?? Number.POSITIVE_INFINITY).toBe(Math.max(...values));
        expect(mix[0] + mix[1] + mix[2]).toBeCloseTo(1, 12);
      }
    },
  );

  const lastWindow = fc.integer({ min: 0, max: found.windows.length - 1 });

  test('makes the same choices whatever the future is', () => {
    fc.assert(
      fc.property(lastWindow, fc.nat(), fc.constantFrom(...objectives), (last, seed, objective) => {
        const asked = { ...options, objective };
        const here = walkForward(material, outcomes, looseDecision, range, asked);
        const { trade_from } = here.windows[last];
        const other = otherFuture(firstBar(trade_from), seed);
        const others = walkForward(
          other,
          computeOutcomes(other.hours, other.pipSize, rules),
          looseDecision,
          range,
          asked,
        );
        const choices = (windows: typeof found.windows) =>
          windows.slice(0, last + 1).map(({ mix, chosen_on }) => ({ mix, chosen_on }));
        expect(choices(others.windows)).toEqual(choices(here.windows));
      }),
      { numRuns: atLength(20, 60) },
    );
  });

  test('trades as a bar-by-bar simulation does, with one position at a time across windows', () => {
    const pips: number[] = [];
    const times: number[] = [];
    let free = 0;
    let carried = 0;
    for (const { trade_from, trade_to, mix } of found.windows) {
      const end = firstBar(trade_to);
      if (free > firstBar(trade_from)) carried += 1;
      for (let bar = firstBar(trade_from); bar < end; bar += 1) {
        if (bar < free) continue;
        const decision = { ...looseDecision, weights: mix };
        const trade = runTrades(material, outcomes, decision, { from: bar, to: bar + 1 });
        if (trade.count === 0) continue;
        pips.push(trade.pips[0]);
        times.push(material.hours.time[trade.exit[0]]);
        free = trade.exit[0];
      }
    }
    const { figures, curve } = found.procedure;
    expect(carried).toBeGreaterThan(0);
    expect(figures.trades).toBe(pips.length);
    expect(Array.from(curve.time)).toEqual(times);
    expect(figures.total_pips).toBe(pips.reduce((sum, each) => sum + each, 0));
    expect(figures.exposure).toBeLessThanOrEqual(1);
    expect(found.windows.reduce((sum, { traded_on }) => sum + traded_on.trades, 0)).toBe(figures.trades);
  });

  test('trades the configured weights where no mix has enough trades, just as without windows', () => {
    const own = walkForward(material, outcomes, looseDecision, range, { ...options, minTrades: 10_000 });
    for (const { mix, chosen_on } of own.windows) {
      expect(mix).toEqual(looseDecision.weights);
      expect(chosen_on.trades).toBeLessThan(10_000);
    }
    expect(own.procedure).toEqual(own.fixed);
  });

  test('shows the configured weights over the same span', () => {
    const from = firstBar(found.windows[0].trade_from);
    const span = { from, to: range.to };
    const trades = runTrades(material, outcomes, looseDecision, span);
    expect(found.fixed.figures).toEqual(figuresOf(trades, periodDaysOf(material, outcomes, span)));
  });

  test('depends on the seed alone and reports ascending progress up to 1', () => {
    const shares: number[] = [];
    const again = walkForward(material, outcomes, looseDecision, range, options, (share) => {
      shares.push(share);
    });
    expect(again).toEqual(found);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test('has no window where the range is shorter than the choosing window', () => {
    const short = walkForward(material, outcomes, looseDecision, { from: 0, to: 200 }, options);
    expect(short.windows).toEqual([]);
    expect(short.procedure.figures).toMatchObject({ trades: 0, total_pips: 0, sharpe: null });
    expect(short.fixed.curve.time).toHaveLength(0);
    const none = walkForward(material, outcomes, looseDecision, { from: 10, to: 10 }, options);
    expect(none.windows).toEqual([]);
  });
});
