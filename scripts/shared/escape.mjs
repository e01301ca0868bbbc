const special = /** @type {Record<string, string>} */ ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' });

/**
 * Text that may come from anywhere (file names, answers of other programs) as one line that a terminal only
 * shows: no line break, no escape sequence, nothing that turns the direction of writing.
 * @param {string} text
 */
export function escapeControls(text) {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (character) => special[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
