import type { BinnedRows } from './binning.ts';
import { fillHistogram, layoutHistograms, subtractHistogram } from './histogram.ts';
import { findSplit, leafWeight, type Regularisation, type Split } from './split-search.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The arrays of one tree with its root at 0, laid out as in `TreeEnsemble`. */
export type Tree = Omit<TreeEnsemble, 'featureCount' | 'featureNames' | 'baseScore' | 'roots'>;

export interface GrowthSettings extends Regularisation {
  readonly max_depth: number;
  readonly learning_rate: number;
}

export interface TreeGrower {
  /**
   * Grows one tree on `rows` (indices of the binned rows, reordered in place) and `features` (ascending). `gradients` and
   * `hessians` have one entry per binned row. The leaf of every row in `rows` is written to `leaves`.
   */
  grow(
    gradients: Float32Array,
    hessians: Float32Array,
    rows: Int32Array,
    features: Int32Array,
    leaves: Int32Array,
  ): Tree;
}

/**
 * Grows trees by the histogram method: one pass over the rows of the smaller child of each node; the histogram of the
 * other child follows by subtraction. As the number of leaves is not limited, the order of the splits does not matter,
 * and growing depth first needs one histogram per level instead of one per node. All memory is allocated once.
 */
export function createTreeGrower(binned: BinnedRows, settings: GrowthSettings): TreeGrower {
  const layout = layoutHistograms(binned);
  const capacity = Math.min(2 ** (settings.max_depth + 1), 2 * Math.max(1, binned.rows)) - 1;
  const nodes = emptyTree(capacity);
  const pool: Float64Array[] = [];
  const nodeGradients = new Float64Array(binned.rows);
  const nodeHessians = new Float64Array(binned.rows);
  const aside = new Int32Array(binned.rows);
  const split: Split = {
    feature: -1,
    bin: 0,
    defaultLeft: false,
    lossChange: 0,
    leftGradient: 0,
    leftHessian: 0,
  };
  let count = 0;

  function grow(
    gradients: Float32Array,
    hessians: Float32Array,
    rows: Int32Array,
    features: Int32Array,
    leaves: Int32Array,
  ): Tree {
    count = 1;
    const root = take();
    sweep(root, 0, rows.length);
    let totalGradient = 0;
    let totalHessian = 0;
    for (let i = 0; i < rows.length; i++) {
      totalGradient += nodeGradients[i];
      totalHessian += nodeHessians[i];
    }
    expand(0, 0, 0, rows.length, totalGradient, totalHessian, root);
    return copyOf(nodes, count);

    function sweep(histogram: Float64Array, begin: number, end: number): void {
      for (let i = begin; i < end; i++) {
        nodeGradients[i - begin] = gradients[rows[i]];
        nodeHessians[i - begin] = hessians[rows[i]];
      }
      fillHistogram(histogram, layout, binned, features, rows, begin, end, nodeGradients, nodeHessians);
    }

    /** `histogram` belongs to the node; it is passed on to a child or returned to the pool. */
    function expand(
      node: number,
      depth: number,
      begin: number,
      end: number,
      gradient: number,
      hessian: number,
      histogram: Float64Array,
    ): void {
      findSplit(histogram, layout, binned, features, gradient, hessian, settings, split);
      const middle = split.feature < 0 ? begin : partition(begin, end);
      if (middle === begin || middle === end) {
        pool.push(histogram);
        finish(node, begin, end, gradient, hessian);
        return;
      }
      const left = record(node, gradient, hessian);
      const { leftGradient, leftHessian } = split;
      const rightGradient = gradient - leftGradient;
      const rightHessian = hessian - leftHessian;

      const heaviest = Math.max(leftHessian, rightHessian);
      if (depth + 1 === settings.max_depth || heaviest < 2 * settings.min_child_weight) {
        pool.push(histogram);
        finish(left, begin, middle, leftGradient, leftHessian);
        finish(left + 1, middle, end, rightGradient, rightHessian);
        return;
      }
      const smaller = take();
      const leftIsSmaller = middle - begin < end - middle;
      if (leftIsSmaller) sweep(smaller, begin, middle);
      else sweep(smaller, middle, end);
      subtractHistogram(histogram, smaller);
      expand(left, depth + 1, begin, middle, leftGradient, leftHessian, leftIsSmaller ? smaller : histogram);
      expand(
        left + 1,
        depth + 1,
        middle,
        end,
        rightGradient,
        rightHessian,
        leftIsSmaller ? histogram : smaller,
      );
    }

    /** Moves the rows that go left to the front, keeps the order on both sides, and returns the start of the right side. */
    function partition(begin: number, end: number): number {
      const codes = binned.codes[split.feature];
      const missing = binned.cuts[split.feature].length;
      const { bin, defaultLeft } = split;
      let left = begin;
      let right = 0;
      for (let i = begin; i < end; i++) {
        const row = rows[i];
        const code = codes[row];
        if (code === missing ? defaultLeft : code <= bin) rows[left++] = row;
        else aside[right++] = row;
      }
      for (let i = 0; i < right; i++) rows[left + i] = aside[i];
      return left;
    }

    function finish(node: number, begin: number, end: number, gradient: number, hessian: number): void {
      const weight = settings.learning_rate * leafWeight(gradient, hessian, settings);
      nodes.child[node] = -1;
      nodes.feature[node] = 0;
      nodes.value[node] = weight;
      nodes.defaultLeft[node] = 0;
      nodes.lossChange[node] = 0;
      nodes.sumHessian[node] = hessian;
      nodes.baseWeight[node] = weight;
      for (let i = begin; i < end; i++) leaves[rows[i]] = node;
    }
  }

  /** Writes the split just found into the node and returns its left child; the right one follows it. */
  function record(node: number, gradient: number, hessian: number): number {
    const left = count;
    count += 2;
    nodes.child[node] = left;
    nodes.feature[node] = split.feature;
    nodes.value[node] = binned.cuts[split.feature][split.bin];
    nodes.defaultLeft[node] = split.defaultLeft ? 1 : 0;
    nodes.lossChange[node] = split.lossChange;
    nodes.sumHessian[node] = hessian;
    nodes.baseWeight[node] = leafWeight(gradient, hessian, settings);
    return left;
  }

  function take(): Float64Array {
    return pool.pop() ?? new Float64Array(layout.size);
  }

  return { grow };
}

function emptyTree(length: number): Tree {
  return {
    child: new Int32Array(length),
    feature: new Int32Array(length),
    value: new Float32Array(length),
    defaultLeft: new Uint8Array(length),
    lossChange: new Float32Array(length),
    sumHessian: new Float32Array(length),
    baseWeight: new Float32Array(length),
  };
}

function copyOf(tree: Tree, length: number): Tree {
  return {
    child: tree.child.slice(0, length),
    feature: tree.feature.slice(0, length),
    value: tree.value.slice(0, length),
    defaultLeft: tree.defaultLeft.slice(0, length),
    lossChange: tree.lossChange.slice(0, length),
    sumHessian: tree.sumHessian.slice(0, length),
    baseWeight: tree.baseWeight.slice(0, length),
  };
}
