import { z } from 'zod';

/** Longest name in UTF-16 code units, as `length` counts them. */
export const longestName = 80;

/** The form in which names are stored and looked up: composed characters, without surrounding spaces. */
export function normalName(name: string): string {
  return name.normalize('NFC').trim();
}

/**
 * A name given by a person. An accepted name can be used, percent-encoded, in the path of a URL, where "." and ".."
 * would be read as folders and half of a surrogate pair cannot be encoded.
 */
export const nameSchema = z
  .string()
  .overwrite(normalName)
  .min(1, 'must not be empty')
  .max(longestName, `must have at most ${longestName} characters`)
  .regex(/^[^\p{Cc}\u2028\u2029]+$/u, 'must be one line without control characters')
  .regex(/^(?!\.{1,2}$)/, 'must not be "." or ".."')
  .refine((name) => name.isWellFormed(), 'must be whole Unicode text');

/** The nearest name that `nameSchema` accepts, for names that were saved before this rule existed. */
export function acceptableName(name: string): string {
  const line = normalName(name.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
  return shortened(/^\.{0,2}$/.test(line) ? `profile ${line}`.trim() : line, longestName);
}

/** The beginning of a text: at most `length` code units, without splitting a surrogate pair. */
export function shortened(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}
