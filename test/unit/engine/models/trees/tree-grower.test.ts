import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binRows, maxBins } from '../../../../../electron/engine/models/trees/binning.ts';
import {
  createTreeGrower,
  type GrowthSettings,
  type Tree,
} from '../../../../../electron/engine/models/trees/tree-grower.ts';
import { createRandom } from '../../../../../electron/engine/random.ts';

test('every code agrees with the 32-bit comparison with the cut', () => {
  fc.assert(
    fc.property(fc.array(floats, { minLength: 1, maxLength: 400 }), (column) => {
      const values = Float32Array.from(column);
      const { codes, cuts } = binRows(values, 1, rowNumbers(values.length));
      values.forEach((value, row) => {
        const code = codes[0][row];
        if (Number.isNaN(value)) expect(code).toBe(cuts[0].length);
        else for (const [bin, cut] of cuts[0].entries()) expect(value < cut).toBe(code <= bin);
      });
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('few distinct values get a bin each, many get bins of about equal size', () => {
  const few = binRows(Float32Array.of(3, 1, 2, 2, Number.NaN, 1), 1, rowNumbers(6));
  expect(Array.from(few.codes[0])).toEqual([2, 0, 1, 1, 3, 0]);
  const many = binRows(
    Float32Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 10_000),
    1,
    rowNumbers(10_000),
  );
  const sizes = new Array<number>(maxBins).fill(0);
  for (const code of many.codes[0]) sizes[code]++;
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(39);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
});

test('a column without values is never split on and changes nothing', () => {
  const values = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? Number.NaN : i));
  const { tree } = growRandom(values, 2, 7, { ...settings, max_depth: 3 });
  for (let node = 0; node < tree.child.length; node++) {
    if (tree.child[node] >= 0) expect(tree.feature[node]).toBe(1);
  }
});

test('a split can separate missing from present values, with the missing ones on either side', () => {
  const values = Float32Array.from({ length: 100 }, (_, row) => (row < 40 ? Number.NaN : 5));
  const gradients = Float32Array.from({ length: 100 }, (_, row) => (row < 40 ? -1 : 1));
  const grower = createTreeGrower(binRows(values, 1, rowNumbers(100)), settings);
  const leaves = new Int32Array(100);
  const hessians = new Float32Array(100).fill(0.25);
  const tree = grower.grow(gradients, hessians, rowNumbers(100), rowNumbers(1), leaves);
  expect(tree.child.length).toBe(3);
  expect(Array.from(leaves, (leaf) => Math.sign(tree.value[leaf]))).toEqual(
    Array.from(gradients, (gradient) => -gradient),
  );
  leaves.forEach((leaf, row) => {
    expect(walk(tree, values, row)).toBe(leaf);
  });
});

const shape = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  // At most as many rows as bins: then binning loses nothing.
  rows: fc.integer({ min: 30, max: 250 }),
  depth: fc.integer({ min: 1, max: 5 }),
  missing: fc.constantFrom(0, 0.2),
  lambda: fc.constantFrom(0, 1, 3),
  alpha: fc.constantFrom(0, 0.1, 2),
  gamma: fc.constantFrom(0, 0.1, 1.5),
  lightest: fc.constantFrom(0.5, 3, 6),
});

test('the scorer sends every training row to the leaf that training gave it', () => {
  fc.assert(
    fc.property(shape, (drawn) => {
      // A coarse grid, so that values equal split conditions all the time.
      const values = randomValues(drawn.seed, drawn.rows * 3, drawn.missing, 8);
      const { tree, leaves } = growRandom(values, 3, drawn.seed, settingsOf(drawn));
      leaves.forEach((leaf, row) => {
        expect(walk(tree, values, row * 3)).toBe(leaf);
      });
    }),
    { seed: 2, numRuns: 200 },
  );
});

test('the tree equals the one from trying every split on every row', () => {
  fc.assert(
    fc.property(shape, (drawn) => {
      const values = randomValues(drawn.seed, drawn.rows * 3, drawn.missing, null);
      const grown = growRandom(values, 3, drawn.seed, settingsOf(drawn));
      const naive = naiveLeaves(values, 3, grown.gradients, grown.hessians, settingsOf(drawn));
      const weights = Array.from(grown.leaves, (leaf) => grown.tree.value[leaf]);
      weights.forEach((weight, row) => {
        expect(weight).toBeCloseTo(naive[row], 5);
      });
    }),
    { seed: 3, numRuns: 60 },
  );
});

