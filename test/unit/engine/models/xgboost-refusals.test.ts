import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreRow } from '../../../../electron/engine/models/trees/tree-ensemble.ts';
import {
  modelBounds,
  parseModel,
  writeModel,
} from '../../../../electron/engine/models/trees/xgboost-json.ts';
import { edited, type ModelFile } from './model-file.ts';
import { flatten } from './random-ensemble.ts';

describe('a file that is not a supported model is refused with the reason', () => {
  const stump = {
    feature: 0,
    condition: 0.5,
    missingLeft: true,
    left: { leaf: -0.5 },
    right: { leaf: 0.5 },
  };
  const model = flatten([stump, stump], 2, 0.5);
  const first = (file: ModelFile) => file.learner.gradient_booster.model.trees[0];

  const cases: [string, (file: ModelFile) => void, RegExp][] = [
    ['dart', (f) => Object.assign(f.learner.gradient_booster, { name: 'dart', model: undefined }), /"dart"/],
    ['gblinear', (f) => Object.assign(f.learner.gradient_booster, { name: 'gblinear' }), /"gblinear"/],
    [
      'regression',
      (f) => Object.assign(f.learner.objective, { name: 'reg:squarederror' }),
      /reg:squarederror/,
    ],
    ['several classes', (f) => Object.assign(f.learner.learner_model_param, { num_class: '3' }), /classes/],
    ['several targets', (f) => Object.assign(f.learner.learner_model_param, { num_target: '2' }), /targets/],
    [
      'base_score 1',
      (f) => Object.assign(f.learner.learner_model_param, { base_score: '1E0' }),
      /base_score/,
    ],
    [
      'base_score text',
      (f) => Object.assign(f.learner.learner_model_param, { base_score: 'x' }),
      /base_score/,
    ],
    [
      'two base scores',
      (f) => Object.assign(f.learner.learner_model_param, { base_score: '[1E-1,2E-1]' }),
      /base_score/,
    ],
    ['no features', (f) => Object.assign(f.learner.learner_model_param, { num_feature: '0' }), /num_feature/],
    [
      'absurdly many features',
      (f) => Object.assign(f.learner.learner_model_param, { num_feature: '999999999' }),
      /num_feature/,
    ],
    [
      'numbers for texts',
      (f) => Object.assign(f.learner.learner_model_param, { num_feature: 2 }),
      /num_feature/,
    ],
    ['missing trees', (f) => f.learner.gradient_booster.model.trees.pop(), /num_trees says 2/],
    ['names that do not fit', (f) => f.learner.feature_names.pop(), /feature_names/],
    [
      'a tree that is a number',
      (f) => Object.assign(f.learner.gradient_booster.model.trees, { 0: 7 }),
      /trees\[0\]/,
    ],
    [
      'a tree of an array',
      (f) => Object.assign(f.learner.gradient_booster.model.trees, { 1: [] }),
      /trees\[1\]/,
    ],
    ['an empty tree', (f) => Object.assign(first(f), { left_children: [] }), /left_children/],
    ['a short column', (f) => Object.assign(first(f), { split_conditions: [1] }), /split_conditions has 1/],
    [
      'a column of texts',
      (f) => Object.assign(first(f), { split_conditions: ['1', 0, 0] }),
      /split_conditions\[0\]/,
    ],
    [
      'null for NaN',
      (f) => Object.assign(first(f), { split_conditions: [0, null, 0] }),
      /split_conditions\[1\]/,
    ],
    [
      'a value beyond 32 bits',
      (f) => Object.assign(first(f), { split_conditions: [0, 0, 1e300] }),
      /split_conditions\[2\]/,
    ],
    [
      'a child out of range',
      (f) => Object.assign(first(f), { left_children: [9, -1, -1] }),
      /left_children\[0\] is 9/,
    ],
    ['half a child', (f) => Object.assign(first(f), { left_children: [1.5, -1, -1] }), /left_children\[0\]/],
    ['one child', (f) => Object.assign(first(f), { right_children: [-1, -1, -1] }), /one child/],
    ['a cycle', (f) => Object.assign(first(f), { left_children: [0, -1, -1] }), /reached twice/],
    ['a shared node', (f) => Object.assign(first(f), { right_children: [1, -1, -1] }), /reached twice/],
    [
      'a split on an unknown column',
      (f) => Object.assign(first(f), { split_indices: [2, 0, 0] }),
      /split_indices\[0\] is 2/,
    ],
    ['a categorical split', (f) => Object.assign(first(f), { split_type: [1, 0, 0] }), /categorical/],
    ['categories', (f) => Object.assign(first(f), { categories: [1] }), /categorical/],
    ['vector leaves', (f) => Object.assign(first(f).tree_param, { size_leaf_vector: '3' }), /vector/],
    ['a wrong node count', (f) => Object.assign(first(f).tree_param, { num_nodes: '4' }), /num_nodes/],
    [
      'trees of classes',
      (f) => Object.assign(f.learner.gradient_booster.model, { tree_info: [0, 1] }),
      /groups/,
    ],
  ];
  test.each(cases)('%s', (_name, spoil, message) => {
    const file = edited(model);
    spoil(file);
    const read = parseModel(JSON.stringify(file));
    expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
  });

  test('a truncated file', () => {
    const text = writeModel(model);
    for (let end = 0; end < text.length; end += 7) {
      const read = parseModel(text.slice(0, end));
      expect(read.ok ? 'taken' : read.problem.message).toMatch(/not JSON/);
    }
  });

  test.each([
    'null',
    '[]',
    '7',
    '"text"',
    '{}',
    '{"learner":null}',
    '{"__proto__":{"learner":{}}}',
    'NaN',
    '<html>',
  ])('the text %s', (text) => {
    const read = parseModel(text);
    expect(read.ok ? 'taken' : read.problem.message).toMatch(/not a usable XGBoost JSON model/);
  });

  test('__proto__ keys change nothing', () => {
    const text = writeModel(model).replace(
      '{"learner":{',
      '{"__proto__":{"polluted":1},"learner":{"__proto__":{"polluted":1},',
    );
    const read = parseModel(text);
    expect(read.ok && read.value).toEqual(model);
    expect('polluted' in {}).toBe(false);
  });

  test('deep nesting, instead of the model and inside it', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    for (const text of [
      deep,
      writeModel(model).replace('"trees":[', `"trees":[${deep},`),
      '['.repeat(1_000_000),
    ]) {
      const read = parseModel(text);
      expect(read.ok ? 'taken' : read.problem.message).toMatch(/not a usable XGBoost JSON model/);
    }
  });

  test('a file over any of the limits', () => {
    const tooLong = parseModel(' '.repeat(modelBounds.characters + 1));
    expect(tooLong.ok ? '' : tooLong.problem.code).toBe('too-large');
    const leaf = { leaf: 0 };
    const many = parseModel(writeModel(flatten(Array(modelBounds.trees + 1).fill(leaf), 1, 0.5)));
    expect(many.ok ? '' : many.problem.message).toMatch(/10001 trees/);
    const chain = edited(model);
    const length = 2 * (modelBounds.depth + 1) + 1;
    Object.assign(first(chain), {
      left_children: Array.from({ length }, (_, node) =>
        node % 2 === 0 && node < length - 1 ? node + 1 : -1,
      ),
      right_children: Array.from({ length }, (_, node) =>
        node % 2 === 0 && node < length - 1 ? node + 2 : -1,
      ),
      tree_param: {},
    });
    for (const key of [
      'split_indices',
      'default_left',
      'split_conditions',
      'split_type',
      'loss_changes',
      'sum_hessian',
      'base_weights',
    ]) {
      first(chain)[key] = Array(length).fill(0);
    }
    const tooDeep = parseModel(JSON.stringify(chain));
    expect(tooDeep.ok ? '' : tooDeep.problem.message).toMatch(/deeper than the 256 levels/);
  });

  test('a random value anywhere in the file gives a reason or a usable model, never an exception', () => {
    const text = writeModel(model);
    fc.assert(
      fc.property(fc.nat(), fc.json(), (at, json) => {
        const leaves = [...text.matchAll(/(?<=[:,[])(-?[\d.E-]+|"[^"]*"|\[\]|\{\})(?=[,\]}])/g)];
        const hit = leaves[at % leaves.length];
        const read = parseModel(text.slice(0, hit.index) + json + text.slice(hit.index + hit[0].length));
        if (read.ok) {
          const score = scoreRow(read.value, new Float32Array(read.value.featureCount), 0);
          expect(score).toBeGreaterThanOrEqual(0);
        } else expect(read.problem.message).not.toBe('');
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});
