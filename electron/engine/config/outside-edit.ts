import type { StoredConfig } from './config-store.ts';
import { differingPaths, pathText, type SavedLayers, type SavedPath, withPaths } from './saved-layers.ts';

/** What an edit of what is saved changes. */
export interface EditedLayers {
  readonly touched: readonly SavedPath[];
  /** What is saved with the edit in it. */
  readonly next: SavedLayers;
}

/**
 * Works an edit into what is saved. The document says what it was made from: the latest change in its journal. What
 * was changed by the desk since then stays. A document that was written anew, or put back as it once was, counts as
 * a whole. `sound` reads layers that may hold anything.
 */
export function editedLayers(
  { journal = [] }: Pick<StoredConfig, 'journal'>,
  held: SavedLayers,
  own: SavedLayers,
  sound: (raw: SavedLayers) => SavedLayers,
): EditedLayers {
  const latest = journal.at(-1);
  const base = latest?.state ? sound(latest.state) : own;
  const meant = differingPaths(base, held);
  const touched = meant.length > 0 ? meant : differingPaths(own, held);
  return { touched, next: withPaths(own, held, touched) };
}

/** What both touch, in words. */
export function touchedByBoth(touched: readonly SavedPath[], others: ReadonlySet<string>): readonly string[] {
  return touched.map(pathText).filter((path) => others.has(path));
}
