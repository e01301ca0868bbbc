import { describe, expect, test } from 'vitest';
import { meanLogLoss } from '../../../../../electron/engine/models/training/figures.ts';
import {
  type LabelledRows,
  type TrainingInput,
  trainModel,
} from '../../../../../electron/engine/models/training/trainer.ts';
import { scoreRow, type TreeEnsemble } from '../../../../../electron/engine/models/trees/tree-ensemble.ts';
import { createRandom } from '../../../../../electron/engine/random.ts';
import { defaultTrainingSettings } from '../../../../../shared/models.ts';

const settings = { ...defaultTrainingSettings.D, num_boost_round: 30, learning_rate: 0.2 };
const input = problem(1, 1500, 0.1);

describe('training', () => {
  test('learns a learnable rule and reports the validation log loss of every round', () => {
    const seen: number[] = [];
    const trained = train({ onRound: (round, total, loss) => seen.push(round, total, loss) });
    const { table, validation } = input;
    const scores = scoresOf(trained.ensemble, validation);
    const right = scores.filter((score, row) => score > 0.5 === (validation.labels[row] === 1)).length;
    expect(right / scores.length).toBeGreaterThan(0.85);
    expect(trained.ensemble.roots.length).toBe(30);
    expect(trained.ensemble.featureNames).toEqual(table.names);
    expect(trained.validationLogLoss.at(-1)).toBeCloseTo(meanLogLoss(scores, validation.labels), 6);
    expect(seen).toEqual(trained.validationLogLoss.flatMap((loss, index) => [index + 1, 30, loss]));
  });

  test('gives the same model for the same seed and a different one for another seed', () => {
    expect(train({ seed: 5 })).toEqual(train({ seed: 5 }));
    expect(train({ seed: 6 }).ensemble.value).not.toEqual(train({ seed: 5 }).ensemble.value);
  });

  test('stops early and ends with the best round', () => {
    const noisy = problem(2, 400, 0.45);
    const trained = train({
      ...noisy,
      settings: { ...settings, num_boost_round: 200, early_stopping_rounds: 10 },
    });
    const losses = trained.validationLogLoss;
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(losses.length).toBe(best + 10);
    expect(trained.ensemble.roots.length).toBe(best);
  });

  test('ends as cancelled before the next round', () => {
    let rounds = 0;
    const result = trainModel({
      ...input,
      onRound: () => {
        rounds++;
      },
      isCancelled: () => rounds === 3,
    });
    expect(result.ok ? 'trained' : result.problem.code).toBe('cancelled');
    expect(rounds).toBe(3);
  });

  test('uses only the given share of columns per tree', () => {
    const trained = train({ settings: { ...settings, colsample_bytree: 0.34 } });
    const { roots, child, feature } = trained.ensemble;
    roots.forEach((root, tree) => {
      const end = roots[tree + 1] ?? child.length;
      const used = new Set(feature.subarray(root, end).filter((_, node) => child[root + node] >= 0));
      expect(used.size).toBeLessThanOrEqual(1);
    });
    expect(new Set(feature.filter((_, node) => child[node] >= 0)).size).toBeGreaterThan(1);
  });

  test('gives trees of one leaf where gamma exceeds the gain of every split', () => {
    const trained = train({ settings: { ...settings, gamma: 1000, num_boost_round: 4 } });
    expect(trained.ensemble.child).toEqual(Int32Array.of(-1, -1, -1, -1));
  });

  test('each tree adds a Newton step, times the learning rate, to the margin of the trees before it', () => {
    const rate = 0.3;
    const alone = {
      ...settings,
      gamma: 1000,
      num_boost_round: 8,
      subsample: 1,
      learning_rate: rate,
      reg_alpha: 2,
    };
    const { ensemble } = train({ settings: alone });
    const { labels } = input.train;
    const ups = labels.reduce((sum, label) => sum + label, 0);
    let margin = 0;
    for (const leaf of ensemble.value) {
      const up = 1 / (1 + Math.exp(-margin));
      const gradient = labels.length * up - ups;
      const shrunk = Math.sign(gradient) * Math.max(0, Math.abs(gradient) - alone.reg_alpha);
      const step = (-rate * shrunk) / (labels.length * up * (1 - up) + alone.reg_lambda);
      expect(leaf).toBeCloseTo(step, 6);
      margin += step;
    }
    expect(margin).not.toBeCloseTo(ensemble.value[0], 3);
  });

  test('rows outside the training and validation parts have no influence', () => {
    const { table, train: rows } = input;
    const values = table.values.slice();
    const given = new Set([...rows.rows, ...input.validation.rows]);
    for (let row = 0; row < table.rows; row++) {
      if (!given.has(row)) values.fill(1e6, row * 3, row * 3 + 3);
    }
    expect(train({ table: { ...table, values } })).toEqual(train({}));
  });
});

function train(changes: Partial<TrainingInput>) {
  const result = trainModel({ ...input, ...changes });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function scoresOf(ensemble: TreeEnsemble, { rows }: LabelledRows): Float64Array {
  return Float64Array.from(rows, (row) => scoreRow(ensemble, input.table.values, row * 3));
}

/** Up when the first value exceeds the second or is missing; a share of labels is wrong. */
function problem(seed: number, rows: number, wrong: number): TrainingInput {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: rows * 3 }, () =>
    random.next() < 0.05 ? Number.NaN : random.normal(),
  );
  const labelOf = (row: number) => Number(!(values[row * 3] <= values[row * 3 + 1]));
  const labelled = (from: number, to: number): LabelledRows => {
    const numbers = Int32Array.from(
      { length: Math.floor(to) - Math.floor(from) },
      (_, i) => Math.floor(from) + i,
    );
    const labels = Uint8Array.from(numbers, (row) =>
      random.next() < wrong ? 1 - labelOf(row) : labelOf(row),
    );
    return { rows: numbers, labels };
  };
  return {
    table: { names: ['a', 'b', 'noise'], rows, values, warm_up: 0 },
    train: labelled(0, rows * 0.6),
    validation: labelled(rows * 0.6, rows * 0.8),
    settings,
    seed: 5,
  };
}
