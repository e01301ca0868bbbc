import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../../shared/result.ts';
import { failure, messageOf, success } from '../../../../../shared/result.ts';
import { visibleText } from '../../../../../shared/visible-text.ts';
import { reasonOf } from '../../reason.ts';
import type { ColumnPlaces } from '../layout/columns.ts';
import { placesFromNames } from '../layout/columns.ts';
import { doubledPrice } from '../layout/doubled.ts';
import { doubledMessage, missingMessage } from '../layout/layout.ts';
import type { SourceFile } from '../source-file.ts';
import { faultSql, numbersOf, rowColumns } from '../stages.ts';
import { longestTime } from '../times/time-form.ts';
import type { TimeReading, TimeReadings } from '../times/time-reading.ts';
import { findTimeReadings } from '../times/time-reading.ts';
import type { TimeSql } from '../times/time-sql.ts';
import { literalPath } from './text-rows.ts';

/** The columns of a Parquet file and where the bars are in them. */
export interface ParquetLayout {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly places: ColumnPlaces;
  /** What the file says it holds; held against what is read. */
  readonly rows: number;
}

/** A few kilobytes can claim billions of rows. */
const maxRows = 50_000_000;

/** Reads names, types, the number of rows, and a few rows to tell what stands in them. */
export async function describeParquet(
  connection: DuckDBConnection,
  file: SourceFile,
): Promise<Result<ParquetLayout>> {
  try {
    const path = literalPath(file.path);
    const [size] = await numbersOf(connection, 'SELECT num_rows::DOUBLE FROM parquet_file_metadata($path)', {
      path,
    });
    const rows = size ?? 0;
    if (rows <= 0) return failure('unreadable', `${file.name} holds no row: there is nothing to import.`);
    if (rows > maxRows)
      return failure(
        'too-large',
        `${file.name} holds ${rows} rows; up to ${maxRows} are read. Split it by year.`,
      );
    const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`, { path });
    const columns = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())).parse(reader.getRows());
    const layout = { names: columns.map(([name]) => name), types: columns.map(([, type]) => type) };
    const places = placesFromNames(layout.names, await firstRows(connection, path, layout));
    if ('missing' in places)
      return failure('unreadable', `${file.name}: ${missingMessage(places.missing, layout.names)}`);
    const doubled = doubledPrice(layout.names, places);
    if (doubled !== null) return failure('unreadable', `${file.name}: ${doubledMessage(doubled)}`);
    const long = await longTexts(connection, path, layout, places);
    if (long !== null)
      return failure(
        'unreadable',
        `${file.name}: the times cannot be read, nor prices: cells of its column "${visibleText(long.slice(0, 30))}" are texts of over ${longestText} letters.`,
      );
    return success({ ...layout, places, rows });
  } catch (error) {
    return parquetProblem(file, error);
  }
}

type Columns = Pick<ParquetLayout, 'names' | 'types'>;

/** No time, number or ticker is longer. */
const longestText = 1000;

/**
 * The first column in use that holds longer texts; null where none does. A few kilobytes of file unpack to gigabytes
 * where such texts are handed on; asking for their length hands nothing on.
 */
async function longTexts(
  connection: DuckDBConnection,
  path: string,
  { names, types }: Columns,
  places: ColumnPlaces,
): Promise<string | null> {
  const { time, open, high, low, close, volume, spread, ticker } = places;
  const used = [...time, open, high, low, close, volume, spread, ticker].flatMap((position) =>
    position !== null && types[position] === 'VARCHAR' ? [names[position]] : [],
  );
  if (used.length === 0) return null;
  const lengths = await numbersOf(
    connection,
    `SELECT ${used.map((name) => `max(strlen(${columnSql(name)}))::DOUBLE`).join(', ')} FROM ${source}`,
    { path },
  );
  return used.find((_, index) => (lengths[index] ?? 0) > longestText) ?? null;
}

async function firstRows(
  connection: DuckDBConnection,
  path: string,
  columns: Columns,
): Promise<readonly (readonly string[])[]> {
  const texts = columns.names.slice(0, 200).map((_, position) => textSql(columns, position));
  const reader = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${source} LIMIT 100`, {
    path,
  });
  return reader.getRows().map((row) => row.map((cell) => String(cell ?? '')));
}

