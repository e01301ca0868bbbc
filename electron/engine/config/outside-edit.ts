import { type Category, categories, type ParameterValue } from '../../../shared/parameters.ts';
import type { StoredConfig } from './config-store.ts';
import { type LayerValues, tiedKeys } from './layers.ts';

/** What an edit of the stored layer changes. */
export interface EditedLayer {
  /** "category.key" of all that it touches. */
  readonly touched: ReadonlySet<string>;
  /** The stored layer with the edit in it. */
  readonly next: LayerValues;
}

/**
 * Works an edit into what is stored. The document says what it was made from: the latest change in its journal. What
 * was changed by the desk since then stays. A document that was written anew, or put back as it once was, counts as
 * a whole. `sound` reads a layer that may hold anything.
 */
export function editedLayer(
  { journal = [] }: StoredConfig,
  held: LayerValues,
  own: LayerValues,
  sound: (raw: LayerValues) => LayerValues,
): EditedLayer {
  const latest = journal.at(-1);
  const base = latest?.state ? sound(latest.state.stored) : own;
  const meant = touchedPaths(base, held);
  const touched = meant.size > 0 ? meant : touchedPaths(own, held);
  return { touched, next: withPaths(own, held, touched) };
}

/** "category.key" of what differs between two layers; weights only all three. */
export function touchedPaths(a: LayerValues, b: LayerValues): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const category of categories) {
    for (const key of Object.keys({ ...a[category], ...b[category] })) {
      if (a[category]?.[key] === b[category]?.[key]) continue;
      for (const each of tiedKeys(category, key)) touched.add(`${category}.${each}`);
    }
  }
  return touched;
}

/** `layer` with what `source` holds at `paths`, or does not hold. */
function withPaths(layer: LayerValues, source: LayerValues, paths: ReadonlySet<string>): LayerValues {
  const next: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const category of categories) {
    if (layer[category]) next[category] = { ...layer[category] };
  }
  for (const path of paths) {
    const [category, key] = path.split('.') as [Category, string];
    const value = source[category]?.[key];
    const own = { ...next[category] };
    if (value === undefined) delete own[key];
    else own[key] = value;
    next[category] = own;
  }
  return next;
}