const floats = fc.oneof(
  fc.float({ noDefaultInfinity: true, noNaN: true }),
  fc.constantFrom(0, -0, 1, 1.0000001192092896, Number.NaN, 1e-45),
);

const settings: GrowthSettings = {
  max_depth: 4,
  learning_rate: 1,
  reg_lambda: 1,
  reg_alpha: 0,
  gamma: 0,
  min_child_weight: 1,
};

function settingsOf(drawn: {
  depth: number;
  lambda: number;
  alpha: number;
  gamma: number;
  lightest: number;
}) {
  return {
    max_depth: drawn.depth,
    learning_rate: 1,
    reg_lambda: drawn.lambda,
    reg_alpha: drawn.alpha,
    gamma: drawn.gamma,
    min_child_weight: drawn.lightest,
  };
}

function growRandom(values: Float32Array, width: number, seed: number, growth: GrowthSettings) {
  const rows = values.length / width;
  const random = createRandom(seed + 99);
  const gradients = Float32Array.from({ length: rows }, () => random.next() - 0.5);
  const hessians = Float32Array.from({ length: rows }, () => 0.05 + random.next() * 0.2);
  const binned = binRows(values, width, rowNumbers(rows));
  const leaves = new Int32Array(rows);
  const grower = createTreeGrower(binned, growth);
  const tree = grower.grow(gradients, hessians, rowNumbers(rows), rowNumbers(width), leaves);
  return { tree, leaves, gradients, hessians };
}

function walk(tree: Tree, values: Float32Array, offset: number): number {
  let node = 0;
  while (tree.child[node] >= 0) {
    const value = values[offset + tree.feature[node]];
    const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < tree.value[node];
    node = tree.child[node] + (goesLeft ? 0 : 1);
  }
  return node;
}

/** Weight per row by exhaustive search, written as the formulas are. */
function naiveLeaves(
  values: Float32Array,
  width: number,
  gradients: Float32Array,
  hessians: Float32Array,
  growth: GrowthSettings,
): number[] {
  const weights = new Array<number>(gradients.length).fill(0);
  const sum = (column: Float32Array, rows: number[]) => rows.reduce((total, row) => total + column[row], 0);
  const shrunk = (gradient: number) =>
    Math.sign(gradient) * Math.max(0, Math.abs(gradient) - growth.reg_alpha);
  const score = (rows: number[]) =>
    shrunk(sum(gradients, rows)) ** 2 / (sum(hessians, rows) + growth.reg_lambda);

  function grow(rows: number[], depth: number): void {
    let best = { change: Math.max(1e-6, growth.gamma), left: [] as number[], right: [] as number[] };
    for (let feature = 0; depth < growth.max_depth && feature < width; feature++) {
      const at = (row: number) => values[row * width + feature];
      for (const cut of new Set([...rows.map(at), Number.POSITIVE_INFINITY])) {
        for (const missingLeft of [false, true]) {
          const goesLeft = (row: number) => (Number.isNaN(at(row)) ? missingLeft : at(row) < cut);
          const left = rows.filter(goesLeft);
          const right = rows.filter((row) => !goesLeft(row));
          if (left.length === 0 || right.length === 0) continue;
          if (Math.min(sum(hessians, left), sum(hessians, right)) < growth.min_child_weight) continue;
          const change = score(left) + score(right) - score(rows);
          if (change > best.change) best = { change, left, right };
        }
      }
    }
    if (best.left.length > 0) {
      grow(best.left, depth + 1);
      grow(best.right, depth + 1);
      return;
    }
    const hessian = sum(hessians, rows);
    const weight =
      hessian < growth.min_child_weight ? 0 : -shrunk(sum(gradients, rows)) / (hessian + growth.reg_lambda);
    for (const row of rows) weights[row] = weight;
  }

  grow(Array.from(rowNumbers(gradients.length)), 0);
  return weights;
}

function randomValues(seed: number, length: number, missing: number, grid: number | null): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => {
    if (random.next() < missing) return Number.NaN;
    return grid === null ? random.normal() : random.int(grid) / 3;
  });
}

function rowNumbers(length: number): Int32Array {
  return Int32Array.from({ length }, (_, row) => row);
}