/** How the times may be read: one way where the column's type says it. */
export async function parquetTimes(
  connection: DuckDBConnection,
  file: SourceFile,
  layout: ParquetLayout,
  ticker: string | null,
): Promise<Result<TimeReadings>> {
  const native = nativeTime(layout);
  if (native) return success({ question: null, readings: [native], customary: true });
  try {
    const reader = await connection.runAndReadAll(
      `SELECT ${timeText(layout)} FROM ${rowsOf(layout, ticker)} LIMIT 20000`,
      parameters(file, layout, ticker),
    );
    const texts = reader.getRows().map((row) => String(row[0] ?? ''));
    const step = Math.max(1, Math.floor(texts.length / 2000));
    return findTimeReadings(texts.filter((_, index) => index % step === 0));
  } catch (error) {
    return parquetProblem(file, error);
  }
}

/** The tickers in the file, most rows first; null where they are more than `most`. */
export async function parquetTickers(
  connection: DuckDBConnection,
  file: SourceFile,
  layout: ParquetLayout,
  most: number,
): Promise<readonly { readonly ticker: string; readonly rows: number }[] | null> {
  const { ticker } = layout.places;
  if (ticker === null) return [];
  const reader = await connection.runAndReadAll(
    `SELECT ticker, count(*)::DOUBLE FROM (SELECT ${textSql(layout, ticker)} AS ticker FROM ${source})
     WHERE ticker <> '' GROUP BY ticker ORDER BY count(*) DESC, ticker LIMIT ${most + 1}`,
    { path: literalPath(file.path) },
  );
  const found = z.array(z.tuple([z.string(), z.number()])).parse(reader.getRows());
  return found.length > most ? null : found.map(([name, rows]) => ({ ticker: name, rows }));
}

/** The column of texts without a role, each of which stands in one block of rows; null where none does. */
export async function parquetBlocks(
  connection: DuckDBConnection,
  file: SourceFile,
  layout: ParquetLayout,
): Promise<number | null> {
  const { time, open, high, low, close, volume, spread } = layout.places;
  const used = new Set([...time, open, high, low, close, volume, spread]);
  const texts = layout.names.flatMap((_, at) => (used.has(at) || layout.types[at] !== 'VARCHAR' ? [] : [at]));
  for (const at of texts.slice(0, 20)) {
    const [values, changes] = await numbersOf(
      connection,
      `SELECT count(DISTINCT value)::DOUBLE, (count(*) FILTER (value <> before))::DOUBLE
       FROM (SELECT value, lag(value) OVER () AS before FROM (SELECT ${textSql(layout, at)} AS value FROM ${source}))`,
      { path: literalPath(file.path) },
    );
    if (values !== null && values > 1 && values <= 50 && changes === values - 1) return at;
  }
  return null;
}

/** SQL for n and the time of every row under one reading of the times, with its parameters. */
export function parquetTimesSql(
  file: SourceFile,
  layout: ParquetLayout,
  ticker: string | null,
  time: TimeSql,
): readonly [string, Record<string, string>] {
  return [
    `SELECT n, ${time.ms} AS time FROM (
       SELECT row_number() OVER () AS n, ${time.parts(timeText(layout))} AS p FROM ${rowsOf(layout, ticker)})`,
    parameters(file, layout, ticker),
  ];
}

