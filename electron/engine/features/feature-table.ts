/**
 * Feature rows of one timeframe, one per bar, oldest first.
 * The trees compare 32-bit floats, so the table holds them. NaN is a missing value (warm-up, division by zero).
 */
export interface FeatureTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** Row-major, rows × names.length. */
  readonly values: Float32Array;
  /** Rows before this index are not warmed up: they must not be used for training or predictions. */
  readonly warm_up: number;
}
