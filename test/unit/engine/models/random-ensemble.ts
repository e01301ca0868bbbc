import type { TreeEnsemble } from '../../../../electron/engine/models/trees/tree-ensemble.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';

/** A tree as one would draw it, for the obvious way of scoring. */
export type Node =
  | { readonly leaf: number }
  | {
      readonly feature: number;
      readonly condition: number;
      readonly missingLeft: boolean;
      readonly left: Node;
      readonly right: Node;
    };

export function randomTrees(seed: number, count: number, depth: number, features: number): Node[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => randomNode(random, depth, features));
}

/** Rows on a coarse grid, so that values often equal split conditions, with missing ones. */
export function randomRows(seed: number, rows: number, features: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: rows * features }, () =>
    random.next() < 0.15 ? Number.NaN : gridValue(random),
  );
}

export function flatten(trees: readonly Node[], featureCount: number, baseScore: number): TreeEnsemble {
  const roots: number[] = [];
  const child: number[] = [];
  const feature: number[] = [];
  const value: number[] = [];
  const defaultLeft: number[] = [];
  for (const tree of trees) {
    roots.push(child.length);
    const queue: { node: Node; at: number }[] = [{ node: tree, at: child.push(-1) - 1 }];
    for (const { node, at } of queue) {
      const isLeaf = 'leaf' in node;
      value[at] = isLeaf ? node.leaf : node.condition;
      feature[at] = isLeaf ? 0 : node.feature;
      defaultLeft[at] = !isLeaf && node.missingLeft ? 1 : 0;
      if (isLeaf) continue;
      child[at] = child.length;
      queue.push({ node: node.left, at: child.push(-1) - 1 }, { node: node.right, at: child.push(-1) - 1 });
    }
  }
  const recorded = () => Float32Array.from(child, (_, node) => node / 7);
  return {
    featureCount,
    featureNames: Array.from({ length: featureCount }, (_, index) => `f${index}`),
    baseScore: Math.fround(baseScore),
    roots: Int32Array.from(roots),
    child: Int32Array.from(child),
    feature: Int32Array.from(feature),
    value: Float32Array.from(value),
    defaultLeft: Uint8Array.from(defaultLeft),
    lossChange: recorded(),
    sumHessian: recorded(),
    baseWeight: recorded(),
  };
}

export function naiveScore(trees: readonly Node[], baseScore: number, row: Float32Array): number {
  const margin = trees.reduce(
    (sum, tree) => Math.fround(sum + Math.fround(leafOf(tree, row))),
    Math.log(Math.fround(baseScore) / (1 - Math.fround(baseScore))),
  );
  return 1 / (1 + Math.exp(-margin));
}

function leafOf(node: Node, row: Float32Array): number {
  if ('leaf' in node) return node.leaf;
  const value = row[node.feature];
  const goesLeft = Number.isNaN(value) ? node.missingLeft : value < Math.fround(node.condition);
  return leafOf(goesLeft ? node.left : node.right, row);
}

function randomNode(random: Random, depth: number, features: number): Node {
  if (depth === 0 || random.next() < 0.2) return { leaf: Math.fround(random.normal() * 0.1) };
  return {
    feature: random.int(features),
    condition: gridValue(random),
    missingLeft: random.next() < 0.5,
    left: randomNode(random, depth - 1, features),
    right: randomNode(random, depth - 1, features),
  };
}

function gridValue(random: Random): number {
  return Math.fround((random.int(41) - 20) / 10);
}