/** Makes the temporary table `rows` (n = row number from 1) from the file; `now` in ms. */
export async function parseParquet(
  connection: DuckDBConnection,
  file: SourceFile,
  layout: ParquetLayout,
  { time, ticker, now }: { time: TimeSql; ticker: string | null; now: number },
): Promise<Result<null>> {
  const number = (position: number) => numberSql(layout, position);
  const { places } = layout;
  try {
    const volume = places.volume === null ? '0::DOUBLE' : parquetVolume(number(places.volume));
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE rows AS
       SELECT ${rowColumns}, ${faultSql(now)} AS fault FROM (
         SELECT n, ${time.ms} AS time, open, high, low, close, volume, spread, false AS ragged, false AS underscored FROM (
           SELECT row_number() OVER () AS n, ${time.parts(timeText(layout))} AS p,
             ${number(places.open)} AS open, ${number(places.high)} AS high, ${number(places.low)} AS low,
             ${number(places.close)} AS close, ${volume} AS volume,
             ${places.spread === null ? 'NULL::DOUBLE' : number(places.spread)} AS spread
           FROM ${rowsOf(layout, ticker)}))`,
      parameters(file, layout, ticker),
    );
    const [read] = await numbersOf(connection, 'SELECT count(*)::DOUBLE FROM rows');
    if (ticker === null && read !== layout.rows)
      return failure(
        'unreadable',
        `${file.name} says that it holds ${layout.rows} rows, but holds ${read ?? 0}: it is damaged. Fetch or export it again.`,
      );
    return success(null);
  } catch (error) {
    return parquetProblem(file, error);
  }
}

const source = 'read_parquet($path, hive_partitioning = false)';

function rowsOf({ names, types, places }: ParquetLayout, ticker: string | null): string {
  if (ticker === null || places.ticker === null) return source;
  return `(SELECT * FROM ${source} WHERE ${textSql({ names, types }, places.ticker)} = $ticker)`;
}

function parameters(
  file: SourceFile,
  { places }: ParquetLayout,
  ticker: string | null,
): Record<string, string> {
  const path = literalPath(file.path);
  return ticker === null || places.ticker === null ? { path } : { path, ticker };
}

function columnSql(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A cell as text where it is short enough for a time or a ticker. Asked of the length first: taking the first letters of
 * cells of megabytes copies them whole.
 */
function textSql({ names, types }: Columns, position: number): string {
  const column = columnSql(names[position]);
  const type = types[position];
  if (type === 'DOUBLE' || type === 'FLOAT')
    return `coalesce(CASE WHEN ${column} = floor(${column}) THEN try_cast(${column} AS BIGINT)::VARCHAR ELSE ${column}::VARCHAR END, '')`;
  return type === 'VARCHAR' ? shortSql(column) : `coalesce(${shortSql(`${column}::VARCHAR`)}, '')`;
}

function shortSql(text: string): string {
  return `CASE WHEN strlen(${text}) <= ${2 * longestTime} THEN ${text} WHEN ${text} IS NULL THEN '' ELSE '(a long text)' END`;
}

function timeText(layout: ParquetLayout): string {
  return layout.places.time.map((position) => textSql(layout, position)).join(" || ' ' || ");
}

function nativeTime({ names, types, places }: ParquetLayout): TimeReading | null {
  if (places.time.length > 1) return null;
  const type = types[places.time[0]];
  const column = columnSql(names[places.time[0]]);
  if (type === 'TIMESTAMP WITH TIME ZONE') return native('offset', 'timestamp in UTC', `epoch_ms(${column})`);
  if (type.startsWith('TIMESTAMP') || type === 'DATE')
    return native('native', 'timestamp without zone', `epoch_ms(${column}::TIMESTAMP)`);
  return null;
}

function native(format: 'offset' | 'native', pattern: string, sql: string): TimeReading {
  return { format, pattern, zone: null, sql: { parts: () => sql, ms: 'p' }, fixed: null, value: '' };
}

/** Nothing and −1 mean that the bar has no volume. */
function parquetVolume(number: string): string {
  return `CASE WHEN ${number} = -1 OR isnan(${number}) THEN 0 ELSE coalesce(${number}, 0) END`;
}

/** A 32-bit price is taken as the shortest decimal that means it: 1.1213, not 1.12129998. */
function numberSql({ names, types }: Columns, position: number): string {
  const column = columnSql(names[position]);
  const text = { FLOAT: `${column}::VARCHAR`, VARCHAR: shortSql(column) }[types[position]];
  return `try_cast(${text ?? column} AS DOUBLE)`;
}

function parquetProblem(file: SourceFile, error: unknown) {
  const reason = messageOf(error);
  if (/INTERRUPT/i.test(reason) || /Out of Memory|No space left/i.test(reason)) throw error;
  return failure(
    'unreadable',
    `${file.name} cannot be read as Parquet and is probably damaged: fetch or export it again. (${reasonOf(error)})`,
  );
}
