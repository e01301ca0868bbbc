import { isDigitClock, timeKind } from '../times/time-form.ts';
import type { ColumnPlaces } from './columns.ts';
import { most } from './columns.ts';

/** Without a header: the first column that looks like a time, then the next four numbers are the prices. */
export function placesFromShapes(
  rows: readonly (readonly string[])[],
  delimiter: string,
): ColumnPlaces | { readonly missing: string } {
  const width = rows[0].length;
  const columns = Array.from({ length: width }, (_, position) => position);
  const isTime = (text: string) => ['moment', 'date', 'count'].includes(timeKind(text) ?? '');
  const date = columns.find((position) => most(rows, (row) => isTime(row[position] ?? '')));
  if (date === undefined) return { missing: 'time' };
  const clock =
    most(rows, (row) => timeKind(row[date + 1] ?? '') === 'clock') ||
    (most(rows, (row) => timeKind(row[date] ?? '') === 'date') &&
      most(rows, (row) => isDigitClock(row[date + 1] ?? '')) &&
      columns.length > date + 5);
  const time = clock ? [date, date + 1] : [date];
  const start = date + time.length;
  const numeric = (position: number) => most(rows, (row) => isNumber(row[position] ?? '', delimiter));
  const prices = columns.slice(start).find((from) => [0, 1, 2, 3].every((step) => numeric(from + step)));
  if (prices === undefined) return { missing: 'open, high, low, close' };
  // 1.5K and 2M are volumes, not prices.
  const isVolume = (text: string) => isNumber(text.replace(/[kmb]$/i, ''), delimiter);
  const behind = prices + 4;
  const volume = behind < width && most(rows, (row) => isVolume(row[behind] ?? '')) ? behind : null;
  const ticker = columns.find(
    (position) => position < date && most(rows, (row) => /[A-Za-z]{2}/.test(row[position] ?? '')),
  );
  return {
    time,
    open: prices,
    high: prices + 1,
    low: prices + 2,
    close: prices + 3,
    volume,
    spread: null,
    ticker: ticker ?? null,
  };
}

/** Whether the field may be a number in one of the usual ways of writing them. */
export function isNumber(field: string, delimiter: string): boolean {
  if (field.length > 64) return false;
  const text = field.replace(/[ \u00a0\u202f'’$€£¥]/g, '');
  return (
    /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ||
    (delimiter !== ' ' && /^[+-]?\d[\d.,]*$/.test(text))
  );
}
