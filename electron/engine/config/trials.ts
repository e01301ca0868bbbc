import { type Category, categories, type ParameterValue } from '../../../shared/parameters.ts';
import type { StoredTrial } from './config-owner.ts';
import type { LayerValues } from './layers.ts';

/** The entries of `stored` before, for the keys in which `next` stores something else. */
export function storedBefore(stored: LayerValues, next: LayerValues): LayerValues {
  const before: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const category of categories) {
    for (const key of Object.keys(stored[category] ?? {})) {
      if (stored[category]?.[key] === next[category]?.[key]) continue;
      before[category] = { ...before[category], [key]: stored[category]?.[key] as ParameterValue };
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
  const changes = trial.changes.filter(
    ({ category, key }) => stored[category]?.[key] === next[category]?.[key],
  );
  return changes.length === 0 ? null : { ...trial, changes };
}

/** The stored layer with what is on trial taken back. */
export function takenBack(trial: StoredTrial, stored: LayerValues): LayerValues {
  const next: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const category of categories) {
    const values = { ...stored[category] };
    for (const { key } of trial.changes.filter((change) => change.category === category)) {
      const before = trial.before[category]?.[key];
      if (before === undefined) delete values[key];
      else values[key] = before;
    }
    next[category] = values;
  }
  return next;
}
