import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, type Triple, tilt } from '../../../../electron/engine/ensemble/combine.ts';
import { explain, nearestFlip } from '../../../../electron/engine/ensemble/why.ts';
import type { DecisionRules } from '../../../../electron/engine/laboratory/material.ts';
import type { Decision } from '../../../../shared/prediction.ts';
import { type Prediction, type Regime, regimes } from '../../../../shared/prediction.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import { normalise, type Weights } from '../../../../shared/weights.ts';

/** What the desk decides at these weights: the ensemble's own functions and nothing else. */
function decide(probUp: Triple, regime: Regime, rules: DecisionRules, weights: Weights): Decision {
  const effective = rules.regimeAdjustment ? tilt(weights, regime) : weights;
  const { confidence, direction } = combine(probUp, effective, rules.agreementBonus);
  return confidence >= rules.threshold ? (direction === 1 ? 'long' : 'short') : 'none';
}

function moved(a: Weights, b: Weights): number {
  return (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2])) / 2;
}

/** Between two bounds, in thousandths: what differs by the last bits alone is left to the rounding. */
function between(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: low * 1e3, max: high * 1e3 }).map((thousandths) => thousandths / 1e3);
}

const fraction = between(0, 1);
const probability = fc.oneof(fraction, fc.constantFrom(0, 0.5, 1), between(0.45, 0.6));
const weight = fc.oneof(fraction, fc.constantFrom(0, 0, 1, 0.6, 0.3, 0.1));
const cases = fc.record({
  probUp: fc.tuple(probability, probability, probability),
  regime: fc.constantFrom(...regimes),
  rules: fc.record({
    weights: fc.tuple(weight, weight, weight).map(normalise),
    agreementBonus: fc.oneof(fraction, fc.constantFrom(0, 0.05, 1)),
    regimeAdjustment: fc.boolean(),
    threshold: fc.oneof(fraction, fc.constantFrom(0, 0.66, 1), between(0.5, 0.7)),
  }),
});

const steps = 50;
const grid: readonly Weights[] = Array.from({ length: mixCount(steps) }, (_, i) => mixAt(i, steps));

