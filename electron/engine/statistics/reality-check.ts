import { firstIndex } from '../../../shared/first-index.ts';
import { createRandom } from '../random.ts';
import {
  drawBlocks,
  meanBlockFor,
  prefixSums,
  type StationaryBlocks,
  spreadCorrection,
} from './stationary-blocks.ts';

/** Pips per trading day of every mix: row `mix` is `values[mix · days]` … `values[(mix + 1) · days]` (excluded). */
export interface DailyByMix {
  readonly values: Float32Array | Float64Array;
  readonly mixes: number;
  readonly days: number;
}

export interface RealityCheckOptions {
  readonly resamples: number;
  readonly seed: number;
  /** Mean block length in days; by default `meanBlockFor(days)`. */
  readonly meanBlock?: number;
}

export interface RealityCheck {
  /** Probability that luck alone makes the best mix look this good; 1 where no mix trades. */
  readonly p_value: number;
  /** Row of the mix that earned most, the first among equals; null where no mix trades. */
  readonly best: number | null;
  readonly best_pips: number;
  readonly resamples: number;
  readonly mean_block_days: number;
  /** Number of mixes that trade; mixes with identical daily results count once. */
  readonly distinct: number;
  /** Pips of the best mix in each resample if none has an edge; ascending. */
  readonly best_by_luck: Float64Array;
}

/**
 * White's reality check (2000, "A Reality Check for Data Snooping", Econometrica 68) with the stationary bootstrap.
 * Every resample draws the same days for all mixes. The largest gain of any mix over its own result is what luck gives
 * the best mix in that resample. Mixes that never trade are left out: they are no trials, and their constant 0 would
 * put a floor under the maximum. p = (1 + count) / (1 + resamples).
 *
 * The null hypothesis is that no mix has a positive expected gain. Costs (the spread, and the rule that the stop counts
 * when a bar holds both barriers) make the expected gain of a mix without an edge negative, so p is conservative.
 *
 * `onProgress` receives the completed share, 0…1, ascending.
 */
export function realityCheck(
  daily: DailyByMix,
  { resamples, seed, meanBlock = meanBlockFor(daily.days) }: RealityCheckOptions,
  onProgress?: (share: number) => void,
): RealityCheck {
  const rows = distinctRows(daily);
  const luck = new Float64Array(resamples).fill(Number.NEGATIVE_INFINITY);
  let best: number | null = null;
  let best_pips = 0;
  if (rows.length > 0) {
    const blocks = drawBlocks(daily.days, resamples, meanBlock, createRandom(seed));
    for (let first = 0; first < rows.length; first += lanes) {
      const group = rows.slice(first, first + lanes).map((row) => prefixSums(rowOf(daily, row)));
      for (const [lane, sums] of group.entries()) {
        const pips = sums[daily.days];
        if (best !== null && pips <= best_pips) continue;
        best = rows[first + lane];
        best_pips = pips;
      }
      raise(luck, group, blocks);
      if ((first / lanes) % 16 === 0) onProgress?.(first / rows.length);
    }
  }
  onProgress?.(1);
  const correction = spreadCorrection(daily.days, meanBlock);
  for (let i = 0; i < resamples; i += 1) luck[i] *= correction;
  luck.sort();
  return {
    p_value: best === null ? 1 : pValueOf(luck, best_pips),
    best,
    best_pips,
    resamples,
    mean_block_days: meanBlock,
    distinct: rows.length,
    best_by_luck: luck,
  };
}

/** The p-value of a result: how often luck alone gives the best mix at least this many pips. `bestByLuck` ascends. */
export function pValueOf(bestByLuck: Float64Array, pips: number): number {
  const resamples = bestByLuck.length;
  const reached = resamples - firstIndex(resamples, (resample) => bestByLuck[resample] >= pips);
  return (1 + reached) / (1 + resamples);
}

/** Mixes evaluated in one pass over the blocks. */
const lanes = 4;

/** Raises each resample's maximum to the gain of these mixes over their own results. */
function raise(luck: Float64Array, group: readonly Float64Array[], blocks: StationaryBlocks): void {
  const { days, resamples, offsets, starts, ends } = blocks;
  // An incomplete group repeats its last mix, which does not change the maximum.
  const [a, b = a, c = b, d = c] = group;
  for (let resample = 0; resample < resamples; resample += 1) {
    let sumA = -a[days];
    let sumB = -b[days];
    let sumC = -c[days];
    let sumD = -d[days];
    for (let block = offsets[resample]; block < offsets[resample + 1]; block += 1) {
      const start = starts[block];
      const end = ends[block];
      sumA += a[end] - a[start];
      sumB += b[end] - b[start];
      sumC += c[end] - c[start];
      sumD += d[end] - d[start];
    }
    luck[resample] = Math.max(luck[resample], sumA, sumB, sumC, sumD);
  }
}

/** The first row of each distinct series of daily results; rows that never trade are left out. */
function distinctRows(daily: DailyByMix): number[] {
  const byHash = new Map<number, number[]>();
  const rows: number[] = [];
  const bits = new Int32Array(new Float64Array(1).buffer);
  const value = new Float64Array(bits.buffer);
  for (let mix = 0; mix < daily.mixes; mix += 1) {
    const row = rowOf(daily, mix);
    let hash = 0;
    let trades = false;
    for (const pips of row) {
      // Adding 0 turns a negative zero into a positive one.
      value[0] = pips + 0;
      hash = Math.imul(hash ^ bits[0] ^ Math.imul(bits[1], 0x9e3779b1), 0x01000193);
      trades ||= pips !== 0;
    }
    if (!trades) continue;
    const alike = byHash.get(hash);
    if (alike?.some((other) => isSame(row, rowOf(daily, other)))) continue;
    if (alike) alike.push(mix);
    else byHash.set(hash, [mix]);
    rows.push(mix);
  }
  return rows;
}

function isSame(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

function rowOf({ values, days }: DailyByMix, mix: number): Float32Array | Float64Array {
  return values.subarray(mix * days, (mix + 1) * days);
}
