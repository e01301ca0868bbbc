/**
 * `after`, with every part that equals its counterpart in `before` replaced by that counterpart, so that
 * what did not change keeps its identity and whoever shows it need not render again. Plain data only.
 */
export function keepEqual<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (!isPlain(before) || !isPlain(after) || Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const kept: Record<string, unknown> = {};
  for (const key of keys) {
    kept[key] = keepEqual(before[key], after[key]);
    if (!Object.hasOwn(before, key) || !Object.is(kept[key], before[key])) same = false;
  }
  if (same) return before as T;
  return (Array.isArray(after) ? keys.map((key) => kept[key]) : kept) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
