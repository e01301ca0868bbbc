import type { Change } from '../../../shared/config.ts';
import { type Category, type ParameterValue, parameterOf } from '../../../shared/parameters.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import type { RawLayers } from './composer.ts';
import { isGroup } from './layer-problems.ts';
import { type HeldConfig, valuesFor } from './saved-layers.ts';

/**
 * What of a refused attempt can be put on record as values: known keys with a number or a switch. The
 * rest is in the words of the refusal; nothing hostile is kept.
 */
export function refusedChanges(
  asked: Readonly<Record<string, unknown>>,
  held: HeldConfig,
  scope: Scope = null,
): Change[] {
  const current = valuesFor(held, scope);
  return Object.entries(asked).flatMap(([category, values]) => {
    if (values === null || typeof values !== 'object') return [];
    return Object.entries(values).flatMap(([key, value]) => {
      if (!parameterOf(category, key) || !isValue(value)) return [];
      const own = current[category as Category] as Readonly<Record<string, ParameterValue>>;
      return own[key] === value
        ? []
        : [{ category: category as Category, key, old: own[key], new: value, symbol: scope }];
    });
  });
}

/** The same of a whole document, for all and for symbols. */
export function refusedLayers(raw: RawLayers, held: HeldConfig): Change[] {
  const own = Object.entries(raw.symbols).flatMap(([name, values]) => {
    const scope = scopeOf(name);
    return scope === null || !isGroup(values) ? [] : refusedChanges(values, held, scope);
  });
  return [...refusedChanges(raw.stored, held), ...own];
}

function isValue(value: unknown): value is ParameterValue {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
