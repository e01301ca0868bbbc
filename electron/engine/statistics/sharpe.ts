/** Count, mean and dispersion of results: the inputs of a Sharpe ratio. */
export interface Scatter {
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared deviations from the mean. */
  readonly squares: number;
}

/**
 * Mean divided by sample standard deviation (Sharpe 1994, "The Sharpe Ratio", Journal of Portfolio Management 21; the
 * risk-free rate is taken as zero), times √`perYear`; with 1 it stays per day. Null where the results do not vary
 * (`isScattered`).
 */
export function sharpeRatio(scatter: Scatter, perYear: number): number | null {
  if (!isScattered(scatter)) return null;
  const { count, mean, squares } = scatter;
  return (mean / Math.sqrt(squares / (count - 1))) * Math.sqrt(perYear);
}

/**
 * False for fewer than two results, and where the standard deviation is at most a millionth of the root mean square:
 * that much is rounding error, and a ratio of it means nothing.
 */
export function isScattered({ count, mean, squares }: Scatter): boolean {
  return count >= 2 && squares / count > negligible * (mean * mean + squares / count);
}

/** The square of a millionth. */
const negligible = 1e-12;

/** The scatter of results; with `predicted`, only of the days that count (`countsAsDay`). */
export function scatterOf(values: Float32Array | Float64Array, predicted?: Uint8Array): Scatter {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (predicted && !countsAsDay(predicted, values, i)) continue;
    count += 1;
    sum += values[i];
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (predicted && !countsAsDay(predicted, values, i)) continue;
    const off = values[i] - mean;
    squares += off * off;
  }
  return { count, mean, squares };
}

/** A day counts if it has a prediction (`predicted` is 1) or a closed trade. */
export function countsAsDay(predicted: Uint8Array, pips: Float32Array | Float64Array, day: number): boolean {
  return predicted[day] === 1 || pips[day] !== 0;
}

/** The scatter of results of which only the sums are known. */
export function scatterFromSums(count: number, sum: number, sumOfSquares: number): Scatter {
  const mean = sum / count;
  return { count, mean, squares: Math.max(0, sumOfSquares - sum * mean) };
}
