import type { ColumnPlaces } from './columns.ts';
import { plainName } from './columns.ts';

/**
 * The name of a price that several columns go by, where it cannot be told which of them make a bar; null where it can.
 * An indicator that is named like one price, behind four columns that stand together, takes nothing from them.
 */
export function doubledPrice(
  names: readonly string[],
  { open, high, low, close }: ColumnPlaces,
): string | null {
  const prices = [open, high, low, close];
  const doubled = prices.filter((place) =>
    names.some((name, at) => at !== place && alike(name, names[place])),
  );
  const together = Math.max(...prices) - Math.min(...prices) === 3;
  if (doubled.length === 0 || (doubled.length === 1 && together)) return null;
  return names[doubled[0]];
}

/** Whether both name the same price; pandas and spreadsheets number names that occur again. */
function alike(name: string, chosen: string): boolean {
  const sided = /\b(?:bid|ask)\b/i;
  if (sided.test(name) || sided.test(chosen)) return false;
  return plainName(name).replace(/ \d{1,3}$/, '') === plainName(chosen);
}
