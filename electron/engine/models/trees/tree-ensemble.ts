import type { FeatureTable } from '../../features/feature-table.ts';

/**
 * A gradient-boosted binary classifier, with all trees in one set of arrays. The left child of an inner node is at
 * `child[node]`, the right one follows it; −1 marks a leaf.
 */
export interface TreeEnsemble {
  readonly featureCount: number;
  /** As written in the model file; empty where the file has none. */
  readonly featureNames: readonly string[];
  /** Probability before the first tree, in (0, 1). */
  readonly baseScore: number;
  /** First node of each tree, ascending. */
  readonly roots: Int32Array;
  readonly child: Int32Array;
  /** Column that an inner node compares; 0 for a leaf. */
  readonly feature: Int32Array;
  /** Inner node: the split condition, smaller values go left. Leaf: its contribution to the margin (log odds). */
  readonly value: Float32Array;
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  /** Statistics of the training per node. Importance figures use them, predictions do not. */
  readonly lossChange: Float32Array;
  readonly sumHessian: Float32Array;
  readonly baseWeight: Float32Array;
}

/**
 * Probability of "up" for the row of `model.featureCount` values that starts at `offset`. As in XGBoost, comparisons are
 * 32-bit, NaN follows the default direction, and margins are added as 32-bit floats in the order of the trees.
 */
export function scoreRow(model: TreeEnsemble, values: Float32Array, offset: number): number {
  return sigmoid(addTrees(model, values, offset, 0, model.roots.length, baseMargin(model.baseScore)));
}

/** `scoreRow` for the rows `from` (inclusive) to `to` (exclusive) of a table whose columns are the model's. */
export function scoreTable(
  model: TreeEnsemble,
  table: FeatureTable,
  from = 0,
  to = table.rows,
): Float64Array {
  const width = table.names.length;
  const scores = new Float64Array(Math.max(0, to - from));
  for (let row = from; row < to; row++) scores[row - from] = scoreRow(model, table.values, row * width);
  return scores;
}

/** The margin after the trees `firstTree` to `lastTree` (exclusive) have been added to `margin`. */
export function addTrees(
  model: TreeEnsemble,
  values: Float32Array,
  offset: number,
  firstTree: number,
  lastTree: number,
  margin: number,
): number {
  const { roots, child, feature, value, defaultLeft } = model;
  let sum = margin;
  for (let tree = firstTree; tree < lastTree; tree++) {
    let node = roots[tree];
    let left = child[node];
    while (left >= 0) {
      const input = values[offset + feature[node]];
      if (input < value[node]) node = left;
      else if (input >= value[node]) node = left + 1;
      else node = left + 1 - defaultLeft[node];
      left = child[node];
    }
    sum = Math.fround(sum + value[node]);
  }
  return sum;
}

/** Log odds of a probability, rounded to 32 bits after each step as XGBoost does. */
export function baseMargin(probability: number): number {
  const inverse = Math.fround(1 / Math.fround(probability));
  const odds = Math.fround(inverse - 1);
  // Adding 0 turns the −0 of probability 0.5 into 0.
  return Math.fround(-Math.fround(Math.log(odds))) + 0;
}

export function sigmoid(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}