describe('the smallest change of weights that flips a decision', () => {
  it('is never longer than the best of a fine grid, and exists where the grid finds one', () => {
    fc.assert(
      fc.property(cases, ({ probUp, regime, rules }) => {
        const present = decide(probUp, regime, rules, rules.weights);
        let best = Number.POSITIVE_INFINITY;
        for (const mix of grid) {
          if (decide(probUp, regime, rules, mix) !== present && isClear(probUp, regime, rules, mix))
            best = Math.min(best, moved(mix, rules.weights));
        }
        const flip = nearestFlip(probUp, regime, rules);
        if (flip === null) expect(best).toBe(Number.POSITIVE_INFINITY);
        else expect(flip.moved).toBeLessThanOrEqual(best + 1e-9);
      }),
      { numRuns: 3000 },
    );
  });

  it('flips for good a nudge beyond it, and not before it', () => {
    fc.assert(
      fc.property(cases, ({ probUp, regime, rules }) => {
        const present = decide(probUp, regime, rules, rules.weights);
        const flip = nearestFlip(probUp, regime, rules);
        if (!flip) return;
        expect(flip.to).not.toBe(present);
        expect(flip.weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
        for (const each of flip.weights) expect(each >= 0 && each <= 1).toBe(true);
        expect(flip.moved).toBeCloseTo(moved(flip.weights, rules.weights), 12);
        expect(flip.reached).toBe(decide(probUp, regime, rules, flip.weights) === flip.to);
        if (!flip.reached) expect(nearbyFlips(probUp, regime, rules, flip.weights, flip.to)).toBe(true);
        // On the way there nothing has changed yet.
        for (const share of [0.25, 0.5, 0.75, 0.999]) {
          if (flip.moved < 1e-9) break;
          const on = (i: number) => rules.weights[i] + (flip.weights[i] - rules.weights[i]) * share;
          expect(decide(probUp, regime, rules, [on(0), on(1), on(2)])).toBe(present);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is found where it can be worked out by hand', () => {
    // Only the 1H model reaches 0.7: all agree, so 0.8 w + 0.6 (1 − w) ≥ 0.7 from w = 0.5 on.
    const rules = {
      weights: [0.2, 0.5, 0.3],
      agreementBonus: 0,
      regimeAdjustment: false,
      threshold: 0.7,
    } as const;
    const flip = nearestFlip([0.8, 0.6, 0.6], 'unknown', rules);
    expect(flip).toMatchObject({ to: 'long', moved: expect.closeTo(0.3, 12) });
    expect(flip?.weights[0]).toBeCloseTo(0.5, 12);
  });

  it('does not exist where no weights reach the threshold, or a model has not spoken', () => {
    const rules = {
      weights: normalise([0, 0, 0]),
      agreementBonus: 0,
      regimeAdjustment: true,
      threshold: 0.9,
    };
    expect(nearestFlip([0.6, 0.6, 0.6], 'ranging', rules)).toBeNull();
    expect(nearestFlip([0.6, Number.NaN, 0.6], 'ranging', { ...rules, threshold: 0.1 })).toBeNull();
  });
});

/** False where the decision hangs on the last bits. */
function isClear(probUp: Triple, regime: Regime, rules: DecisionRules, weights: Weights): boolean {
  const effective = rules.regimeAdjustment ? tilt(weights, regime) : weights;
  const { confidence, prob_up } = combine(probUp, effective, rules.agreementBonus);
  return Math.abs(confidence - rules.threshold) > 1e-12 && Math.abs(prob_up - 0.5) > 1e-12;
}

/** True where weights a hundred-millionth away, in some direction, decide so. */
function nearbyFlips(
  probUp: Triple,
  regime: Regime,
  rules: DecisionRules,
  at: Weights,
  to: Decision,
): boolean {
  const directions = 3600;
  for (let i = 0; i < directions; i += 1) {
    const angle = (2 * Math.PI * i) / directions;
    const [hour, four] = [1e-8 * Math.cos(angle), 1e-8 * Math.sin(angle)];
    const near: Weights = [at[0] + hour, at[1] + four, at[2] - hour - four];
    if (Math.min(...near) >= 0 && decide(probUp, regime, rules, near) === to) return true;
  }
  return false;
}

describe('the waterfall of a confidence', () => {
  it('ends at the confidence to the last bit, whatever the models say', () => {
    fc.assert(
      fc.property(cases, ({ probUp, regime, rules }) => {
        const why = explain(predictionOf(probUp, regime, rules), rules);
        const { confidence, should_trade } = why.prediction;
        expect(why.steps.at(-1)?.total).toBe(confidence);
        expect(why.decision !== 'none').toBe(should_trade);
        let total = 0;
        for (const step of why.steps) {
          expect(step.total - total).toBe(step.change);
          total = step.total;
        }
      }),
    );
  });

  it('scales down where the models disagree and is capped at 1 where they agree too much', () => {
    const rules = {
      weights: [0.6, 0.3, 0.1],
      agreementBonus: 0.5,
      regimeAdjustment: false,
      threshold: 0.66,
    } as const;
    const names = (probUp: Triple) =>
      explain(predictionOf(probUp, 'unknown', rules), rules).steps.map(({ name }) => name);
    expect(names([0.9, 0.8, 0.9])).toEqual(['1H', '4H', 'D', 'agreement', 'cap']);
    expect(names([0.9, 0.2, 0.9])).toEqual(['1H', '4H', 'D', 'agreement']);
    const { steps } = explain(predictionOf([0.9, 0.2, 0.9], 'unknown', rules), rules);
    expect(steps[3].change).toBeCloseTo(-(0.54 + 0.24 + 0.09) / 3, 12);
  });
});

function predictionOf(probUp: Triple, regime: Regime, rules: DecisionRules): Prediction {
  const effective = rules.regimeAdjustment ? tilt(rules.weights, regime) : rules.weights;
  const combined = combine(probUp, effective, rules.agreementBonus);
  const component = (i: number) => ({
    prob_up: probUp[i],
    direction: probUp[i] > 0.5 ? (1 as const) : (0 as const),
    confidence: Math.max(probUp[i], 1 - probUp[i]),
    weight: effective[i],
  });
  return {
    ...combined,
    dataset: 'X',
    symbol: 'X',
    bar_time: 0,
    prob_down: 1 - combined.prob_up,
    should_trade: combined.confidence >= rules.threshold,
    regime,
    components: { '1H': component(0), '4H': component(1), D: component(2) },
    confidence_threshold: rules.threshold,
    config_version: 1,
    preview: false,
    cached: false,
    split: null,
    bundle: '',
  };
}
