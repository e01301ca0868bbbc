import { z } from 'zod';

/** Columns of numbers: typed arrays inside the desk, arrays of numbers (null for NaN) in JSON. */
export const float64Column = z
  .custom<Float64Array>((value) => value instanceof Float64Array, {
    error: 'must be a Float64Array',
  })
  .meta({ id: 'Column' });
export const float32Column = z.custom<Float32Array>((value) => value instanceof Float32Array, {
  error: 'must be a Float32Array',
});
export const int32Column = z.custom<Int32Array>((value) => value instanceof Int32Array, {
  error: 'must be an Int32Array',
});
export const uint8Column = z.custom<Uint8Array>((value) => value instanceof Uint8Array, {
  error: 'must be a Uint8Array',
});

/** The schemas above, for the generation of documentation. */
export const columnSchemas: readonly z.ZodType[] = [float64Column, float32Column, int32Column, uint8Column];

/** A read-only list. */
export function listOf<T extends z.ZodType>(entry: T) {
  return z.array(entry).readonly();
}
