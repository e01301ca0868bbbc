import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { reasonOf } from '../reason.ts';
import type { TextLayout } from './layout.ts';
import { splitLine } from './layout.ts';
import type { SourceFile } from './source-file.ts';
import { faultSql } from './stages.ts';
import type { TimeReading } from './time-format.ts';
import { timeSql } from './time-format.ts';

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
    const reason = error instanceof Error ? error.message : String(error);
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
    return readingProblem(file.name, error instanceof Error ? error.message : String(error));
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

/** Texts of the time column from all over the file, for telling its format. */
export async function timeExamples(
  connection: DuckDBConnection,
  layout: TextLayout,
): Promise<readonly string[]> {
  const lines = await texts(
    connection,
    `SELECT left(line, 4000) FROM lines, (SELECT greatest(1, count(*) // 2000) AS step FROM lines)
     WHERE rowid >= ${layout.header_line} AND line IS NOT NULL AND rowid % step = 0 ORDER BY rowid LIMIT 4000`,
  );
  return lines
    .map((line) => splitLine(line, layout.delimiter, layout.quoted))
    .filter((fields) => fields.length === layout.fields)
    .map((fields) => layout.places.time.map((position) => fields[position]).join(' '));
}

async function texts(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(sql);
  return z.array(z.string()).parse(reader.getRows().map((row) => row[0]));
}

/** Makes the temporary table `rows` (n, time, open, high, low, close, volume, fault) from `lines`. */
export async function parseLines(
  connection: DuckDBConnection,
  layout: TextLayout,
  reading: TimeReading,
): Promise<void> {
  const { places } = layout;
  const field = (position: number) => `f[${position + 1}]`;
  const time = places.time.map(field).join(" || ' ' || ");
  const volume = places.volume === null ? '0::DOUBLE' : emptyAsZero(field(places.volume), layout);
  await connection.run(`CREATE OR REPLACE TEMP TABLE rows AS
    SELECT n, time, open, high, low, close, volume, ${faultSql()} AS fault FROM (
      SELECT n, ${timeSql(reading, time)} AS time,
        ${numberSql(field(places.open), layout)} AS open, ${numberSql(field(places.high), layout)} AS high,
        ${numberSql(field(places.low), layout)} AS low, ${numberSql(field(places.close), layout)} AS close,
        ${volume} AS volume, len(f) <> ${layout.fields} AS ragged,
        ${underscoredSql(places)} AS underscored
      FROM (SELECT rowid + 1 AS n, line, ${splitSql(layout)} AS f FROM lines
        WHERE rowid >= ${layout.header_line} AND line IS NOT NULL AND (strlen(line) > 8 OR trim(line, ' \t') <> '')))`);
}

/** The same cut as `splitLine`. */
function splitSql({ delimiter, quoted }: TextLayout): string {
  const mark = `'${delimiter}'`;
  if (!quoted) return `string_split(line, ${mark})`;
  const shielded = `array_to_string(list_transform(string_split(line, '"'),
    lambda part, i: CASE WHEN i % 2 = 0 THEN replace(part, ${mark}, chr(1)) ELSE part END), '')`;
  return `list_transform(string_split(${shielded}, ${mark}), lambda part: replace(part, chr(1), ${mark}))`;
}

function numberSql(field: string, { decimal_comma }: TextLayout): string {
  return `try_cast(${decimal_comma ? `replace(${field}, ',', '.')` : field} AS DOUBLE)`;
}

/** DuckDB reads 1_000 as a number; bars do not. Asked of the whole line first, which nearly always settles it. */
function underscoredSql({ open, high, low, close, volume }: TextLayout['places']): string {
  const fields = [open, high, low, close, volume].filter((position) => position !== null);
  const any = fields.map((position) => `contains(f[${position + 1}], '_')`).join(' OR ');
  return `CASE WHEN contains(line, '_') THEN coalesce(${any}, false) ELSE false END`;
}

function emptyAsZero(field: string, layout: TextLayout): string {
  return `CASE WHEN trim(${field}) = '' THEN 0 ELSE ${numberSql(field, layout)} END`;
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
