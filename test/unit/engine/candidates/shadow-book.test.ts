import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShadowBook, type ShadowBook } from '../../../../electron/engine/candidates/shadow-book.ts';
import type { ShadowMarket } from '../../../../electron/engine/candidates/shadow-scorer.ts';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { withChanges } from '../../../../electron/engine/experiments/config-sources.ts';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import {
  decisionRulesOf,
  type Material,
  tradeRulesOf,
} from '../../../../electron/engine/laboratory/material.ts';
import { barAt } from '../../../../electron/engine/market/bars.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { decisionsOf, runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import type { Figures } from '../../../../shared/experiments/figures.ts';
import { mostCandidates } from '../../../../shared/experiments/shadows.ts';
import type { TradingConfig } from '../../../../shared/parameters.ts';
import { regimes } from '../../../../shared/prediction.ts';
import { brokenHours, simulatedHours, withAnswers } from '../experiments/sample-material.ts';
import { valueIn } from '../test-engine.ts';

const bars = 600;

function marketOf(material: Material): ShadowMarket {
  const { hours, answers, pipSize, periods } = material;
  const outcomes = computeOutcomes(hours, pipSize, tradeRulesOf(defaults));
  const { perYear: daysPerYear } = periodDaysOf(material, outcomes, { from: 0, to: hours.time.length });
  return {
    identity: answers,
    pipSize,
    days: { dayOf: createPeriods(periods).dateOf, daysPerYear },
    barAt: (index) => barAt(hours, index),
    saidAt(index) {
      const [a, b, c] = answers.prob_up;
      const probUp = [a[index], b[index], c[index]] as const;
      if (probUp.some(Number.isNaN)) return null;
      return { probUp, regime: regimes[answers.regime[index]] };
    },
  };
}

function configOf(changes: Record<string, Record<string, number | boolean>>): TradingConfig {
  return valueIn(withChanges(defaults, changes));
}

/** What the backtest makes of the same bars; whoever goes bar by bar does not know that they end. */
function backtestOf(material: Material, values: TradingConfig, from: number): Figures {
  const { hours } = material;
  const range = { from, to: hours.time.length };
  const outcomes = computeOutcomes(hours, material.pipSize, tradeRulesOf(values));
  const trades = runTrades(material, outcomes, decisionRulesOf(values), range);
  return { ...figuresOf(trades, periodDaysOf(material, outcomes, range)), unfinished_pips: null };
}

function expectSame(figures: Figures, expected: Figures): void {
  for (const [name, value] of Object.entries(expected)) {
    const own = figures[name as keyof Figures];
    if (value === null) expect([name, own]).toEqual([name, null]);
    else expect([name, own]).toEqual([name, expect.closeTo(value, 7)]);
  }
}

const configs = fc
  .record({
    threshold: fc.constantFrom(0.3, 0.5, 0.52, 0.6, 0.66),
    tp: fc.constantFrom(3, 10, 25, 400),
    sl: fc.constantFrom(3, 8, 15, 400),
    hours: fc.constantFrom(1, 2, 12, 90),
    spread: fc.constantFrom(0, 0.5, 2),
    weights: fc.constantFrom([0.6, 0.3, 0.1], [0, 0, 1], [0.2, 0.5, 0.3]),
    regime: fc.boolean(),
  })
  .map(({ threshold, tp, sl, hours, spread, weights, regime }) =>
    configOf({
      trading: {
        confidence_threshold: threshold,
        default_tp_pips: tp,
        default_sl_pips: sl,
        max_holding_hours: hours,
        spread_pips: spread,
      },
      model: {
        weight_1h: weights[0],
        weight_4h: weights[1],
        weight_daily: weights[2],
        use_regime_adjustment: regime,
      },
    }),
  );

describe('following bars one by one', () => {
  it('earns what the backtest makes of the same bars, to the last figure', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        configs,
        configs,
        (seed, broken, from, active, candidate) => {
          const material = withAnswers(broken ? brokenHours(seed, bars) : simulatedHours(seed, bars), seed);
          const market = marketOf(material);
          const book = createShadowBook({ active: () => active, onChange: () => undefined });
          valueIn(book.add('other', candidate));
          for (let bar = from; bar < bars; bar += 1) book.arrived(market, bar);
          const { active: own, candidates, since, bars: seen } = book.state();
          expect([since, seen]).toEqual([material.hours.time[from], bars - from]);
          expectSame(own.figures, backtestOf(material, active, from));
          expectSame(candidates[0].figures, backtestOf(material, candidate, from));
          const range = { from, to: bars };
          const a = decisionsOf(material.answers, decisionRulesOf(active), range).code;
          const b = decisionsOf(material.answers, decisionRulesOf(candidate), range).code;
          expect(candidates[0].flips).toBe(a.filter((code, i) => code !== b[i]).length);
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe('a book of candidates', () => {
  const material = withAnswers(simulatedHours(3, bars), 3);
  const market = marketOf(material);
  let active = defaults;

  function opened(): ShadowBook {
    active = defaults;
    const book = createShadowBook({ active: () => active, onChange: () => undefined });
    book.arrived(market, 50);
    return book;
  }

  it('begins again after a jump, on other data, and with every new candidate', () => {
    const book = opened();
    book.arrived(market, 51);
    expect(book.state()).toMatchObject({ bars: 2, since: material.hours.time[50] });
    book.arrived(market, 51);
    expect(book.state().bars).toBe(2);
    book.arrived(market, 90);
    expect(book.state()).toMatchObject({ bars: 1, since: material.hours.time[90] });
    book.arrived({ ...market, identity: {} }, 91);
    expect(book.state()).toMatchObject({ bars: 1, since: material.hours.time[91] });
    book.arrived(null, 92);
    expect(book.state()).toMatchObject({ bars: 0, since: null });
    book.arrived(market, 10);
    book.arrived(market, 11);
    expect(valueIn(book.add('other', defaults))).toMatchObject({ bars: 1, since: material.hours.time[11] });
    book.arrived(market, 12);
    book.restart();
    expect(book.state()).toMatchObject({ bars: 1, since: material.hours.time[12] });
  });

  it('follows the active configuration from the next bar on after it has changed', () => {
    const book = opened();
    const eager = configOf({ trading: { confidence_threshold: 0 } });
    valueIn(book.add('eager', eager));
    for (let bar = 51; bar < 150; bar += 1) book.arrived(market, bar);
    const before = book.state();
    active = eager;
    book.activeChanged();
    expect(book.state().active).toEqual(before.active);
    expect(book.state().candidates[0].differs).toEqual([]);
    expect(book.state().active.confidence).toBe(book.state().candidates[0].confidence);
    for (let bar = 150; bar < bars; bar += 1) book.arrived(market, bar);
    expect(book.state().candidates[0].flips).toBe(before.candidates[0].flips);
    expect(book.state().active.figures.trades).toBeGreaterThan(before.active.figures.trades);
  });

  it('says what a candidate changes, and refuses a name twice and one too many', () => {
    const book = opened();
    const other = configOf({ trading: { spread_pips: 2 }, cache: { price_cache_max_size: 7 } });
    valueIn(book.add('wide', other));
    expect(book.state().candidates[0].differs).toEqual([{ path: 'trading.spread_pips', value: 2 }]);
    expect(book.add('wide', other)).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    for (let i = 1; i < mostCandidates; i += 1) valueIn(book.add(`c${i}`, other));
    expect(book.add('more', other)).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    valueIn(book.remove(1));
    expect(book.find(1)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(book.state().candidates.map(({ name }) => name)).not.toContain('wide');
  });
});
