import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import {
  combine,
  combineComponents,
  regimeTargets,
  tilt,
} from '../../../../electron/engine/ensemble/combine.ts';
import { normalise } from '../../../../shared/weights.ts';
import { naivePrediction, targets } from './naive-ensemble.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0.001, max: 1, noNaN: true });

describe('combining three models', () => {
  it('adds the bonus only when all agree', () => {
    expect(combine([0.7, 0.8, 0.6], [0.6, 0.3, 0.1], 0.05)).toMatchObject({
      direction: 1,
      agreement_count: 3,
      agreement_score: 1,
      agreement_bonus: 0.05,
      confidence: expect.closeTo(0.77, 12),
      prob_up: expect.closeTo(0.72, 12),
    });
    expect(combine([0.7, 0.8, 0.4], [0.6, 0.3, 0.1], 0.05)).toMatchObject({
      direction: 1,
      agreement_count: 2,
      agreement_bonus: 0,
      confidence: expect.closeTo((0.72 * 2) / 3, 12),
      prob_up: expect.closeTo(0.7, 12),
    });
  });

  it('says short at exactly a half and never more than certain', () => {
    expect(combine([0.5, 0.5, 0.5], [0.5, 0.25, 0.25], 0)).toMatchObject({ direction: 0, confidence: 0.5 });
    expect(combine([1, 1, 1], [0.6, 0.3, 0.1], 0.05).confidence).toBe(1);
  });

  it('may go against the most of the models when one weighs enough', () => {
    expect(combine([0.9, 0.4, 0.4], [0.8, 0.1, 0.1], 0.05)).toMatchObject({
      direction: 1,
      agreement_count: 1,
    });
  });

  it('equals the formulas written out, for any probabilities, weights and bonus', () => {
    fc.assert(
      fc.property(
        fc.tuple(probability, probability, probability),
        fc.tuple(weight, weight, weight),
        probability,
        (probUp, raw, agreement_bonus) => {
          const [weight_1h, weight_4h, weight_daily] = normalise(raw);
          const model = {
            ...{ weight_1h, weight_4h, weight_daily, agreement_bonus },
            use_regime_adjustment: false,
          };
          const naive = naivePrediction(probUp, 'unknown', { ...defaults, model });
          const combined = combine(probUp, [weight_1h, weight_4h, weight_daily], agreement_bonus);
          expect(combined.confidence).toBeCloseTo(naive.confidence, 12);
          expect(combined.prob_up).toBeCloseTo(naive.prob_up, 12);
          // Within a rounding error of a half either side may win.
          if (Math.abs(naive.prob_up - 0.5) < 1e-12) return;
          expect(combined.direction).toBe(naive.direction);
          expect(combined.agreement_count).toBe(naive.agreement_count);
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('mirrors: what the models say the other way round is as sure of the other direction', () => {
    fc.assert(
      fc.property(fc.tuple(probability, probability, probability), (probUp) => {
        const up = combine(probUp, [0.6, 0.3, 0.1], 0.05);
        const down = combine([1 - probUp[0], 1 - probUp[1], 1 - probUp[2]], [0.6, 0.3, 0.1], 0.05);
        expect(down.prob_up).toBeCloseTo(1 - up.prob_up, 12);
        if (probUp.some((p) => Math.abs(p - 0.5) < 1e-9) || Math.abs(up.prob_up - 0.5) < 1e-9) return;
        expect(down.direction).toBe(1 - up.direction);
        expect(down.confidence).toBeCloseTo(up.confidence, 12);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
});

describe('weights', () => {
  it('are scaled to sum to 1, equal ones when all are zero', () => {
    expect(normalise([2, 1, 1])).toEqual([0.5, 0.25, 0.25]);
    expect(normalise([0, 0, 0])).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it.each(['trending', 'ranging', 'volatile'] as const)('become the %s targets at the defaults', (regime) => {
    const { weight_1h, weight_4h, weight_daily } = defaults.model;
    const tilted = tilt(normalise([weight_1h, weight_4h, weight_daily]), regime);
    tilted.forEach((each, i) => {
      expect(each).toBeCloseTo(targets[regime][i], 14);
    });
    expect(regimeTargets[regime]).toEqual(targets[regime]);
  });

  it('still count under a known regime, and sum to 1', () => {
    fc.assert(
      fc.property(
        fc.tuple(weight, weight, weight),
        fc.constantFrom('trending', 'ranging', 'volatile', 'unknown'),
        (raw, regime) => {
          const own = normalise(raw);
          const tilted = tilt(own, regime);
          expect(tilted[0] + tilted[1] + tilted[2]).toBeCloseTo(1, 12);
          if (regime === 'unknown') expect(tilted).toEqual(own);
          else {
            // The regime changes the proportions by one factor, whatever the user's own are.
            const factor = (targets[regime][0] / targets[regime][1]) * (0.3 / 0.6);
            expect(tilted[0] / tilted[1] / (own[0] / own[1])).toBeCloseTo(factor, 9);
          }
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
  });
});

const own = 'test/fixtures/reference/combinations.json';
const given = '../shared/reference/combine-cases.json';

describe.each([own, given].map((file) => ({ file, missing: file !== own && !existsSync(file) })))(
  'the reference cases (skipped where the file is missing): $file',
  ({ file, missing }) => {
    const triple = <T extends z.ZodType>(schema: T) => z.object({ '1H': schema, '4H': schema, D: schema });
    const direction = z.union([z.literal(0), z.literal(1)]);
    const casesSchema = z.array(
      z.object({
        weights: triple(z.number()),
        agreement_bonus: z.number(),
        components: triple(z.object({ direction, confidence: z.number() })),
        expected: z.object({
          direction,
          confidence: z.number(),
          prob_up: z.number(),
          prob_down: z.number(),
          agreement_count: z.int(),
          agreement_score: z.number(),
        }),
      }),
    );

    it.skipIf(missing)('are all equal to 1e-9', () => {
      const cases = casesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      expect(cases.length).toBeGreaterThanOrEqual(300);
      const wrong = cases.filter(({ weights: w, agreement_bonus, components: c, expected }) => {
        const combined = combineComponents(
          [c['1H'].direction, c['4H'].direction, c.D.direction],
          [c['1H'].confidence, c['4H'].confidence, c.D.confidence],
          [w['1H'], w['4H'], w.D],
          agreement_bonus,
        );
        return (
          combined.direction !== expected.direction ||
          combined.agreement_count !== expected.agreement_count ||
          Math.abs(combined.agreement_score - expected.agreement_score) > 1e-9 ||
          Math.abs(combined.confidence - expected.confidence) > 1e-9 ||
          Math.abs(combined.prob_up - expected.prob_up) > 1e-9 ||
          Math.abs(1 - combined.prob_up - expected.prob_down) > 1e-9
        );
      });
      expect(wrong).toEqual([]);
    });
  },
);
