import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scoreRow, scoreTable } from '../../../../../electron/engine/models/trees/tree-ensemble.ts';
import { parseModel, writeModel } from '../../../../../electron/engine/models/trees/xgboost-json.ts';
import { timeframes } from '../../../../../shared/market.ts';
import { edited } from '../model-file.ts';
import { flatten, naiveScore, randomRows, randomTrees } from '../random-ensemble.ts';

const reference = '../shared/reference/xgboost';

describe.skipIf(!existsSync(reference))(
  `models of XGBoost 1.7 (skipped where ${reference} is missing)`,
  () => {
    test.each(timeframes)('the %s model gives the probabilities of XGBoost', (timeframe) => {
      const parsed = parseModel(readFileSync(`${reference}/${timeframe}.model.json`, 'utf8'));
      if (!parsed.ok) throw new Error(parsed.problem.message);
      const cases = JSON.parse(readFileSync(`${reference}/${timeframe}.cases.json`, 'utf8')) as {
        rows: (number | null)[][];
        expected_prob_up: number[];
      };
      expect(cases.rows.length).toBe(200);
      const reread = parseModel(writeModel(parsed.value));
      if (!reread.ok) throw new Error(reread.problem.message);
      expect(reread.value).toEqual(parsed.value);
      cases.rows.forEach((row, index) => {
        const values = Float32Array.from(row, (value) => value ?? Number.NaN);
        expect(Math.abs(scoreRow(parsed.value, values, 0) - cases.expected_prob_up[index])).toBeLessThan(
          1e-6,
        );
      });
    });
  },
);

describe('small models of XGBoost 1.7', () => {
  const cases = z
    .array(
      z.object({
        model: z.unknown(),
        rows: z.array(z.array(z.number().nullable())),
        prob_up: z.array(z.number()),
      }),
    )
    .parse(JSON.parse(readFileSync('test/fixtures/reference/scores.json', 'utf8')));

  test.each(cases)(
    'give the probabilities XGBoost gives, missing values and thresholds included (%#)',
    (each) => {
      const parsed = parseModel(JSON.stringify(each.model));
      if (!parsed.ok) throw new Error(parsed.problem.message);
      expect(each.rows.length).toBe(40);
      const said = each.rows.map((row) =>
        scoreRow(
          parsed.value,
          Float32Array.from(row, (value) => value ?? Number.NaN),
          0,
        ),
      );
      const furthest = Math.max(...said.map((score, index) => Math.abs(score - each.prob_up[index])));
      expect(furthest).toBeLessThan(1e-6);
    },
  );
});

describe('writing and reading', () => {
  test('restores the same model, with the scores of a naive recursive scorer', () => {
    const shape = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      trees: fc.integer({ min: 0, max: 12 }),
      depth: fc.integer({ min: 0, max: 6 }),
      features: fc.integer({ min: 1, max: 8 }),
      baseScore: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ seed, trees, depth, features, baseScore }) => {
        const drawn = randomTrees(seed, trees, depth, features);
        const model = flatten(drawn, features, baseScore);
        const read = parseModel(writeModel(model));
        if (!read.ok) throw new Error(read.problem.message);
        expect(read.value).toEqual(model);
        const rows = 20;
        const values = randomRows(seed + 1, rows, features);
        const table = { names: model.featureNames, rows, values, warm_up: 0 };
        const scores = scoreTable(read.value, table);
        for (let row = 0; row < rows; row++) {
          const expected = naiveScore(
            drawn,
            baseScore,
            values.subarray(row * features, (row + 1) * features),
          );
          expect(Math.abs(scores[row] - expected)).toBeLessThan(1e-6);
        }
        expect(scoreTable(model, table, 5, 9)).toEqual(scores.slice(5, 9));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('accepts the format of other versions: base_score in brackets, boolean default_left, no statistics', () => {
    const model = flatten(randomTrees(4, 3, 3, 4), 4, 0.3);
    const file = edited(model);
    file.learner.learner_model_param.base_score = '[3E-1]';
    for (const tree of file.learner.gradient_booster.model.trees) {
      tree.default_left = (tree.default_left as number[]).map(Boolean);
      delete tree.loss_changes;
      delete tree.split_type;
    }
    const read = parseModel(JSON.stringify(file));
    expect(read.ok && read.value.defaultLeft).toEqual(model.defaultLeft);
    expect(read.ok && read.value.baseScore).toBe(Math.fround(0.3));
  });

  test('drops the unreachable nodes that XGBoost leaves after pruning', () => {
    const file = edited(flatten([{ leaf: 0.25 }], 1, 0.5));
    const [tree] = file.learner.gradient_booster.model.trees;
    for (const key of Object.keys(tree)) {
      const list = tree[key];
      if (Array.isArray(list) && list.length === 1) list.push(key.endsWith('children') ? -1 : 0);
    }
    tree.split_indices = [0, 2147483647];
    tree.tree_param.num_nodes = '2';
    const read = parseModel(JSON.stringify(file));
    expect(read.ok && read.value.child).toEqual(Int32Array.of(-1));
  });
});
