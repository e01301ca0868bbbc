import { failure, type Result, success } from '../../../../shared/result.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The arrays of an ensemble that are read from its trees. */
export type Trees = Omit<TreeEnsemble, 'featureCount' | 'featureNames' | 'baseScore'>;

interface Bounds {
  readonly trees: number;
  readonly nodes: number;
  readonly depth: number;
}

/**
 * Reads `learner.gradient_booster.model.trees`. Checks the type, length and range of every array, and that each tree is a
 * tree: no node is reached twice or lies deeper than the bound. Unreachable nodes are dropped; XGBoost leaves pruned ones
 * in the file.
 */
export function readTrees(trees: readonly unknown[], featureCount: number, bounds: Bounds): Result<Trees> {
  if (trees.length > bounds.trees) {
    return failure('too-large', `The model has ${trees.length} trees; ${bounds.trees} are allowed.`);
  }
  const raws: RawTree[] = [];
  const roots = new Int32Array(trees.length);
  let nodes = 0;
  for (let index = 0; index < trees.length; index++) {
    const raw = readTree(trees[index], featureCount, bounds);
    if (typeof raw === 'string') {
      return failure('unreadable', `The file is not a usable XGBoost JSON model: trees[${index}]${raw}.`);
    }
    roots[index] = nodes;
    nodes += raw.order.length;
    if (nodes > bounds.nodes) {
      return failure('too-large', `The model has more than the ${bounds.nodes} nodes that are allowed.`);
    }
    raws.push(raw);
  }
  const flat = {
    roots,
    child: new Int32Array(nodes),
    feature: new Int32Array(nodes),
    value: new Float32Array(nodes),
    defaultLeft: new Uint8Array(nodes),
    lossChange: new Float32Array(nodes),
    sumHessian: new Float32Array(nodes),
    baseWeight: new Float32Array(nodes),
  };
  raws.forEach((raw, index) => {
    append(raw, flat, roots[index]);
  });
  return success(flat);
}

interface RawTree {
  readonly left: Float64Array;
  readonly feature: Float64Array;
  readonly value: Float64Array;
  readonly defaultLeft: Float64Array;
  readonly lossChange: Float64Array;
  readonly sumHessian: Float64Array;
  readonly baseWeight: Float64Array;
  /** Reachable nodes, breadth first, so that the two children of a node are adjacent. */
  readonly order: readonly number[];
}

const largestIndex = 2 ** 31 - 1;

/** The tree, or its problem in words that follow "trees[i]". */
function readTree(tree: unknown, featureCount: number, bounds: Bounds): RawTree | string {
  if (!isRecord(tree)) return ' is not an object';
  const length = Array.isArray(tree.left_children) ? tree.left_children.length : 0;
  if (length < 1) return '.left_children is not a list with at least one node';
  if (length > bounds.nodes) return ` has ${length} nodes; ${bounds.nodes} are allowed`;
  const problem = checkParameters(tree, length);
  if (problem !== null) return problem;

  const left = numbers(tree, 'left_children', length, -1, length - 1);
  if (typeof left === 'string') return left;
  const right = numbers(tree, 'right_children', length, -1, length - 1);
  if (typeof right === 'string') return right;
  const feature = numbers(tree, 'split_indices', length, 0, largestIndex);
  if (typeof feature === 'string') return feature;
  const defaultLeft = numbers(tree, 'default_left', length, 0, 1);
  if (typeof defaultLeft === 'string') return defaultLeft;
  const value = numbers(tree, 'split_conditions', length);
  if (typeof value === 'string') return value;
  const recorded: Float64Array[] = [];
  for (const key of ['loss_changes', 'sum_hessian', 'base_weights'] as const) {
    const column = tree[key] === undefined ? new Float64Array(length) : numbers(tree, key, length);
    if (typeof column === 'string') return column;
    recorded.push(column);
  }
  const order = walk(left, right, feature, featureCount, bounds.depth);
  if (typeof order === 'string') return order;
  const [lossChange, sumHessian, baseWeight] = recorded;
  return { left, feature, value, defaultLeft, lossChange, sumHessian, baseWeight, order };
}

