import { wilsonInterval, z95 } from './wilson.ts';

/** The interval of a share, and the effective size of its sample. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
  /** Effective sample size: independent rows with the same information; at most the number of rows. */
  readonly effective_rows: number;
}

/**
 * 95 % interval of the hit rate where neighbouring rows are dependent, because their labels look at the same bars.
 * `hits` is 1 or 0 per row, `bars` the index of the row's bar, ascending. Labels of bars at least `horizon` apart share
 * no bar.
 *
 * Rows are grouped into blocks of `horizon` bars. With S the sum of a block's deviations from the share p over all n
 * rows, the variance of p is Σ (S_b² + 2 S_b S_{b+1}) / n². A label reaches at most into the next block, so this is the
 * whole long-run variance (the truncated estimator of White 1984, "Asymptotic Theory for Econometricians", chapter 6, in
 * blocks). Deviations from the record's own mean make it too small by three of B blocks, which is corrected for. It is
 * at least the variance without covariances between blocks, and at least that of independent rows.
 *
 * The interval is Wilson's for the effective number of rows p (1 − p) / variance, with Student's quantile for the
 * number of blocks in place of the normal one (Korn and Graubard 1998, "Confidence Intervals for Proportions with Small
 * Expected Number of Positive Counts Estimated from Survey Data", Survey Methodology 24). It is 0…1 with fewer than
 * `fewestBlocks` blocks.
 */
export function accuracyInterval(hits: Uint8Array, bars: Int32Array, horizon: number): ShareInterval {
  const rows = hits.length;
  const sum = hits.reduce((total, hit) => total + hit, 0);
  const share = rows === 0 ? 0 : sum / rows;
  const blocks = deviationsByBlock(hits, bars, horizon, share);
  const count = blocks.size;
  if (count < fewestBlocks) return { low: 0, high: 1, effective_rows: Math.min(rows, count) };
  let own = 0;
  let withNext = 0;
  for (const [block, deviation] of blocks) {
    own += deviation * deviation;
    withNext += 2 * deviation * (blocks.get(block + 1) ?? 0);
  }
  const variance =
    Math.max((own * count) / (count - 1), ((own + withNext) * count) / (count - 3)) / (rows * rows);
  // Where all rows are right or all wrong, the variance is 0; each block then counts as one independent row.
  const effective = variance > 0 ? Math.min(rows, (share * (1 - share)) / variance) : count;
  const student = studentQuantile(count - 1) / z95;
  const [low, high] = wilsonInterval(share * effective, effective, student * z95);
  return { low, high, effective_rows: effective };
}

/** With fewer blocks their variance cannot be estimated. */
const fewestBlocks = 5;

function deviationsByBlock(
  hits: Uint8Array,
  bars: Int32Array,
  horizon: number,
  share: number,
): Map<number, number> {
  const first = bars[0] ?? 0;
  const blocks = new Map<number, number>();
  for (let row = 0; row < hits.length; row++) {
    const block = Math.floor((bars[row] - first) / horizon);
    blocks.set(block, (blocks.get(block) ?? 0) + hits[row] - share);
  }
  return blocks;
}

/** 97.5 % quantile of Student's t with at least 3 degrees of freedom, within 1 % (Abramowitz and Stegun 1964, 26.7.5). */
function studentQuantile(degrees: number): number {
  const z = z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}
