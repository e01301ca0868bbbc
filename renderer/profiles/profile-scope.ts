import type { Profile } from '../../shared/audit.ts';
import type { Category } from '../../shared/parameters.ts';
import { allParameters } from '../../shared/parameters.ts';
import { withWholeWeights } from '../config/differences.ts';

/** Number of values in a profile. */
export function keyCount({ values }: Pick<Profile, 'values'>): number {
  return Object.values(values).reduce((sum, own) => sum + Object.keys(own).length, 0);
}

/** For whom it holds, to stand behind its values: " for EURUSD"; nothing where it holds for all. */
export function whom({ symbol }: Pick<Profile, 'symbol'>): string {
  return symbol === null ? '' : ` for ${symbol}`;
}

/** "category.key" of the parameters of a category. */
export function pathsOfCategory(category: Category): string[] {
  return allParameters()
    .filter((row) => row.category === category)
    .map(({ key }) => `${category}.${key}`);
}

/** The chosen paths after `paths` were added (`on`) or removed. The three weights are always chosen together. */
export function toggled(
  chosen: ReadonlySet<string>,
  paths: readonly string[],
  on: boolean,
): ReadonlySet<string> {
  const own = new Set(withWholeWeights(paths));
  return on ? chosen.union(own) : chosen.difference(own);
}
