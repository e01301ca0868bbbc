import { beforeAll, describe, expect, test } from 'vitest';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import type { Material } from '../../../../electron/engine/laboratory/material.ts';
import { overfit, verdictOf } from '../../../../electron/engine/sweep/overfit.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import { hourMs } from '../../../../shared/market.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import { uniformity } from '../experiments/kolmogorov-smirnov.ts';
import { trainedMaterial } from '../experiments/trained-models.ts';
import { freeRules, looseDecision, unknowingMaterial, wholeRange } from '../experiments/unknowing-models.ts';

const options = { steps: 10, resamples: 500, seed: 1 };
const usualRules = { takeProfit: 25, stopLoss: 15, maxHours: 12, spread: 0.5, recordedSpread: true };

/** No bar was used in training. */
const allUnseen = { validation_from: 0, test_from: 0 };

function testRange({ hours, splitTimes }: Material) {
  const from = hours.time.findIndex((time) => time >= (splitTimes?.test_from ?? Number.POSITIVE_INFINITY));
  return { from, to: hours.time.length };
}

describe('on a random walk, with models without knowledge', () => {
  let checks: ReturnType<typeof checkOne>[] = [];

  function checkOne(seed: number) {
    const material = { ...unknowingMaterial(seed, 26), splitTimes: allUnseen };
    const outcomes = computeOutcomes(material.hours, material.pipSize, freeRules);
    const range = wholeRange(material);
    const { reality_check } = overfit(material, outcomes, looseDecision, range, { ...options, seed });
    const best = { ...looseDecision, weights: reality_check.best };
    const again = overfit(material, outcomes, best, range, { ...options, seed });
    return { p: reality_check.p_value, verdict: again.verdict, own: again.reality_check.own_p_value };
  }

  beforeAll(() => {
    checks = Array.from({ length: 200 }, (_, i) => checkOne(i + 1));
  }, 120_000);

  test('the p-values of the reality check are uniform', () => {
    const { statistic, chance } = uniformity(checks.map(({ p }) => p));
    expect(chance, `Kolmogorov–Smirnov statistic ${statistic}`).toBeGreaterThan(0.01);
  });

  test('the best mix is put down to luck in about 95 of 100 markets', () => {
    const lucky = checks.filter(({ p }) => p > 0.05).length / checks.length;
    expect(lucky).toBeGreaterThan(0.91);
    expect(lucky).toBeLessThan(0.99);
    expect(checks.filter(({ verdict }) => verdict === 'edge').length / checks.length).toBeLessThan(0.09);
  });

  test('the own p-value of the best mix is the p-value of the reality check', () => {
    for (const { p, own } of checks) expect(own).toBeCloseTo(p, 10);
  });
});

describe('where models learned from the past', () => {
  test.each([1, 2, 3])('the edge in a market full of structure is found (seed %d)', (seed) => {
    const material = trainedMaterial(seed, 104, 3);
    const outcomes = computeOutcomes(material.hours, material.pipSize, usualRules);
    const found = overfit(material, outcomes, looseDecision, testRange(material), options);
    expect(found.verdict).toBe('edge');
    expect(found.reality_check.own_p_value).toBeLessThanOrEqual(0.01);
    expect(found.plateau.score).toBeGreaterThan(0.8);
  });

  test.each([1, 2, 3])('no edge is found in a random walk, however good the past looks (seed %d)', (seed) => {
    const material = trainedMaterial(seed, 104, 0);
    const outcomes = computeOutcomes(material.hours, material.pipSize, usualRules);
    const found = overfit(material, outcomes, looseDecision, testRange(material), options);
    expect(found.verdict).not.toBe('edge');
    const sharpes = found.parts.map(({ figures }) => figures.sharpe ?? 0);
    expect(sharpes[0]).toBeGreaterThan(5);
    expect(Math.abs(sharpes[2])).toBeLessThan(3);
  });
});

