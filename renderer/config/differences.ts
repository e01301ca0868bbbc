import type { ConfigDifference } from '../../shared/audit.ts';
import type { ParameterValue, TradingConfig } from '../../shared/parameters.ts';
import { allParameters } from '../../shared/parameters.ts';
import { isWeightPath, valueAt, weightPaths } from './parameter-words.ts';
import { type InForce, valuesFor } from './values-for.ts';

/** Values by category and key, as the operations take them. */
export type ChangesByCategory = Record<string, Record<string, ParameterValue>>;

/** Where two configurations differ, in the table's order. */
export function differencesBetween(from: TradingConfig, to: TradingConfig): ConfigDifference[] {
  return allPaths.flatMap((path) => {
    const before = valueAt(from, path);
    const after = valueAt(to, path);
    const differ = before !== undefined && after !== undefined && before !== after;
    return differ ? [{ path, from: before, to: after, symbol: null }] : [];
  });
}

/**
 * The same with what symbols have of their own: a symbol's values differ where it has, or had, its own; where it only
 * follows those for all, that is said once.
 */
export function differencesInForce(from: InForce, to: InForce): ConfigDifference[] {
  const scopes = Object.keys({ ...from.symbols, ...to.symbols }).sort();
  const own = scopes.flatMap((symbol) =>
    differencesBetween(valuesFor(from, symbol), valuesFor(to, symbol))
      .filter(({ path }) => hasOwn(from, symbol, path) || hasOwn(to, symbol, path))
      .map((difference) => ({ ...difference, symbol })),
  );
  return [...differencesBetween(from.values, to.values), ...own];
}

function hasOwn({ symbols }: InForce, symbol: string, path: string): boolean {
  const [category = '', key = ''] = path.split('.');
  return symbols[symbol]?.[category]?.[key] !== undefined;
}

/** What leads from the one side of the differences to the other. */
export function changesOf(differences: readonly Pick<ConfigDifference, 'path' | 'to'>[]): ChangesByCategory {
  const changes: ChangesByCategory = {};
  for (const { path, to } of differences) {
    const [category = '', key = ''] = path.split('.');
    changes[category] = { ...changes[category], [key]: to };
  }
  return changes;
}

/** `paths`, with all three weights where one of them is among them: one alone would break their sum. */
export function withWholeWeights(paths: readonly string[]): string[] {
  if (!paths.some(isWeightPath)) return [...paths];
  return [...weightPaths, ...paths.filter((path) => !isWeightPath(path))];
}

/** "category.key" of every parameter. */
export const allPaths: readonly string[] = allParameters().map(({ category, key }) => `${category}.${key}`);
