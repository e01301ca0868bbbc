import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../../shared/result.ts';
import { failure, messageOf, success } from '../../../../../shared/result.ts';
import { reasonOf } from '../../reason.ts';
import { splitLine } from '../layout/grid.ts';
import type { TextLayout } from '../layout/layout.ts';
import type { NumberStyle } from '../numbers.ts';
import { numberSql, volumeSql } from '../numbers.ts';
import type { SourceFile } from '../source-file.ts';
import { faultSql, rowColumns } from '../stages.ts';
import type { TimeSql } from '../times/time-sql.ts';

/**
 * Reads the file into the temporary table `lines`: its text, NULL when blank. A table filled at once keeps the
 * order of the file, so that `rowid` is the line number less one, without the cost of counting. (Not inside an open transaction: rows not
 * yet committed carry other numbers.)
 */
export async function loadLines(connection: DuckDBConnection, file: SourceFile): Promise<Result<null>> {
  try {
    await connection.run(`CREATE OR REPLACE TEMP TABLE lines AS ${linesSql}`, {
      path: literalPath(file.path),
      encoding: file.encoding,
    });
    return success(null);
  } catch (error) {
    const reason = messageOf(error);
    if (!/state machine reached an invalid state/.test(reason)) return readingProblem(file.name, reason);
  }
  return loadMixedLines(connection, file);
}

/** A file whose lines end now in one way, now in another: read whole, therefore bounded more tightly. */
async function loadMixedLines(connection: DuckDBConnection, file: SourceFile): Promise<Result<null>> {
  if (file.size_bytes > maxMixedBytes || file.encoding !== 'utf-8')
    return failure(
      'unreadable',
      `The lines of ${file.name} end in different ways: save it with one kind of line end.`,
    );
  try {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE lines AS
       SELECT nullif(rtrim(line, chr(13)), '') AS line
       FROM (SELECT unnest(string_split(content, chr(10))) AS line FROM read_text($path))`,
      { path: literalPath(file.path) },
    );
    return success(null);
  } catch (error) {
    return readingProblem(file.name, messageOf(error));
  }
}

const maxMixedBytes = 64 * 1024 ** 2;

/** Every line as one field: \u0001 does not occur in text, and nothing else may split or quote. */
const linesSql = `SELECT line FROM read_csv($path, columns = {'line': 'VARCHAR'},
  delim = '\u0001', quote = '', escape = '', comment = '', header = false, auto_detect = false,
  hive_partitioning = false, compression = 'none', encoding = $encoding, max_line_size = 1000000,
  buffer_size = 8000000)`;

/** The path as DuckDB takes it: literally, although its file functions look for patterns. */
export function literalPath(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

/** The first lines, for the layout. */
export async function firstLines(connection: DuckDBConnection): Promise<readonly string[]> {
  return texts(
    connection,
    "SELECT coalesce(left(line, 4000), '') FROM lines WHERE rowid < 200 ORDER BY rowid",
  );
}

/** How the lines become rows; `ticker` takes only the lines that carry it. */
export interface TextReading {
  readonly layout: TextLayout;
  readonly numbers: NumberStyle;
  readonly ticker: string | null;
}

/** Fields of lines from all over the file, for telling how times and numbers are written. */
export async function exampleRows(
  connection: DuckDBConnection,
  layout: TextLayout,
): Promise<readonly (readonly string[])[]> {
  const lines = await texts(
    connection,
    `SELECT left(line, 4000) FROM lines, (SELECT greatest(1, count(*) // 2000) AS step FROM lines)
     WHERE rowid >= ${layout.header_line} AND line IS NOT NULL AND rowid % step = 0 ORDER BY rowid LIMIT 4000`,
  );
  return lines
    .map((line) => splitLine(line, layout.delimiter, layout.quote))
    .filter((fields) => fields.length === layout.fields);
}

async function texts(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(sql);
  return z.array(z.string()).parse(reader.getRows().map((row) => row[0]));
}

/** What stands in a column, most frequent first; null where that is more than `most` different texts. */
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

/** SQL for n and the time of every line under one reading of the times, for weighing readings against each other. */
export function timesSql({ layout, ticker }: TextReading, time: TimeSql): string {
  return `SELECT n, ${time.ms} AS time FROM (
    SELECT n, ${time.parts(timeText(layout))} AS p FROM (${fieldsSql(layout, ticker)}) WHERE len(f) = ${layout.fields})`;
}

/** SQL for the number of rows, and for each position the number of its values and of its pairs with a time. */
export function partingSql(layout: TextLayout, positions: readonly number[]): string {
  const counts = positions.flatMap((position) => [
    `count(DISTINCT trim(${field(position)}))::DOUBLE`,
    `count(DISTINCT hash(${timeText(layout)}, trim(${field(position)})))::DOUBLE`,
  ]);
  return `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM (${fieldsSql(layout)}) WHERE len(f) = ${layout.fields}`;
}

/** SQL for the number of values in each position, and how often another follows. */
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
  // Where series stand side by side, one may have no bar where another has.
  if (wide.length > 1) return `SELECT * FROM (${all}) WHERE trim(coalesce(${field(places.close)}, '')) <> ''`;
  return all;
}

/** The same cut as `splitLine`. */
function splitSql({ delimiter, quote }: TextLayout): string {
  const mark = `'${delimiter}'`;
  const parted = (text: string) =>
    delimiter === ' ' ? `string_split_regex(trim(${text}), ' +')` : `string_split(${text}, ${mark})`;
  if (quote === '') return parted('line');
  const shielded = `array_to_string(list_transform(string_split(line, chr(${quote.charCodeAt(0)})),
    lambda part, i: CASE WHEN i % 2 = 0 THEN replace(part, ${mark}, chr(1)) ELSE part END), '')`;
  return `list_transform(${parted(shielded)}, lambda part: replace(part, chr(1), ${mark}))`;
}

/** DuckDB reads 1_000 as a number; bars do not. Asked of the whole line first, which nearly always settles it. */
function underscoredSql({ open, high, low, close, volume }: TextLayout['places']): string {
  const fields = [open, high, low, close, volume].filter((position) => position !== null);
  const any = fields.map((position) => `contains(${field(position)}, '_')`).join(' OR ');
  return `CASE WHEN contains(line, '_') THEN coalesce(${any}, false) ELSE false END`;
}

function readingProblem(name: string, reason: string) {
  const line = /CSV Error on Line: (\d+)/.exec(reason)?.[1];
  const where = line ? ` (line ${line})` : '';
  if (/unicode|utf-?8|utf-?16|encoded|encoding/i.test(reason))
    return failure('unreadable', `${name} is not UTF-8 text${where}: save it with the encoding UTF-8.`);
  if (/Maximum line size|line size/i.test(reason))
    return failure(
      'unreadable',
      `${name} has a line of more than a million characters${where}: this is no table of bars.`,
    );
  if (/Expected Number of Columns/i.test(reason))
    return failure('unreadable', `${name} holds control characters${where}: this is not a plain text table.`);
  if (/INTERRUPT/i.test(reason) || /Out of Memory|No space left/i.test(reason)) throw new Error(reason);
  return failure('unreadable', `${name} cannot be read as text: ${reasonOf(new Error(reason))}`);
}
