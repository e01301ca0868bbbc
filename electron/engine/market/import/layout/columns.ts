import { isDigitClock, timeKind } from '../times/time-form.ts';
import type { Role } from './column-names.ts';
import { columnNames } from './column-names.ts';

/** The position of each role, counted from 0. */
export interface ColumnPlaces {
  /** One position, or two (date, time of day). */
  readonly time: readonly number[];
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | null;
  readonly spread: number | null;
  /** The column that names the series of a row. */
  readonly ticker: number | null;
}

const allNames: ReadonlySet<string> = new Set(Object.values(columnNames).flat());

/** Names that pandas and spreadsheets give to an unnamed index. */
const unnamed = /^(?:|unnamed \d+|index|index level \d+|level \d+)$/;

/** The number of names that are known column names. */
export function namesIn(names: readonly string[]): number {
  return names.filter((name) => allNames.has(plainName(name))).length;
}

/** Finds the columns by their names, and the time columns also by their content; `missing` lists the roles not found. */
export function placesFromNames(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnPlaces | { readonly missing: string } {
  const plain = names.map(plainName);
  const at = (role: Role): number => {
    for (const name of columnNames[role]) {
      const positions = plain.flatMap((other, position) => (other === name ? [position] : []));
      // Of bid and ask, the bid: it is the price that charts and brokers' files show.
      const bid = positions.find((position) => /\bbid\b/i.test(names[position]));
      if (positions.length > 0) return bid ?? positions[0];
    }
    return -1;
  };

  const time = timePlaces(plain, rows);
  const [open, high, low, close] = [at('open'), at('high'), at('low'), at('close')];
  const missing = [
    ...(time.length === 0 ? ['time'] : []),
    ...Object.entries({ open, high, low, close })
      .filter(([, position]) => position < 0)
      .map(([role]) => role),
  ];
  if (missing.length > 0) return { missing: missing.join(', ') };
  const named = at('volume');
  const volume = named >= 0 ? named : plain.findIndex((name) => name.startsWith('volume'));
  return {
    time,
    open,
    high,
    low,
    close,
    volume: orNull(volume),
    spread: orNull(at('spread')),
    ticker: orNull(at('ticker')),
  };
}

function orNull(position: number): number | null {
  return position < 0 ? null : position;
}

/** One column with date and time; otherwise a date column and one with the time of day; otherwise the date alone. */
function timePlaces(plain: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  const named = columnNames.time.map((name) => plain.indexOf(name)).filter((position) => position >= 0);
  const index = plain.findIndex((name) => unnamed.test(name));
  const candidates = index < 0 ? named : [...named, index];
  const kinds = new Map(candidates.map((position) => [position, kindOf(rows, position)]));
  const of = (kind: string) => candidates.filter((position) => kinds.get(position) === kind);

  const [day] = of('date');
  const clock = of('clock')[0] ?? candidates.find((position) => position !== day && isDigits(rows, position));
  const whole = candidates.find((position) => ['moment', 'count'].includes(kinds.get(position) ?? ''));
  if (whole !== undefined) return [whole];
  if (day !== undefined) return clock === undefined ? [day] : [day, clock];
  // No column looks like a time: the name decides, and reading the times will say what is wrong with them.
  return named.slice(0, 1);
}

function isDigits(rows: readonly (readonly string[])[], position: number): boolean {
  return most(rows, (row) => isDigitClock(row[position] ?? ''));
}

function kindOf(rows: readonly (readonly string[])[], position: number): ReturnType<typeof timeKind> {
  return (
    (['moment', 'date', 'clock', 'count'] as const).find((kind) =>
      most(rows, (row) => timeKind(row[position] ?? '') === kind),
    ) ?? null
  );
}

export function most(
  rows: readonly (readonly string[])[],
  fits: (row: readonly string[]) => boolean,
): boolean {
  return rows.filter(fits).length > rows.length / 2;
}

/** The zone in brackets at the end of a column name: EET in "Time (EET)". */
export function zoneInName(name: string): string | null {
  return /\(([A-Za-z][A-Za-z0-9+_/-]{1,40})\)\s*$/.exec(name.slice(0, 200))?.[1] ?? null;
}

export function plainName(name: string): string {
  return name
    .slice(0, 200)
    .replace(/\([^()]*\)\s*$/, ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
