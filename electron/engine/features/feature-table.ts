/**
 * Feature rows of one timeframe, one per bar, oldest first.
 * 32-bit floats because that is what the trees compare; NaN = missing (warm-up, division by zero).
 */
export interface FeatureTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** Row-major, rows × names.length. */
  readonly values: Float32Array;
  /** Rows before this index are incomplete and must be neither trained on nor predicted from. */
  readonly warm_up: number;
}
