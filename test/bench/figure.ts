/** One measured figure beside its yardstick from the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly runs: readonly number[];
  readonly yardstick?: { readonly name: string; readonly median: number; readonly runs: readonly number[] };
  /** median / yardstick.median. */
  readonly ratio?: number;
  /** What was promised, in words, e.g. "ratio at most 1". */
  readonly target: string;
  readonly met: boolean;
  /** Anything needed to read the figure honestly. */
  readonly note?: string;
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a share of `share` (0…1) of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