function checkParameters(tree: Readonly<Record<string, unknown>>, length: number): string | null {
  const parameters = tree.tree_param ?? {};
  if (!isRecord(parameters)) return '.tree_param is not an object';
  if (parameters.num_nodes !== undefined && parameters.num_nodes !== String(length)) {
    return `.tree_param.num_nodes does not fit the ${length} nodes of left_children`;
  }
  if (!['0', '1', undefined].includes(parameters.size_leaf_vector as string | undefined)) {
    return ' has vector leaves (size_leaf_vector above 1), which are not supported';
  }
  for (const key of ['categories', 'categories_nodes'] as const) {
    const list = tree[key];
    if (list !== undefined && !(Array.isArray(list) && list.length === 0)) {
      return `.${key} is not empty: categorical splits are not supported`;
    }
  }
  const types = tree.split_type;
  if (types !== undefined && !(Array.isArray(types) && types.every((type) => type === 0))) {
    return '.split_type is not all 0: categorical splits are not supported';
  }
  return null;
}

/** The column as numbers, or its problem in words. With bounds, the numbers must be whole. */
function numbers(
  tree: Readonly<Record<string, unknown>>,
  key: string,
  length: number,
  min?: number,
  max?: number,
): Float64Array | string {
  const list = tree[key];
  if (!Array.isArray(list)) return `.${key} is not a list`;
  if (list.length !== length) return `.${key} has ${list.length} entries for ${length} nodes`;
  const column = new Float64Array(length);
  for (let node = 0; node < length; node++) {
    const entry: unknown = list[node];
    // Old versions of XGBoost write default_left as true and false.
    const value = typeof entry === 'boolean' && key === 'default_left' ? Number(entry) : entry;
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      return `.${key}[${node}] is not a finite 32-bit number`;
    }
    if (
      min !== undefined &&
      max !== undefined &&
      !(Number.isInteger(value) && value >= min && value <= max)
    ) {
      return `.${key}[${node}] is ${value}; a whole number from ${min} to ${max} is needed`;
    }
    column[node] = value;
  }
  return column;
}

function walk(
  left: Float64Array,
  right: Float64Array,
  feature: Float64Array,
  featureCount: number,
  maxDepth: number,
): number[] | string {
  const order = [0];
  const depth = new Int32Array(left.length).fill(-1);
  depth[0] = 0;
  for (let next = 0; next < order.length; next++) {
    const node = order[next];
    if (left[node] < 0 && right[node] < 0) continue;
    if (left[node] < 0 || right[node] < 0) return `: node ${node} has one child only`;
    if (feature[node] >= featureCount) {
      return `.split_indices[${node}] is ${feature[node]}, but the model has ${featureCount} features`;
    }
    if (depth[node] >= maxDepth) return ` is deeper than the ${maxDepth} levels that are allowed`;
    for (const child of [left[node], right[node]]) {
      if (depth[child] >= 0) return `: node ${child} is reached twice, so this is not a tree`;
      depth[child] = depth[node] + 1;
      order.push(child);
    }
  }
  return order;
}

function append(raw: RawTree, flat: Trees, start: number): void {
  let nextChild = start + 1;
  raw.order.forEach((node, position) => {
    const to = start + position;
    const isLeaf = raw.left[node] < 0;
    flat.child[to] = isLeaf ? -1 : nextChild;
    if (!isLeaf) nextChild += 2;
    flat.feature[to] = isLeaf ? 0 : raw.feature[node];
    flat.value[to] = raw.value[node];
    flat.defaultLeft[to] = raw.defaultLeft[node];
    flat.lossChange[to] = raw.lossChange[node];
    flat.sumHessian[to] = raw.sumHessian[node];
    flat.baseWeight[to] = raw.baseWeight[node];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
