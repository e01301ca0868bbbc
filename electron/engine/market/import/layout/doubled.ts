import type { ColumnPlaces } from './columns.ts';
import { plainName } from './columns.ts';

/**
 * A price name that several columns share, where it is unclear which of them belong to the bar; null otherwise. A single
 * indicator with the name of a price is ignored where the four price columns are adjacent.
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

/** Whether both names mean the same price; pandas and spreadsheets number repeated names. */
function alike(name: string, chosen: string): boolean {
  const sided = /\b(?:bid|ask)\b/i;
  if (sided.test(name) || sided.test(chosen)) return false;
  return plainName(name).replace(/ \d{1,3}$/, '') === plainName(chosen);
}
