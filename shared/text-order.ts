/** One order of texts for every list: a fixed language's, so that no machine's locale changes it. */
const collator = new Intl.Collator('en');

/** Compares as a reader would ("a", "B", "ä"); texts that read the same come in the order of their code units. */
export function byText(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
