import type { TrainingSettings } from '../../../../shared/models.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import type { FeatureTable } from '../../features/feature-table.ts';
import { createRandom, type Random } from '../../random.ts';
import { binRows } from '../trees/binning.ts';
import { addTrees, baseMargin, sigmoid, type TreeEnsemble } from '../trees/tree-ensemble.ts';
import { createTreeGrower, type Tree } from '../trees/tree-grower.ts';
import { meanLogLoss } from './figures.ts';

/** Some rows of a table with their labels. */
export interface LabelledRows {
  /** Row numbers of the table. */
  readonly rows: Int32Array;
  /** 1 = up, 0 = down; one per entry of `rows`. */
  readonly labels: Uint8Array;
}

export interface TrainingInput {
  readonly table: FeatureTable;
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Called after each round; `round` counts from 1. */
  readonly onRound?: (round: number, total: number, validationLogLoss: number) => void;
  /** Called before each round; true ends the training as cancelled. */
  readonly isCancelled?: () => boolean;
}

export interface TrainedModel {
  readonly ensemble: TreeEnsemble;
  /** Validation log loss after each round. */
  readonly validationLogLoss: readonly number[];
}

/** A model with more nodes would be too large to load again. */
const maxNodes = 500_000;
const baseScore = 0.5;

/**
 * Trains gradient-boosted trees on log loss by the histogram method; settings mean what they mean in XGBoost's `hist`.
 * Single-threaded: the same input and seed give the same model on every machine. With early stopping the model ends with
 * its best round, otherwise with the last. Fails where it is cancelled or the model grows too large.
 */
export function trainModel(input: TrainingInput): Result<TrainedModel> {
  const { table, train, validation, settings } = input;
  const width = table.names.length;
  const random = createRandom(input.seed);
  const grower = createTreeGrower(binRows(table.values, width, train.rows), settings);
  const margins = new Float32Array(train.rows.length).fill(baseMargin(baseScore));
  const validationMargins = new Float32Array(validation.rows.length).fill(baseMargin(baseScore));
  const validationScores = new Float64Array(validation.rows.length);
  const gradients = new Float32Array(margins.length);
  const hessians = new Float32Array(margins.length);
  const sample = createSampler(random, margins.length, settings.subsample);
  const chooseFeatures = createFeatureChooser(random, width, settings.colsample_bytree);
  const leaves = new Int32Array(margins.length);
  const trees: Tree[] = [];
  const losses: number[] = [];
  let bestRounds = 0;
  let nodes = 0;

  for (let round = 1; round <= settings.num_boost_round; round++) {
    if (input.isCancelled?.()) return failure('cancelled', 'The training was cancelled.');
    computeGradients(margins, train.labels, gradients, hessians);
    leaves.fill(notSampled);
    const tree = grower.grow(gradients, hessians, sample(), chooseFeatures(), leaves);
    nodes += tree.child.length;
    if (nodes > maxNodes) {
      return failure(
        'too-large',
        `The model has grown to ${nodes} nodes after ${round} rounds; ${maxNodes} are allowed. ` +
          'Lower max_depth or num_boost_round, or raise min_child_weight or gamma.',
      );
    }
    trees.push(tree);
    const alone = asEnsemble([tree], table.names);
    for (let i = 0; i < margins.length; i++) {
      margins[i] =
        leaves[i] === notSampled
          ? addTrees(alone, table.values, train.rows[i] * width, 0, 1, margins[i])
          : margins[i] + tree.value[leaves[i]];
    }
    for (let i = 0; i < validationMargins.length; i++) {
      const margin = addTrees(alone, table.values, validation.rows[i] * width, 0, 1, validationMargins[i]);
      validationMargins[i] = margin;
      validationScores[i] = sigmoid(margin);
    }
    const loss = meanLogLoss(validationScores, validation.labels);
    losses.push(loss);
    if (bestRounds === 0 || loss < losses[bestRounds - 1]) bestRounds = round;
    input.onRound?.(round, settings.num_boost_round, loss);
    if (settings.early_stopping_rounds > 0 && round - bestRounds >= settings.early_stopping_rounds) break;
  }
  const kept = settings.early_stopping_rounds > 0 ? trees.slice(0, bestRounds) : trees;
  return success({ ensemble: asEnsemble(kept, table.names), validationLogLoss: losses });
}

const notSampled = -1;

function computeGradients(
  margins: Float32Array,
  labels: Uint8Array,
  gradients: Float32Array,
  hessians: Float32Array,
): void {
  for (let i = 0; i < margins.length; i++) {
    const probability = sigmoid(margins[i]);
    gradients[i] = probability - labels[i];
    hessians[i] = Math.max(probability * (1 - probability), 1e-16);
  }
}

/** Each call draws every row with probability `share`, and at least one row. The next call overwrites the result. */
function createSampler(random: Random, rows: number, share: number): () => Int32Array {
  const drawn = new Int32Array(rows);
  return () => {
    let count = 0;
    for (let row = 0; row < rows; row++) {
      if (share === 1 || random.next() < share) drawn[count++] = row;
    }
    if (count === 0) drawn[count++] = random.int(rows);
    return drawn.subarray(0, count);
  };
}

/** Each call draws floor(share · width) columns, at least one, without replacement; ascending. */
function createFeatureChooser(random: Random, width: number, share: number): () => Int32Array {
  const all = Int32Array.from({ length: width }, (_, feature) => feature);
  const count = Math.max(1, Math.floor(share * width));
  return () => {
    for (let i = 0; i < count && count < width; i++) {
      const other = i + random.int(width - i);
      [all[i], all[other]] = [all[other], all[i]];
    }
    return all.slice(0, count).sort();
  };
}

function asEnsemble(trees: readonly Tree[], featureNames: readonly string[]): TreeEnsemble {
  const length = trees.reduce((sum, tree) => sum + tree.child.length, 0);
  const roots = new Int32Array(trees.length);
  const joined = {
    child: new Int32Array(length),
    feature: new Int32Array(length),
    value: new Float32Array(length),
    defaultLeft: new Uint8Array(length),
    lossChange: new Float32Array(length),
    sumHessian: new Float32Array(length),
    baseWeight: new Float32Array(length),
  };
  let start = 0;
  trees.forEach((tree, index) => {
    roots[index] = start;
    for (const key of Object.keys(joined) as (keyof typeof joined)[]) joined[key].set(tree[key], start);
    for (let node = start; node < start + tree.child.length; node++) {
      if (joined.child[node] >= 0) joined.child[node] += start;
    }
    start += tree.child.length;
  });
  return { featureCount: featureNames.length, featureNames, baseScore, roots, ...joined };
}
