import { isNumber } from './shapes.ts';

export type Delimiter = ',' | ';' | '\t' | '|' | ' ';

/** The quote character around fields; empty where fields are not quoted. */
export type Quote = '"' | "'" | '';

/** The space comes last, because it also occurs within times and after other delimiters. Several in a row count as one. */
const delimiters: readonly Delimiter[] = [',', ';', '\t', '|', ' '];

/** The first lines, split into fields. */
export interface Grid {
  readonly delimiter: Delimiter;
  readonly rows: readonly (readonly string[])[];
  /** The number of fields that most lines have. */
  readonly fields: number;
}

/** The delimiter under which most lines have the same number of fields and prices in them. */
export function bestGrid(lines: readonly string[], quote: Quote): Grid | null {
  let best: Grid | null = null;
  let bestScore = 0;
  for (const delimiter of delimiters) {
    if (delimiter === ' ' && best) break;
    const rows = lines.map((line) => splitLine(line, delimiter, quote));
    const fields = commonLength(rows);
    if (fields < 5) continue;
    const regular = rows.filter((row) => row.length === fields);
    const withPrices = regular.filter((row) => row.filter((field) => isNumber(field, delimiter)).length >= 4);
    // Prose has spaces too.
    if (delimiter === ' ' && withPrices.length < regular.length / 2) continue;
    const score = withPrices.length * 1000 + regular.length;
    if (score > bestScore) {
      best = { delimiter, rows, fields };
      bestScore = score;
    }
  }
  return best;
}

/** Double quotes anywhere, or single quotes around the first field: elsewhere an apostrophe separates thousands. */
export function quoteIn(lines: readonly string[]): Quote {
  if (lines.some((line) => line.includes('"'))) return '"';
  const wrapped = lines.filter((line) => /^\s*'[^']*'\s*[,;\t|]/.test(line));
  return wrapped.length > lines.length / 2 ? "'" : '';
}

/** The fields of a line as text, without their quotes; a delimiter inside quotes is part of the text. */
export function splitLine(line: string, delimiter: Delimiter, quote: Quote): string[] {
  const parted = (text: string) => (delimiter === ' ' ? text.trim().split(/ +/) : text.split(delimiter));
  if (quote === '') return parted(line).map((field) => field.trim());
  const inside = '\u0001';
  const shielded = line
    .split(quote)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll(delimiter, inside) : part))
    .join('');
  return parted(shielded).map((field) => field.replaceAll(inside, delimiter).trim());
}

function commonLength(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
