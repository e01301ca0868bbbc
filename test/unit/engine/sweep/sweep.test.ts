import { describe, expect, it } from 'vitest';
import { combine } from '../../../../electron/engine/ensemble/combine.ts';
import { figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import { emptyTriangle } from '../../../../electron/engine/laboratory/laboratory-triangle.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { createSweep } from '../../../../electron/engine/sweep/sweep.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import {
  decisionsOf,
  noDecision,
  runTrades,
  weightsByRegime,
} from '../../../../electron/engine/trades/trade-run.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import { normalise } from '../../../../shared/weights.ts';
import { simulatedHours, withAnswers } from '../experiments/sample-material.ts';
import { utcRules } from '../market/utc-periods.ts';

const hours = simulatedHours(2, 1500);
const rules = { takeProfit: 25, stopLoss: 15, maxHours: 12, spread: 0.5, recordedSpread: true };
const outcomes = computeOutcomes(hours, 0.0001, rules);
const range = { from: 0, to: 1500 };
const decision = {
  weights: normalise([0.6, 0.3, 0.1]),
  agreementBonus: 0.05,
  regimeAdjustment: true,
  threshold: 0.58,
};

describe('a sweep', () => {
  it('gives the same figures for a part of the grid as for the whole', () => {
    const material = withAnswers(hours, 1);
    const sweep = createSweep(material, outcomes, decision, range);
    const whole = emptyTriangle(20);
    sweep.figures(20, 0, mixCount(20), whole);
    const daily = new Float32Array(mixCount(20) * sweep.period.days);
    sweep.daily(20, 0, mixCount(20), daily);
    const random = createRandom(4);
    for (let round = 0; round < 60; round += 1) {
      const from = random.int(mixCount(20));
      const to = from + random.int(mixCount(20) - from + 1);
      const part = emptyTriangle(20, to - from);
      createSweep(material, outcomes, decision, range).figures(20, from, to, part);
      expect(part.total_pips).toEqual(whole.total_pips.slice(from, to));
      expect(part.sharpe).toEqual(whole.sharpe.slice(from, to));
      const partDaily = new Float32Array((to - from) * sweep.period.days);
      sweep.daily(20, from, to, partDaily);
      expect(partDaily).toEqual(daily.slice(from * sweep.period.days, to * sweep.period.days));
    }
  });

  it.each([0.5, 0.55, 0.6, 0.65])(
    'decides by the last bit as one run does where all models say %d and the threshold is what that comes to',
    (prob) => {
      const { answers } = withAnswers(hours, 3);
      const column = new Float64Array(hours.time.length).fill(prob);
      const tied = {
        hours,
        periods: utcRules,
        answers: { ...answers, prob_up: [column, column, column] as const },
      };
      for (const threshold of [prob, prob + 0.05, prob - Number.EPSILON, prob + Number.EPSILON]) {
        for (const agreementBonus of [0, 0.05]) {
          const own = { ...decision, agreementBonus, threshold };
          const triangle = emptyTriangle(30);
          createSweep(tied, outcomes, own, range).figures(30, 0, mixCount(30), triangle);
          for (let mix = 0; mix < mixCount(30); mix += 1) {
            const weights = normalise(mixAt(mix, 30));
            const trades = runTrades(tied, outcomes, { ...own, weights }, range);
            expect(triangle.trades[mix]).toBe(trades.count);
            expect(triangle.total_pips[mix]).toBe(
              figuresOf(trades, periodDaysOf(tied, outcomes, range)).total_pips,
            );
          }
        }
      }
    },
  );
});

describe('decisions', () => {
  it('equal those of the ensemble to the last bit', () => {
    for (const regimeAdjustment of [true, false]) {
      const own = { ...decision, regimeAdjustment, threshold: 0.55 };
      const { answers } = withAnswers(hours, 7);
      const weights = weightsByRegime(own);
      const { code, confidence } = decisionsOf(answers, own, range);
      for (let bar = 0; bar < 1500; bar += 1) {
        const [a, b, c] = answers.prob_up;
        const combined = combine([a[bar], b[bar], c[bar]], weights[answers.regime[bar]], own.agreementBonus);
        expect(confidence[bar]).toBe(combined.confidence);
        expect(code[bar]).toBe(combined.confidence >= 0.55 ? combined.direction : noDecision);
      }
    }
  });
});