describe('the overfit meter', () => {
  const unsplit = unknowingMaterial(5, 12);
  const { time } = unsplit.hours;
  const splitTimes = { validation_from: time[800], test_from: time[1100] };
  const material = { ...unsplit, splitTimes };
  const outcomes = computeOutcomes(material.hours, material.pipSize, usualRules);
  const range = { from: 300, to: 1200 };
  const found = overfit(material, outcomes, looseDecision, range, options);

  test('shows the mix on every part of the split, whatever range is requested', () => {
    const ranges = [
      ['train', { from: 0, to: 800 }],
      ['validation', { from: 800, to: 1100 }],
      ['test', { from: 1100, to: time.length }],
    ] as const;
    expect(found.parts).toEqual(
      ranges.map(([part, each]) => ({
        part,
        figures: figuresOf(
          runTrades(material, outcomes, looseDecision, each),
          periodDaysOf(material, outcomes, each),
        ),
      })),
    );
    expect(overfit(unsplit, outcomes, looseDecision, range, options).parts).toEqual([]);
  });

  test('finds the best mix of the grid and what it earned', () => {
    const totals = Array.from({ length: mixCount(10) }, (_, mix) => {
      const decision = { ...looseDecision, weights: mixAt(mix, 10) };
      return figuresOf(
        runTrades(material, outcomes, decision, range),
        periodDaysOf(material, outcomes, range),
      ).total_pips;
    });
    expect(found.mixes_tried).toBe(66);
    expect(found.reality_check.best_pips).toBe(Math.max(...totals));
    expect(found.reality_check.best).toEqual(mixAt(totals.indexOf(Math.max(...totals)), 10));
    expect(found.reality_check.own_p_value).toBeGreaterThanOrEqual(found.reality_check.p_value);
  });

  test('gives Sharpe ratios per year, as the figures do', () => {
    const trades = runTrades(material, outcomes, looseDecision, range);
    const { sharpe } = figuresOf(trades, periodDaysOf(material, outcomes, range));
    expect(found.deflated_sharpe?.sharpe).toBeCloseTo(sharpe ?? Number.NaN, 10);
    expect(found.deflated_sharpe?.expected_best).toBeGreaterThan(0);
  });

  test.each([1, 2])('reports no edge where the models have seen the bars, or may have (seed %d)', (seed) => {
    const known = trainedMaterial(seed, 104, 3);
    const bars = known.hours.time.length;
    const trades = computeOutcomes(known.hours, known.pipSize, usualRules);
    const on = (from: number, to: number, splits: Material['splitTimes']) =>
      overfit({ ...known, splitTimes: splits }, trades, looseDecision, { from, to }, options);
    const { from } = testRange(known);
    expect(on(0, bars, known.splitTimes)).toMatchObject({
      verdict: 'unjudged',
      unjudged_because: 'seen-bars',
    });
    expect(on(0, Math.floor(bars * 0.6), known.splitTimes)).toMatchObject({ unjudged_because: 'seen-bars' });
    expect(on(from - 1, bars, known.splitTimes)).toMatchObject({ unjudged_because: 'seen-bars' });
    expect(on(from, bars, null)).toMatchObject({ verdict: 'unjudged', unjudged_because: 'unknown-bars' });
    expect(on(from, bars, known.splitTimes)).toMatchObject({ verdict: 'edge', unjudged_because: null });
  });

  test('does not judge days without variation', () => {
    const alike = unknowingMaterial(6, 16);
    // The models speak once a day, at 10:00, and always say up; every trade comes to 24.7 pips.
    const up = alike.hours.time.map((time) => ((time / hourMs) % 24 === 10 ? 0.9 : Number.NaN));
    const said = { ...alike.answers, prob_up: [up, up, up] as const };
    const same = computeOutcomes(alike.hours, alike.pipSize, { ...usualRules, maxHours: 1 });
    const even = { ...same, pips: same.pips.map((_, at) => (at % 4 < 2 ? 24.7 : 0.1 + 24.6)) };
    const found = overfit(
      { ...alike, answers: said, splitTimes: allUnseen },
      even,
      { ...looseDecision, threshold: 0.85 },
      wholeRange(alike),
      options,
    );
    expect(found).toMatchObject({
      verdict: 'unjudged',
      unjudged_because: 'alike-days',
      deflated_sharpe: null,
    });
  });

  test('depends on the seed alone and reports ascending progress up to 1', () => {
    const shares: number[] = [];
    const report = (share: number) => shares.push(share);
    expect(overfit(material, outcomes, looseDecision, range, options, report)).toEqual(found);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test('has nothing to judge where the threshold is never reached', () => {
    const silent = overfit(material, outcomes, { ...looseDecision, threshold: 1 }, range, options);
    expect(silent.verdict).toBe('nothing');
    expect(silent.deflated_sharpe).toBeNull();
    expect(silent.reality_check).toMatchObject({ p_value: 1, own_p_value: 1, best_pips: 0 });
    expect(silent.plateau.score).toBeNull();
  });

  test('handles a range without bars', () => {
    const empty = overfit(material, outcomes, looseDecision, { from: 50, to: 50 }, options);
    expect(empty.verdict).toBe('nothing');
    expect(empty.reality_check.p_value).toBe(1);
  });
});

describe('the verdict', () => {
  test.each([
    [{ trades: 100, total_pips: 0 }, 0.001, 1, 'nothing'],
    [{ trades: 19, total_pips: 500 }, 0.001, 1, 'nothing'],
    [{ trades: 100, total_pips: 500 }, 0.001, null, 'unjudged'],
    [{ trades: 19, total_pips: 500 }, 0.001, null, 'nothing'],
    [{ trades: 100, total_pips: 500 }, 0.051, 1, 'luck'],
    [{ trades: 100, total_pips: 500 }, 0.05, 0.94, 'luck'],
    [{ trades: 100, total_pips: 500 }, 0.05, 0.95, 'edge'],
  ] as const)('of %j with p %d and probability %d is %s', (figures, p, probability, verdict) => {
    expect(verdictOf(figures, p, probability)).toBe(verdict);
  });
});
