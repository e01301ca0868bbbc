import {
  type Category,
  categories,
  type ParameterValue,
  type TradingConfig,
} from '../../../shared/parameters.ts';
import type { AskedChanges } from './config-owner.ts';
import type { StoredTrial } from './config-store.ts';
import { type LayerValues, tiedKeys } from './layers.ts';

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

/** The entries of `stored` before, for the keys that a trial of `next` changes. */
export function storedBefore(stored: LayerValues, next: LayerValues): LayerValues {
  const before: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const category of categories) {
    for (const [key, value] of Object.entries(stored[category] ?? {})) {
      if (same(category, key, stored, next)) continue;
      before[category] = { ...before[category], [key]: value };
    }
  }
  return before;
}

/** A trial without what has been changed by someone else since; null when nothing is left of it. */
export function withoutChanged(
  trial: StoredTrial,
  stored: LayerValues,
  next: LayerValues,
): StoredTrial | null {
  const changes = trial.changes.filter(({ category, key }) => same(category, key, stored, next));
  return changes.length === 0 ? null : { ...trial, changes };
}

/** The stored layer with what is on trial taken back. */
export function takenBack(trial: StoredTrial, stored: LayerValues): LayerValues {
  const next: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const category of categories) {
    const values = { ...stored[category] };
    const changed = trial.changes.filter((change) => change.category === category);
    for (const key of new Set(changed.flatMap((change) => tiedKeys(category, change.key)))) {
      const before = trial.before[category]?.[key];
      if (before === undefined) delete values[key];
      else values[key] = before;
    }
    next[category] = values;
  }
  return next;
}

function same(category: Category, key: string, a: LayerValues, b: LayerValues): boolean {
  return tiedKeys(category, key).every((each) => a[category]?.[each] === b[category]?.[each]);
}
