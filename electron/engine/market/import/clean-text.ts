import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TextLayout } from './layout.ts';
import { detectLayout } from './layout.ts';
import type { SourceFile } from './source-file.ts';
import { faultSql } from './stages.ts';
import { literalPath } from './text-rows.ts';
import type { TimeReading } from './time-format.ts';
import { detectTimeFormat, timeSql } from './time-format.ts';

/**
 * The quick way for a text file that is as regular as it looks at its start: columns are cut and numbers read in
 * one pass, into the table `rows`, with n = 0. Null where anything is unusual; then, and where the rows turn
 * out not to be faultless, the file is to be read again line by line, which can say what is wrong where.
 */
export async function readCleanText(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
): Promise<{ readonly layout: TextLayout; readonly reading: TimeReading } | null> {
  if (file.encoding !== 'utf-8') return null;
  const lines = await headLines(file.path);
  const detected = detectLayout(lines);
  if (!detected.ok) return null;
  const layout = detected.value;
  if (layout.header_line > 1 || layout.quoted || layout.decimal_comma) return null;
  const reading = detectTimeFormat(timesOf(lines, layout));
  if (!reading.ok || reading.value.warning) return null;
  // Local times of another zone may need lines told apart, see `localToUtc`.
  const local = reading.value.format === 'local';
  if (local && zone !== 'UTC') return null;
  try {
    const [underscored] = await Promise.all([
      holdsUnderscore(file.path, layout.names ? lines[0].length : 0),
      connection.run(cleanSql(layout, reading.value), { path: literalPath(file.path) }),
    ]);
    return underscored ? null : { layout, reading: reading.value };
  } catch (error) {
    // A cell that is no number, a line of other length, line ends of two kinds: all found again with their line.
    if (error instanceof Error && /Invalid Input|Conversion|CSV Error/i.test(error.message)) return null;
    throw error;
  }
}

function cleanSql(layout: TextLayout, reading: TimeReading): string {
  const { open, high, low, close, volume, time } = layout.places;
  const numbers = new Set([open, high, low, close, ...(volume === null ? [] : [volume])]);
  const columns = Array.from(
    { length: layout.fields },
    (_, position) => `'c${position}': '${numbers.has(position) ? 'DOUBLE' : 'VARCHAR'}'`,
  );
  const text = time.map((position) => `c${position}`).join(" || ' ' || ");
  return `CREATE OR REPLACE TEMP TABLE rows AS
    SELECT n, time, open, high, low, close, volume, ${faultSql()} AS fault FROM (
      SELECT 0::BIGINT AS n, ${timeSql(reading, text)} AS time, c${open} AS open, c${high} AS high, c${low} AS low,
        c${close} AS close, ${volume === null ? '0::DOUBLE' : `c${volume}`} AS volume,
        false AS ragged, false AS underscored
      FROM read_csv($path, columns = {${columns.join(', ')}}, delim = '${layout.delimiter}', quote = '', escape = '',
        comment = '', header = false, skip = ${layout.header_line}, auto_detect = false, hive_partitioning = false,
        compression = 'none', max_line_size = 1000000, buffer_size = 4000000))`;
}

function timesOf(lines: readonly string[], layout: TextLayout): readonly string[] {
  return lines
    .slice(layout.header_line)
    .map((line) => line.split(layout.delimiter))
    .filter((fields) => fields.length === layout.fields)
    .map((fields) => layout.places.time.map((position) => fields[position]).join(' '));
}

/** DuckDB reads 1_000 as a number; bars do not. */
async function holdsUnderscore(path: string, from: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const part = Buffer.alloc(1024 ** 2);
    for (let position = from; ; position += part.length) {
      const { bytesRead } = await file.read(part, 0, part.length, position);
      if (part.subarray(0, bytesRead).includes('_')) return true;
      if (bytesRead < part.length) return false;
    }
  } finally {
    await file.close();
  }
}

/** Up to 200 whole lines from the start of the file. */
async function headLines(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const lines = new TextDecoder().decode(buffer.subarray(0, bytesRead)).split(/\r?\n/);
    return (bytesRead < 65_536 ? lines : lines.slice(0, -1)).slice(0, 200);
  } finally {
    await file.close();
  }
}
