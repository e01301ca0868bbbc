import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../../shared/result.ts';
import { failure, messageOf, success } from '../../../../../shared/result.ts';
import { reasonOf } from '../../reason.ts';
import { splitLine } from '../layout/grid.ts';
import type { TextLayout } from '../layout/layout.ts';
import type { SourceFile } from '../source-file.ts';

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

/** Reads a file with mixed line ends. It is read into memory whole, so it must be smaller than others. */
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

/** Each line as one field: \u0001 does not occur in text, and there are no quotes. */
const linesSql = `SELECT line FROM read_csv($path, columns = {'line': 'VARCHAR'},
  delim = '\u0001', quote = '', escape = '', comment = '', header = false, auto_detect = false,
  hive_partitioning = false, compression = 'none', encoding = $encoding, max_line_size = 1000000,
  buffer_size = 8000000)`;

/** The path with glob characters escaped, because DuckDB's file functions take patterns. */
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

/** Fields of lines from the whole file, to find how times and numbers are written. */
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

function readingProblem(name: string, reason: string) {
  const line = /CSV Error on Line: (\d+)/.exec(reason)?.[1];
  const where = line ? ` (line ${line})` : '';
  if (/unicode|utf-?8|utf-?16|encoded|encoding/i.test(reason))
    return failure('unreadable', `${name} is not UTF-8 text${where}: save it with the encoding UTF-8.`);
  if (/Maximum line size|line size/i.test(reason))
    return failure(
      'unreadable',
      `${name} has a line of more than a million characters${where}: this is not a table of bars.`,
    );
  if (/Expected Number of Columns/i.test(reason))
    return failure('unreadable', `${name} holds control characters${where}: this is not a plain text table.`);
  if (/INTERRUPT/i.test(reason) || /Out of Memory|No space left/i.test(reason)) throw new Error(reason);
  return failure('unreadable', `${name} cannot be read as text: ${reasonOf(new Error(reason))}`);
}
