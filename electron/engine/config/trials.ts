import type { Change } from '../../../shared/config.ts';
import type { Category, ParameterValue, TradingConfig } from '../../../shared/parameters.ts';
import type { AskedChanges } from './config-owner.ts';
import type { StoredTrial } from './config-store.ts';
import { tiedKeys, valueIn } from './layers.ts';
import {
  differingPaths,
  layerOf,
  nothingSaved,
  type SavedLayers,
  type SavedPath,
  withPaths,
} from './saved-layers.ts';

/** What of the asked changes differs from what is in force: only that is on trial. */
export function differing(changes: AskedChanges, values: TradingConfig): AskedChanges {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([category, own]) => {
      const current = values[category as Category] as Readonly<Record<string, ParameterValue>>;
      const kept = Object.entries(own).filter(([key, value]) => current[key] !== value);
      return kept.length > 0 ? [[category, Object.fromEntries(kept)]] : [];
    }),
  );
}

/** What is saved before, of all that a trial of `next` changes. */
export function savedBefore(saved: SavedLayers, next: SavedLayers): StoredTrial['before'] {
  return withPaths(nothingSaved, saved, differingPaths(saved, next));
}

/** A trial without what has been changed by someone else since; null when nothing is left of it. */
export function withoutChanged(
  trial: StoredTrial,
  saved: SavedLayers,
  next: SavedLayers,
): StoredTrial | null {
  const changes = trial.changes.filter((change) =>
    pathsOf(change).every(
      ({ scope, category, key }) =>
        valueIn(layerOf(saved, scope), category, key) === valueIn(layerOf(next, scope), category, key),
    ),
  );
  return changes.length === 0 ? null : { ...trial, changes };
}

/** What is saved, with what is on trial taken back. */
export function takenBack(trial: StoredTrial, saved: SavedLayers): SavedLayers {
  return withPaths(saved, trial.before, trial.changes.flatMap(pathsOf));
}

function pathsOf({ category, key, symbol }: Change): SavedPath[] {
  return tiedKeys(category, key).map((each) => ({ scope: symbol, category, key: each }));
}
