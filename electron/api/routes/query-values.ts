import { z } from 'zod';

/** Values that come as text: in the path, in the query. */

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,16}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** A time: ms since the epoch UTC, or a date with or without a time of day as in ISO 8601 (UTC unless it says else). */
export const timeValue = z
  .string()
  .max(40)
  .transform((text) => {
    if (/^-?\d{1,16}$/.test(text)) return Number(text);
    if (!isoTime.test(text)) return Number.NaN;
    return Date.parse(/[Tt]/.test(text) && !offset.test(text) ? `${text}Z` : text);
  })
  .pipe(
    z
      .int({ error: 'must be a time: ms since the epoch, or as in 2024-03-01T12:00:00Z' })
      .min(-8.64e15)
      .max(8.64e15),
  );

export const version = wholeNumber(1, 2 ** 31 - 1);

const isoTime = /^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?)?$/;
const offset = /([Zz]|[+-]\d{2}:\d{2})$/;
