/** The collation of all lists. Its language is fixed, so that it does not depend on the locale of the machine. */
const collator = new Intl.Collator('en');

/** Compares as a reader would ("a", "B", "ä"); texts that are equal to a reader are ordered by code units. */
export function byText(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
