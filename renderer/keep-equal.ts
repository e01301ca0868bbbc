/**
 * `after`, with every part that equals its counterpart in `before` replaced by that counterpart, so that
 * what did not change keeps its identity and whoever shows it need not render again. Plain data only.
 */
export function keepEqual<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (!isPlain(before) || !isPlain(after) || Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const kept = keys.map((key) => {
    const known = Object.hasOwn(before, key);
    const value = known ? keepEqual(before[key], after[key]) : after[key];
    if (!known || !Object.is(value, before[key])) same = false;
    return value;
  });
  if (same) return before as T;
  // From entries, so that a key named "__proto__" stays a key.
  return (Array.isArray(after) ? kept : Object.fromEntries(keys.map((key, i) => [key, kept[i]]))) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
