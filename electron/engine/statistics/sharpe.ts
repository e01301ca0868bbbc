/** How results scatter: all that a Sharpe ratio is made of. */
export interface Scatter {
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared deviations from the mean. */
  readonly squares: number;
}

/**
 * Mean by sample standard deviation (Sharpe 1994, "The Sharpe Ratio", Journal of Portfolio Management 21, with
 * zero as the rate that could be had without risk), times √`perYear`; 1 leaves it per day. Null without
 * variation that could be judged.
 */
export function sharpeRatio(scatter: Scatter, perYear: number): number | null {
  if (!isScattered(scatter)) return null;
  const { count, mean, squares } = scatter;
  return (mean / Math.sqrt(squares / (count - 1))) * Math.sqrt(perYear);
}

/**
 * False for fewer than two results and for results that are alike: their deviation is less than a millionth of
 * their size (root mean square). What is left then is rounding, of which no ratio means anything.
 */
export function isScattered({ count, mean, squares }: Scatter): boolean {
  return count >= 2 && squares / count > alike * (mean * mean + squares / count);
}

/** Squared: a deviation of a millionth. */
const alike = 1e-12;

/**
 * The scatter of results; where `counts` is given, of those that it counts (`countsAsDay`).
 */
export function scatterOf(values: Float32Array | Float64Array, counts?: Uint8Array): Scatter {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (counts && !countsAsDay(counts, values, i)) continue;
    count += 1;
    sum += values[i];
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (counts && !countsAsDay(counts, values, i)) continue;
    const off = values[i] - mean;
    squares += off * off;
  }
  return { count, mean, squares };
}

/** A day counts on which a model spoke, and one on which a trade ended all the same. */
export function countsAsDay(spoken: Uint8Array, pips: Float32Array | Float64Array, day: number): boolean {
  return spoken[day] === 1 || pips[day] !== 0;
}

/** The scatter of results of which only sums are known. */
export function scatterFromSums(count: number, sum: number, sumOfSquares: number): Scatter {
  const mean = sum / count;
  return { count, mean, squares: Math.max(0, sumOfSquares - sum * mean) };
}
