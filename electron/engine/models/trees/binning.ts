/** The training rows, with each value replaced by the number of its bin. */
export interface BinnedRows {
  readonly rows: number;
  /** Per feature one code per row: bin 0…bins − 1, or `bins` (see `binsOf`) for a missing value. */
  readonly codes: readonly Uint8Array[];
  /**
   * Per feature the upper ends of its bins, ascending: bin b holds cuts[b − 1] ≤ value < cuts[b]. The last lies above
   * every value in the data, the others occur in it. All are 32-bit floats, so that the 32-bit comparison
   * value < cuts[b] is equivalent to code ≤ b.
   */
  readonly cuts: readonly Float32Array[];
}

/** One of the 256 codes is for missing values. */
export const maxBins = 255;

/** Number of bins of one feature, without the one for missing values. */
export function binsOf(binned: BinnedRows, feature: number): number {
  return binned.cuts[feature].length;
}

/**
 * Bins the given rows of a row-major table of `width` columns. A feature of at most 255 distinct values gets one bin per
 * value, any other 255 quantile bins of about equally many rows. Values are finite or NaN (missing).
 */
export function binRows(values: Float32Array, width: number, rows: Int32Array): BinnedRows {
  const column = new Float32Array(rows.length);
  const sorted = new Float32Array(rows.length);
  const codes: Uint8Array[] = [];
  const cuts: Float32Array[] = [];
  for (let feature = 0; feature < width; feature++) {
    for (let i = 0; i < rows.length; i++) column[i] = values[rows[i] * width + feature];
    sorted.set(column);
    // NaN sorts last.
    sorted.sort();
    let present = rows.length;
    while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
    const featureCuts = quantileCuts(sorted.subarray(0, present));
    cuts.push(featureCuts);
    codes.push(encode(column, featureCuts));
  }
  return { rows: rows.length, codes, cuts };
}

function quantileCuts(sorted: Float32Array): Float32Array {
  if (sorted.length === 0) return new Float32Array(0);
  const cuts = distinctCuts(sorted) ?? rankCuts(sorted);
  const largest = sorted[sorted.length - 1];
  cuts.push(Math.min(Math.fround(largest + Math.abs(largest) + 1e-5), largestFloat));
  return Float32Array.from(cuts);
}

/** Every distinct value but the first; null where there are too many. */
function distinctCuts(sorted: Float32Array): number[] | null {
  const cuts: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] > sorted[i - 1] && cuts.push(sorted[i]) > maxBins - 1) return null;
  }
  return cuts;
}

function rankCuts(sorted: Float32Array): number[] {
  const cuts: number[] = [];
  let previous = sorted[0];
  for (let bin = 1; bin < maxBins; bin++) {
    const cut = sorted[Math.floor((bin * sorted.length) / maxBins)];
    if (cut > previous) cuts.push(cut);
    previous = cut;
  }
  return cuts;
}

function encode(column: Float32Array, cuts: Float32Array): Uint8Array {
  const codes = new Uint8Array(column.length);
  const last = cuts.length - 1;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < cuts[middle]) high = middle;
      else low = middle + 1;
    }
    codes[i] = Number.isNaN(value) ? cuts.length : low;
  }
  return codes;
}

const largestFloat = 3.4028234663852886e38;
