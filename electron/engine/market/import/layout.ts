import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { ColumnPlaces } from './columns.ts';
import { isHeader, placesFromNames } from './columns.ts';
import { quoted } from './quoted.ts';

/** How the lines of a text file are to be read. */
export interface TextLayout {
  /** For people, e.g. "MetaTrader 5". */
  readonly name: string;
  readonly delimiter: Delimiter;
  /** Number of the last line before the data, 0 when the first line is data. */
  readonly header_line: number;
  /** Column names; null without a header. */
  readonly names: readonly string[] | null;
  /** Fields per line. */
  readonly fields: number;
  readonly places: ColumnPlaces;
  readonly decimal_comma: boolean;
  /** Fields may be wrapped in double quotes. */
  readonly quoted: boolean;
}

export type Delimiter = ',' | ';' | '\t' | '|';

/** Decides from the first lines of the file (an empty text for a blank line). Pure. */
export function detectLayout(lines: readonly string[]): Result<TextLayout> {
  if (lines.every((line) => line.trim() === ''))
    return failure('unreadable', 'The file holds only blank lines.');
  const quoted = lines.some((line) => line.includes('"'));
  const grid = bestGrid(lines, quoted);
  if (!grid)
    return failure(
      'unreadable',
      `This is no table of bars: a line needs a time and four prices, separated by comma, semicolon, tab or bar. The first line reads ${firstText(lines)}.`,
    );
  const { delimiter, rows, fields } = grid;
  const head = rows.findIndex(isHeader);
  const sample = rows.slice(head + 1).filter((row) => row.length === fields);
  if (sample.length === 0)
    return failure('unreadable', 'The file has a header but no row under it: there is nothing to import.');

  const names = head >= 0 && rows[head].length === fields ? rows[head] : null;
  const places = names ? placesFromNames(names) : placesFromShapes(sample, delimiter);
  if ('missing' in places) return failure('unreadable', missingMessage(places.missing, names));
  const priceTexts = sample.flatMap((row) => [row[places.open], row[places.close]]);
  return success({
    name: layoutName(names, sample, delimiter),
    delimiter,
    header_line: head + 1,
    names,
    fields,
    places,
    decimal_comma:
      delimiter !== ',' && priceTexts.filter((text) => /^\d+,\d+$/.test(text)).length > priceTexts.length / 2,
    quoted,
  });
}

/** The fields of a line as text, outer quotes taken off; a delimiter inside quotes is part of the text. */
export function splitLine(line: string, delimiter: string, quoted: boolean): string[] {
  if (!quoted) return line.split(delimiter).map((field) => field.trim());
  const inside = '\u0001';
  return line
    .split('"')
    .map((part, index) => (index % 2 === 1 ? part.replaceAll(delimiter, inside) : part))
    .join('')
    .split(delimiter)
    .map((field) => field.replaceAll(inside, delimiter).trim());
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

interface Grid {
  readonly delimiter: Delimiter;
  readonly rows: readonly string[][];
  readonly fields: number;
}

/** The delimiter under which most lines have the same number of fields and prices in them. */
function bestGrid(lines: readonly string[], quoted: boolean): Grid | null {
  let best: Grid | null = null;
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const rows = lines.map((line) => splitLine(line, delimiter, quoted));
    const fields = commonLength(rows);
    if (fields < 5) continue;
    const regular = rows.filter((row) => row.length === fields);
    const score = regular.filter((row) => numbersIn(row, delimiter) >= 4).length * 1000 + regular.length;
    if (score > bestScore) {
      best = { delimiter, rows, fields };
      bestScore = score;
    }
  }
  return best;
}

function commonLength(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function numbersIn(row: readonly string[], delimiter: string): number {
  return row.filter((field) => isNumber(field, delimiter)).length;
}

function isNumber(field: string, delimiter: string): boolean {
  return (
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field) || (delimiter !== ',' && /^[+-]?\d+,\d+$/.test(field))
  );
}

/** Without a header: the first column that looks like a time, then the next four numbers are the prices. */
function placesFromShapes(
  rows: readonly string[][],
  delimiter: string,
): ColumnPlaces | { readonly missing: string } {
  const most = (fits: (row: readonly string[]) => boolean) => rows.filter(fits).length > rows.length / 2;
  const width = rows[0].length;
  const columns = Array.from({ length: width }, (_, position) => position);
  const date = columns.find((position) => most((row) => looksLikeTime(row[position])));
  if (date === undefined) return { missing: 'time' };
  const clock = most(
    (row) =>
      /^\d{1,2}:\d\d/.test(row[date + 1] ?? '') ||
      (/^\d{8}$/.test(row[date]) && /^\d{4}(\d\d)?$/.test(row[date + 1] ?? '')),
  );
  const time = clock ? [date, date + 1] : [date];
  const start = date + time.length;
  const prices = columns
    .slice(start)
    .find((from) => [0, 1, 2, 3].every((step) => most((row) => isNumber(row[from + step] ?? '', delimiter))));
  if (prices === undefined) return { missing: 'open, high, low, close' };
  const volume =
    prices + 4 < width && most((row) => isNumber(row[prices + 4], delimiter)) ? prices + 4 : null;
  return { time, open: prices, high: prices + 1, low: prices + 2, close: prices + 3, volume };
}

function looksLikeTime(field: string): boolean {
  return (
    /^\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}/.test(field) ||
    /^(19|20)\d{6}( \d{2}:?\d{2}(:?\d{2})?)?$/.test(field) ||
    /^\d{9,16}$/.test(field)
  );
}

function layoutName(
  names: readonly string[] | null,
  rows: readonly string[][],
  delimiter: Delimiter,
): string {
  const first = rows[0];
  if (names) {
    const head = names.join(' ').toLowerCase();
    if (head.startsWith('<date>') && head.includes('<open>')) return 'MetaTrader 5';
    if (/^(gmt|local) time open high low close/.test(head)) return 'Dukascopy';
    if (/^time open high low close/.test(head) && /^(\d{4}-\d\d-\d\dT|\d{10}$)/.test(first[0]))
      return 'TradingView';
    return 'CSV with header';
  }
  if (delimiter === ';' && /^\d{8} \d{6}$/.test(first[0])) return 'HistData';
  if (/^\d{4}\.\d\d\.\d\d$/.test(first[0]) && /^\d\d:\d\d$/.test(first[1])) return 'MetaTrader 4';
  if (first.length >= 11 && /^\d{13,16}$/.test(first[0]) && /^\d{13,16}$/.test(first[6])) return 'Binance';
  return 'CSV without header';
}

function missingMessage(missing: string, names: readonly string[] | null): string {
  return names
    ? `The header has no column for: ${missing}. It names ${names
        .slice(0, 12)
        .map((name) => quoted(name, 30))
        .join(', ')}. Name the columns time, open, high, low, close and (if there is one) volume.`
    : `No column for ${missing} was found. Give the file a header: time,open,high,low,close,volume.`;
}

function firstText(lines: readonly string[]): string {
  return quoted(lines.find((line) => line.trim() !== '') ?? '', 80);
}
