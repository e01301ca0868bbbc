import { type BinnedRows, binsOf } from './binning.ts';

/**
 * Layout of a histogram: pairs of gradient sum and hessian sum. The pair of bin b of feature f lies at
 * `offsets[f] + 2·b`, the pair of its missing values after those of its bins.
 */
export interface HistogramLayout {
  readonly offsets: Int32Array;
  /** Numbers per histogram. */
  readonly size: number;
}

export function layoutHistograms(binned: BinnedRows): HistogramLayout {
  const offsets = new Int32Array(binned.codes.length);
  let size = 0;
  for (let feature = 0; feature < offsets.length; feature++) {
    offsets[feature] = size;
    size += 2 * (binsOf(binned, feature) + 1);
  }
  return { offsets, size };
}

/**
 * Overwrites `histogram` with the sums of the gradient pairs of rows[begin…end) per bin of the given features.
 * `gradients` and `hessians` are in the order of `rows`: entry i − begin belongs to rows[i].
 */
export function fillHistogram(
  histogram: Float64Array,
  layout: HistogramLayout,
  binned: BinnedRows,
  features: Int32Array,
  rows: Int32Array,
  begin: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  histogram.fill(0);
  const { codes } = binned;
  const { offsets } = layout;
  let position = 0;
  // With two features at a time, row numbers and gradient pairs are read half as often.
  for (; position + 1 < features.length; position += 2) {
    const one = features[position];
    const other = features[position + 1];
    addTwo(
      histogram,
      codes[one],
      offsets[one],
      codes[other],
      offsets[other],
      rows,
      begin,
      end,
      gradients,
      hessians,
    );
  }
  if (position < features.length) {
    const last = features[position];
    addOne(histogram, codes[last], offsets[last], rows, begin, end, gradients, hessians);
  }
}

/** Subtracts the histogram of one child from its parent's, which becomes that of the other child. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] -= child[i];
}

function addTwo(
  histogram: Float64Array,
  codesA: Uint8Array,
  offsetA: number,
  codesB: Uint8Array,
  offsetB: number,
  rows: Int32Array,
  begin: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = begin; i < end; i++) {
    const row = rows[i];
    const gradient = gradients[i - begin];
    const hessian = hessians[i - begin];
    const a = offsetA + (codesA[row] << 1);
    histogram[a] += gradient;
    histogram[a + 1] += hessian;
    const b = offsetB + (codesB[row] << 1);
    histogram[b] += gradient;
    histogram[b + 1] += hessian;
  }
}

function addOne(
  histogram: Float64Array,
  codes: Uint8Array,
  offset: number,
  rows: Int32Array,
  begin: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = begin; i < end; i++) {
    const at = offset + (codes[rows[i]] << 1);
    histogram[at] += gradients[i - begin];
    histogram[at + 1] += hessians[i - begin];
  }
}
