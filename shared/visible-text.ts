/**
 * The text with all invisible characters escaped, e.g. `a\u000ab`: line breaks, terminal escapes, and marks that change
 * the direction of writing. For names from outside, before they appear in a sentence or on a terminal.
 */
export function visibleText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
