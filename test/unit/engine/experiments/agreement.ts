import { expect } from 'vitest';
import { curveOf, dailyPips, figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import { emptyTriangle } from '../../../../electron/engine/laboratory/laboratory-triangle.ts';
import type {
  BarRange,
  DecisionRules,
  Material,
  TradeRules,
} from '../../../../electron/engine/laboratory/material.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import type { Random } from '../../../../electron/engine/random.ts';
import { createSweep } from '../../../../electron/engine/sweep/sweep.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { decisionsOf, runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import { tradesOf } from '../../../../electron/engine/trades/trade-tables.ts';
import type { Figures } from '../../../../shared/experiments/figures.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import type { Weights } from '../../../../shared/weights.ts';
import { normalise } from '../../../../shared/weights.ts';
import { type PlainMaterial, plainBacktest, plainDays, plainFigures, plainSpread } from './plain-backtest.ts';

/** Everything random about one experiment. */
export interface RandomCase {
  /** As a person sets them, to be normalised. */
  readonly weights: Weights;
  readonly rules: TradeRules;
  readonly decision: DecisionRules;
  readonly range: BarRange;
  readonly steps: number;
}

const distances = [0.001, 0.5, 3, 8, 15, 25, 60, 300, 100_000];
const holdingTimes = [1, 2, 5, 12, 48, 720];

export function randomCase(material: Material, random: Random, longest: number, grids: number[]): RandomCase {
  const pick = <T>(choices: readonly T[]) => choices[random.int(choices.length)];
  const bars = material.hours.time.length;
  const length = pick([0, 1, 30, longest, longest]);
  // A few ranges begin before the bars or end after them.
  const from = random.int(bars + 20) - 10;
  const weights: Weights = [random.next(), random.next(), random.next()];
  const decision: DecisionRules = {
    weights: normalise(weights),
    agreementBonus: pick([0, 0.05, random.next(), 1]),
    regimeAdjustment: random.next() < 0.5,
    threshold: pick([0, 1, 0.5, 0.66, 0.3 + 0.5 * random.next(), 0.5 + 0.2 * random.next()]),
  };
  const range = { from, to: from + Math.round(length * (0.5 + random.next())) };
  return {
    weights,
    rules: {
      takeProfit: pick(distances),
      stopLoss: pick(distances),
      maxHours: pick(holdingTimes),
      spread: pick([0, 0.5, 3.7]),
      recordedSpread: random.next() < 0.5,
    },
    decision: { ...decision, threshold: atTheEdge(material, decision, range, random) ?? decision.threshold },
    range,
    steps: pick(grids),
  };
}

/** Now and then exactly what some bar comes to: "at least" must mean it. */
function atTheEdge(
  material: Material,
  decision: DecisionRules,
  range: BarRange,
  random: Random,
): number | null {
  if (random.next() < 0.7) return null;
  const reached = decisionsOf(material.answers, decision, range).confidence.filter((each) => each <= 1);
  return reached.length > 0 ? reached[random.int(reached.length)] : null;
}

/** Compares all fast paths with the plain backtest on every mix of a grid; returns how many trades there were. */
export function expectAgreement(material: Material, random: RandomCase): number {
  const { rules, decision, range, steps } = random;
  const outcomes = computeOutcomes(material.hours, material.pipSize, rules);
  const sweep = createSweep(material, outcomes, decision, range);
  const mixes = mixCount(steps);
  const triangle = emptyTriangle(steps);
  const { days, predicted } = sweep.period;
  const daily = new Float64Array(mixes * days);
  sweep.figures(steps, 0, mixes, triangle);
  sweep.daily(steps, 0, mixes, daily);
  let trades = expectRun(material, random, outcomes).trades;
  for (let mix = 0; mix < mixes; mix += 1) {
    const weights = mixAt(mix, steps);
    const mixed = { ...decision, weights: normalise(weights) };
    const figures = expectRun(material, { ...random, weights, decision: mixed }, outcomes);
    expect({
      trades: triangle.trades[mix],
      wins: triangle.wins[mix],
      losses: triangle.losses[mix],
      total_pips: triangle.total_pips[mix],
      profit_factor: triangle.profit_factor[mix],
      max_drawdown_pips: triangle.max_drawdown_pips[mix],
      max_drawdown_open_pips: triangle.max_drawdown_open_pips[mix],
      sharpe: triangle.sharpe[mix],
    }).toEqual({
      trades: figures.trades,
      wins: figures.wins,
      losses: figures.losses,
      total_pips: figures.total_pips,
      profit_factor: figures.profit_factor ?? Number.NaN,
      max_drawdown_pips: figures.max_drawdown_pips,
      max_drawdown_open_pips: figures.max_drawdown_open_pips,
      sharpe: figures.sharpe ?? Number.NaN,
    });
    const run = runTrades(material, outcomes, mixed, range);
    const own = dailyPips(run, periodDaysOf(material, outcomes, range));
    expect(daily.subarray(mix * days, (mix + 1) * days)).toEqual(own);
    expect(own).toHaveLength(predicted.length);
    trades += figures.trades;
  }
  return trades;
}

/** One run against the plain backtest: every trade, every figure, curve and days. */
function expectRun(
  material: Material,
  { weights, rules, decision, range }: RandomCase,
  outcomes: ReturnType<typeof computeOutcomes>,
): Figures {
  const { hours } = material;
  const plain: PlainMaterial = {
    hours,
    probUp: material.answers.prob_up,
    regime: material.answers.regime,
    pip: material.pipSize,
    dayOf: createPeriods(material.periods).dateOf,
  };
  const config = {
    weights,
    bonus: decision.agreementBonus,
    useRegime: decision.regimeAdjustment,
    threshold: decision.threshold,
    ...rules,
  };
  const from = Math.min(Math.max(0, range.from), hours.time.length);
  const to = Math.max(from, Math.min(range.to, hours.time.length));
  const expected = plainBacktest(plain, config, from, to);
  const trades = runTrades(material, outcomes, decision, range);
  const shown = tradesOf(trades, material, outcomes, decision);
  expect(
    shown.map((trade, i) => ({
      worst: trades.worst[i] ?? trades.unfinished?.worst,
      signal: trades.signal[i] ?? trades.unfinished?.signal,
      exit: trades.exit[i] ?? trades.unfinished?.exit,
      long: trade.direction === 1,
      reason: trade.reason,
      pips: trade.pips,
    })),
  ).toEqual(expected.map(({ exitPrice: _, ...trade }) => trade));
  for (const [i, trade] of shown.entries()) {
    const { signal, exit, long, exitPrice } = expected[i];
    const half = (bar: number) => (plainSpread(hours, config, material.pipSize, bar) * material.pipSize) / 2;
    expect(trade.exit).toBe(long ? exitPrice - half(exit) : exitPrice + half(exit));
    expect(trade.entry).toBe(
      long ? hours.open[signal + 1] + half(signal + 1) : hours.open[signal + 1] - half(signal + 1),
    );
    expect([trade.signal_time, trade.entry_time, trade.exit_time]).toEqual([
      hours.time[signal],
      hours.time[signal + 1],
      hours.time[exit],
    ]);
    expect(trade.confidence).toBeGreaterThanOrEqual(decision.threshold);
  }

  const period = periodDaysOf(material, outcomes, range);
  const figures = figuresOf(trades, period);
  const { sharpe, ...others } = plainFigures(expected, plain, from, to);
  expect({ ...figures, sharpe: null }).toEqual({ ...others, sharpe: null });
  // The order of a sum over days is left to each.
  if (sharpe === null) expect(figures.sharpe).toBeNull();
  else
    expect(Math.abs((figures.sharpe ?? Number.NaN) / sharpe - 1) < 1e-9 || sharpe === figures.sharpe).toBe(
      true,
    );
  const daily = dailyPips(trades, period);
  const counted = Array.from(daily).filter((pips, day) => period.predicted[day] === 1 || pips !== 0);
  expect(counted).toEqual(plainDays(expected, plain, from, to));
  expect(curveOf(trades, hours).pips.at(-1) ?? 0).toBe(figures.total_pips);
  return figures;
}
