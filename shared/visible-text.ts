/**
 * The text with everything that is not seen written out, e.g. `a\u000ab`: line breaks, terminal escapes, and marks
 * that turn the direction of writing. For names that others chose, before they stand in a sentence or a terminal.
 */
export function visibleText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
