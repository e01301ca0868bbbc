import { timeKind } from '../times/time-form.ts';
import { most, namesIn, plainName } from './columns.ts';

/** The lines above the data. */
export interface Header {
  /** Number of the last line before the data; 0 when the first line is data. */
  readonly line: number;
  /** One name for each field of a row; null without a header. */
  readonly names: readonly string[] | null;
  /** The ticker above each field where the header has a line of tickers; null otherwise. */
  readonly tickers: readonly string[] | null;
}

/** The message for a header of unknown names. The names themselves are shown only to the owner of the file. */
export const unknownNames = 'The names in the first line are unknown.';

/**
 * Finds the header among the first rows and matches its names to the fields of the data: an unnamed index may come
 * before the first name, and an empty field after the last. Returns a message where the names do not match.
 */
export function findHeader(rows: readonly (readonly string[])[], fields: number): Header | string {
  const head = rows.findIndex((row) => namesIn(row) >= 2 && !holdsBar(row));
  if (head < 0) {
    return namesAbove(rows, fields) ? unknownNames : { line: 0, names: null, tickers: null };
  }
  const data = rows.slice(head + 1).filter((row) => row.length === fields && holdsBar(row));
  if (data.length === 0) return { line: head + 1, names: aligned(rows[head], fields, []), tickers: null };
  const first = rows.findIndex((row, index) => index > head && row.length === fields && holdsBar(row));
  const under = rows.slice(head + 1, Math.min(first, head + 3));
  const names = aligned(rows[head], fields, data);
  if (names === null) {
    return `The header has ${rows[head].length} names but the rows have ${fields} fields, and the names cannot be matched to the fields.`;
  }
  const above = head > 0 ? rows.slice(Math.max(0, head - 1), head) : [];
  const tickers =
    [...under, ...above].find((row) => /^(?:ticker|tickers|symbols?)$/i.test(row[0] ?? '')) ?? null;
  const index = under.find(
    (row) =>
      /^(?:date|datetime|timestamp|time)$/i.test(row[0] ?? '') && row.slice(1).every((name) => name === ''),
  );
  return {
    line: tickers || index ? Math.max(first, head + 1) : head + 1,
    names: index ? [index[0], ...names.slice(1)] : names,
    tickers: tickers && tickers.length === fields ? tickers : null,
  };
}

/** The names, one per field; null where no alignment fits or more than one does. */
function aligned(
  names: readonly string[],
  fields: number,
  data: readonly (readonly string[])[],
): readonly string[] | null {
  const lastIsEmpty = data.length > 0 && data.every((row) => row.at(-1) === '');
  if (lastIsEmpty && names.at(-1) === '') {
    const inner = aligned(
      names.slice(0, -1),
      fields - 1,
      data.map((row) => row.slice(0, -1)),
    );
    return inner && [...inner, ''];
  }
  if (names.length === fields) return names;
  if (names.length === fields + 1 && names.at(-1) === '') return names.slice(0, -1);
  if (names.length !== fields - 1) return data.length === 0 ? names : null;
  const before = ['', ...names];
  const behind = [...names, ''];
  if (lastIsEmpty) return behind;
  const fitting = [before, behind].filter((list) => fits(list, data));
  return fitting.length === 1 ? fitting[0] : null;
}

/** Whether the columns named as times (or an unnamed index) hold times, and high and low bound the other prices. */
function fits(names: readonly string[], data: readonly (readonly string[])[]): boolean {
  const plain = names.map(plainName);
  const times = plain.flatMap((name, position) =>
    /^(?:date|datetime|time|timestamp|date time)\b/.test(name) ? [position] : [],
  );
  const isTime = (position: number) => most(data, (row) => timeKind(row[position] ?? '') !== null);
  const timed = times.length > 0 ? times.some(isTime) : plain[0] === '' && isTime(0);
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((name) => plain.indexOf(name));
  const inOrder = (row: readonly string[]) => {
    const value = (position: number) =>
      position < 0 ? null : Number((row[position] ?? '').replace(',', '.'));
    const between = [value(open), value(close)].filter((price) => price !== null);
    const [top, bottom] = [value(high), value(low)];
    return between.every(
      (price) => price > 0 && (top === null || price <= top) && (bottom === null || price >= bottom),
    );
  };
  return timed && most(data, inOrder);
}

/** Whether a line of names, whatever they are, stands above the first bar. */
export function namesAbove(rows: readonly (readonly string[])[], fields: number): readonly string[] | null {
  const first = rows.findIndex((row) => row.length === fields && holdsBar(row));
  const above = first < 0 ? rows.slice(0, 1) : rows.slice(0, first);
  return above.find((row) => row.length >= Math.max(4, fields - 2) && areWords(row)) ?? null;
}

/** Mostly words, and nothing that is a number or a time. */
function areWords(row: readonly string[]): boolean {
  const words = row.filter((field) => /^[\p{L}<_("#%]/u.test(field)).length;
  return (
    words > row.length / 2 && row.every((field) => timeKind(field) === null && !/^[\d.,+-]+$/.test(field))
  );
}

/** Rows of data have a time or several numbers; rows of names have neither. */
function holdsBar(row: readonly string[]): boolean {
  const numbers = row.filter((field) =>
    /^[+-]?[\d.,$]*\d[\d.,]*(?:e[+-]?\d{1,3})?$/i.test(field.slice(0, 64)),
  ).length;
  return numbers >= 3 || row.some((field) => timeKind(field) === 'moment');
}
