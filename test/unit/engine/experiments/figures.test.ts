import { expect, test } from 'vitest';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import type { TradeColumns, UnfinishedTrade } from '../../../../electron/engine/laboratory/material.ts';
import { createBars } from '../../../../electron/engine/market/bars.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { hourMs } from '../../../../shared/market.ts';
import { utcRules } from '../market/utc-periods.ts';

const hours = createBars(240);
for (let i = 0; i < hours.time.length; i += 1) hours.time[i] = i * hourMs;
const said = new Float64Array(hours.time.length).fill(0.5);
const answers = { prob_up: [said, said, said], regime: new Uint8Array(hours.time.length) } as const;
const rules = { takeProfit: 1, stopLoss: 1, maxHours: 1, spread: 0, recordedSpread: false };
const range = { from: 0, to: hours.time.length };
const period = periodDaysOf({ hours, periods: utcRules, answers }, computeOutcomes(hours, 1, rules), range);

/** Trades of one bar each, as what they earned and what they stood at when they stood worst. */
function figures(rows: readonly (readonly [number, number])[], unfinished: UnfinishedTrade | null = null) {
  const trades: TradeColumns = {
    unfinished,
    count: rows.length,
    signal: Int32Array.from(rows, (_, i) => 2 * i),
    exit: Int32Array.from(rows, (_, i) => 2 * i + 1),
    direction: new Uint8Array(rows.length),
    pips: Float64Array.from(rows, ([pips]) => pips),
    worst: Float64Array.from(rows, ([, worst]) => worst),
  };
  const { max_drawdown_pips, max_drawdown_open_pips } = figuresOf(trades, period);
  return { closed: max_drawdown_pips, open: max_drawdown_open_pips };
}

test('a drawdown with open trades is the deepest that the open one stood below the best of the closed ones', () => {
  const rows = [
    [20, -9],
    [-5, -5],
    [30, -14],
    [-8, -8],
  ] as const;
  // After +20 and −5 the third stands at −14 when it stands worst: 19 below the top.
  expect(figures(rows)).toEqual({ closed: 8, open: 19 });
});

test('it counts what never became a loss, and the trade that is open where the data end', () => {
  expect(figures([[24.5, -13]])).toEqual({ closed: 0, open: 13 });
  const unfinished = { signal: 10, exit: 12, direction: 1, pips: 3, worst: -11 };
  expect(figures([[24.5, -1]], unfinished)).toEqual({ closed: 0, open: 11 });
});

test('it is no less than that of the closed trades', () => {
  expect(figures([])).toEqual({ closed: 0, open: 0 });
  expect(
    figures([
      [10, -1],
      [-4, -4],
      [-7, -7],
    ]),
  ).toEqual({ closed: 11, open: 11 });
});
