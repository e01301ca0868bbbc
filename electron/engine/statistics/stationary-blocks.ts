import type { Random } from '../random.ts';

/**
 * Resampled days as blocks: resample `r` is the blocks `offsets[r]` … `offsets[r + 1]` (excluded), each the
 * days `starts[b]` … `ends[b]` (excluded). Days wrap around: day `days + i` is day `i`. Every resample has `days` days.
 */
export interface StationaryBlocks {
  readonly days: number;
  readonly resamples: number;
  readonly offsets: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Draws resamples by the stationary bootstrap (Politis and Romano 1994, "The Stationary Bootstrap", Journal of
 * the American Statistical Association 89): blocks begin at a random day and have geometric lengths with mean
 * `meanBlock` ≥ 1, which preserves the dependence between neighbouring days.
 */
export function drawBlocks(
  days: number,
  resamples: number,
  meanBlock: number,
  random: Random,
): StationaryBlocks {
  const offsets = new Int32Array(resamples + 1);
  const expected = Math.ceil((resamples * (days + meanBlock)) / meanBlock);
  let starts = new Int32Array(expected);
  let ends = new Int32Array(expected);
  const logStay = Math.log1p(-1 / meanBlock);
  let count = 0;
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let missing = days; missing > 0; count += 1) {
      if (count === starts.length) {
        starts = grown(starts);
        ends = grown(ends);
      }
      const start = random.int(days);
      const drawn = 1 + Math.floor(Math.log(1 - random.next()) / logStay);
      const length = Math.min(missing, drawn);
      starts[count] = start;
      ends[count] = start + length;
      missing -= length;
    }
    offsets[resample + 1] = count;
  }
  return { days, resamples, offsets, starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/**
 * Mean block length for this many days: their cube root, at most 10. With the cube root the error of the resampled
 * variance shrinks fastest. Longer blocks understate the variance of short records, because a resample of a few long
 * blocks varies less than the record did.
 */
export function meanBlockFor(days: number): number {
  return Math.min(10, Math.max(1, Math.round(Math.cbrt(days))));
}

/**
 * Factor by which resampled sums are widened around the record's own sum: √(days / (days − (2b − 1))), b the mean block
 * length. The bootstrap measures days from the record's own mean, which makes each covariance between days too small by
 * 1/days of the variance, and blocks add up 2b − 1 of them. Without the correction, the reality check finds an edge in
 * 6 to 7 % of half years of pure noise instead of 5 %.
 */
export function spreadCorrection(days: number, meanBlock: number): number {
  return Math.sqrt(days / Math.max(1, days - (2 * meanBlock - 1)));
}

/** Sums of the values before each day, over two rounds: the sum of a block is `sums[end] − sums[start]`. */
export function prefixSums(values: Float32Array | Float64Array): Float64Array {
  const days = values.length;
  const sums = new Float64Array(2 * days + 1);
  for (let i = 0; i < 2 * days; i += 1) sums[i + 1] = sums[i] + values[i < days ? i : i - days];
  return sums;
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.ceil(column.length * 1.1) + 16);
  longer.set(column);
  return longer;
}
