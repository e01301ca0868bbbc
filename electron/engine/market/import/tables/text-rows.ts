import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { TextLayout } from '../layout/layout.ts';
import type { NumberStyle } from '../numbers.ts';
import { numberSql, volumeSql } from '../numbers.ts';
import { faultSql, rowColumns } from '../stages.ts';
import type { TimeSql } from '../times/time-sql.ts';

/** How lines become rows; with a `ticker`, only its lines do. */
export interface TextReading {
  readonly layout: TextLayout;
  readonly numbers: NumberStyle;
  readonly ticker: string | null;
}

/** The different texts in a column, most frequent first; null where there are more than `most`. */
export async function textsIn(
  connection: DuckDBConnection,
  layout: TextLayout,
  position: number,
  most: number,
): Promise<readonly { readonly ticker: string; readonly rows: number }[] | null> {
  const reader = await connection.runAndReadAll(
    `SELECT ticker, count(*)::DOUBLE FROM (
       SELECT left(trim(f[${position + 1}]), 64) AS ticker FROM (${fieldsSql(layout)}) WHERE len(f) = ${layout.fields})
     WHERE ticker <> '' GROUP BY ticker ORDER BY count(*) DESC, ticker LIMIT ${most + 1}`,
  );
  const found = z.array(z.tuple([z.string(), z.number()])).parse(reader.getRows());
  return found.length > most ? null : found.map(([ticker, rows]) => ({ ticker, rows }));
}

/** Makes the temporary table `rows` from `lines`; `now` in ms. */
export async function parseLines(
  connection: DuckDBConnection,
  { layout, numbers, ticker }: TextReading,
  time: TimeSql,
  now: number,
): Promise<void> {
  const { places } = layout;
  const number = (position: number) => numberSql(field(position), numbers);
  const volume = places.volume === null ? '0::DOUBLE' : volumeSql(field(places.volume), numbers);
  const spread = places.spread === null ? 'NULL::DOUBLE' : number(places.spread);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE rows AS
    SELECT ${rowColumns}, ${faultSql(now)} AS fault FROM (
      SELECT n, ${time.ms} AS time, open, high, low, close, volume, spread, ragged, underscored FROM (
        SELECT n, ${time.parts(timeText(layout))} AS p, ${number(places.open)} AS open, ${number(places.high)} AS high,
          ${number(places.low)} AS low, ${number(places.close)} AS close, ${volume} AS volume, ${spread} AS spread,
          len(f) <> ${layout.fields} AS ragged, ${underscoredSql(places)} AS underscored
        FROM (${fieldsSql(layout, ticker)})))`,
    ticker === null || places.ticker === null ? undefined : { ticker },
  );
}

/** SQL for n and the time of every line under one reading of the times, to compare readings. */
export function timesSql({ layout, ticker }: TextReading, time: TimeSql): string {
  return `SELECT n, ${time.ms} AS time FROM (
    SELECT n, ${time.parts(timeText(layout))} AS p FROM (${fieldsSql(layout, ticker)}) WHERE len(f) = ${layout.fields})`;
}

/** SQL for the number of rows, and for each position the number of distinct values and of distinct pairs with a time. */
export function partingSql(layout: TextLayout, positions: readonly number[]): string {
  const counts = positions.flatMap((position) => [
    `count(DISTINCT trim(${field(position)}))::DOUBLE`,
    `count(DISTINCT hash(${timeText(layout)}, trim(${field(position)})))::DOUBLE`,
  ]);
  return `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM (${fieldsSql(layout)}) WHERE len(f) = ${layout.fields}`;
}

/** SQL for the number of distinct values in each position, and how often the value changes from row to row. */
export function blocksSql(layout: TextLayout, positions: readonly number[]): string {
  const values = positions.map((position, index) => {
    const text = `trim(${field(position)})`;
    return `${text} AS value_${index}, lag(${text}) OVER (ORDER BY n) AS before_${index}`;
  });
  const counts = positions.map(
    (_, index) =>
      `count(DISTINCT value_${index})::DOUBLE, (count(*) FILTER (value_${index} <> before_${index}))::DOUBLE`,
  );
  return `SELECT ${counts.join(', ')} FROM (SELECT ${values.join(', ')} FROM (${fieldsSql(layout)}) WHERE len(f) = ${layout.fields})`;
}

function field(position: number): string {
  return `f[${position + 1}]`;
}

function timeText({ places }: TextLayout): string {
  return places.time.map((position) => `trim(${field(position)})`).join(" || ' ' || ");
}

/** n, line and the list of fields `f` of every line of data. */
function fieldsSql(layout: TextLayout, ticker: string | null = null): string {
  const { places, wide } = layout;
  const all = `SELECT rowid + 1 AS n, line, ${splitSql(layout)} AS f FROM lines
    WHERE rowid >= ${layout.header_line} AND line IS NOT NULL AND (strlen(line) > 40 OR trim(line, ' \t"${layout.delimiter}') <> '')`;
  if (ticker !== null && places.ticker !== null)
    return `SELECT * FROM (${all}) WHERE trim(${field(places.ticker)}) = $ticker`;
  // Of series side by side, one may have a bar where another has none.
  if (wide.length > 1) return `SELECT * FROM (${all}) WHERE trim(coalesce(${field(places.close)}, '')) <> ''`;
  return all;
}

/** SQL that splits a line as `splitLine` does. */
function splitSql({ delimiter, quote }: TextLayout): string {
  const mark = `'${delimiter}'`;
  const parted = (text: string) =>
    delimiter === ' ' ? `string_split_regex(trim(${text}), ' +')` : `string_split(${text}, ${mark})`;
  if (quote === '') return parted('line');
  const shielded = `array_to_string(list_transform(string_split(line, chr(${quote.charCodeAt(0)})),
    lambda part, i: CASE WHEN i % 2 = 0 THEN replace(part, ${mark}, chr(1)) ELSE part END), '')`;
  return `list_transform(${parted(shielded)}, lambda part: replace(part, chr(1), ${mark}))`;
}

/** DuckDB accepts 1_000 as a number; the import does not. Checks the whole line first, which is nearly always enough. */
function underscoredSql({ open, high, low, close, volume }: TextLayout['places']): string {
  const fields = [open, high, low, close, volume].filter((position) => position !== null);
  const any = fields.map((position) => `contains(${field(position)}, '_')`).join(' OR ');
  return `CASE WHEN contains(line, '_') THEN coalesce(${any}, false) ELSE false END`;
}
