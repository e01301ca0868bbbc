import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { splitLine } from '../layout/grid.ts';
import type { TextLayout } from '../layout/layout.ts';
import { detectLayout } from '../layout/layout.ts';
import { findNumberStyle } from '../numbers.ts';
import type { SourceFile } from '../source-file.ts';
import { faultSql, rowColumns } from '../stages.ts';
import { fixedSql } from '../times/time-pattern.ts';
import type { TimeReading } from '../times/time-reading.ts';
import { findTimeReadings } from '../times/time-reading.ts';
import { wordColumns } from './series-columns.ts';
import { literalPath } from './text-lines.ts';

/**
 * The fast path for a regular text file: splits the columns and reads the numbers in one pass into the table `rows`, with
 * n = 0. Null where anything is unusual or may need a question; then, and where a row turns out to be bad, the file must be
 * read again line by line, which tells the line and the reason.
 */
export async function readCleanText(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
  now: number,
): Promise<{ readonly layout: TextLayout; readonly reading: TimeReading } | null> {
  if (file.encoding !== 'utf-8') return null;
  const lines = await headLines(file.path);
  const detected = detectLayout(lines);
  if (!detected.ok) return null;
  const layout = detected.value;
  if (layout.header_line > 1 || layout.wide.length > 0 || layout.places.ticker !== null) return null;
  if (layout.quote !== '' || layout.delimiter === ' ') return null;
  const rows = lines
    .slice(layout.header_line)
    .map((line) => splitLine(line, layout.delimiter, ''))
    .filter((fields) => fields.length === layout.fields);
  // Words beside the bars may name several series.
  if (wordColumns(layout, rows).length > 0) return null;
  // DuckDB ignores a surplus field that is empty, so lines that end with a delimiter are read line by line.
  if (rows.some((row) => row.at(-1) === '')) return null;
  if (
    !findNumberStyle(columnsOf(rows, pricePlaces(layout)), columnsOf(rows, [layout.places.volume])).style
      .plain
  )
    return null;
  const times = findTimeReadings(rows.map((row) => layout.places.time.map((at) => row[at]).join(' ')));
  if (!times.ok || times.value.readings.length > 1) return null;
  const [reading] = times.value.readings;
  if (reading.fixed === null && reading.format !== 'epoch') return null;
  // Local times of other zones need the order of the lines, see `localToUtc`.
  if (reading.zone !== null || (reading.format === 'local' && zone !== 'UTC')) return null;
  try {
    const [underscored] = await Promise.all([
      holdsUnderscore(file.path, layout.names ? lines[0].length : 0),
      connection.run(cleanSql(layout, reading, now), { path: literalPath(file.path) }),
    ]);
    return underscored ? null : { layout, reading };
  } catch (error) {
    // A cell that is not a number, a line of another length, mixed line ends: the slow reading names the line.
    if (error instanceof Error && /Invalid Input|Conversion|CSV Error/i.test(error.message)) return null;
    throw error;
  }
}

function pricePlaces({ places }: TextLayout): readonly number[] {
  return [places.open, places.high, places.low, places.close];
}

function columnsOf(
  rows: readonly (readonly string[])[],
  positions: readonly (number | null)[],
): readonly string[] {
  return rows.flatMap((row) => positions.flatMap((position) => (position === null ? [] : [row[position]])));
}

function cleanSql(layout: TextLayout, reading: TimeReading, now: number): string {
  const { open, high, low, close, volume, spread, time } = layout.places;
  const numbers = new Set([open, high, low, close, volume, spread]);
  const columns = Array.from(
    { length: layout.fields },
    (_, position) => `'c${position}': '${numbers.has(position) ? 'DOUBLE' : 'VARCHAR'}'`,
  );
  const column = (position: number | null, none: string) => (position === null ? none : `c${position}`);
  const text = time.map((position) => `c${position}`).join(" || ' ' || ");
  const moment = reading.fixed
    ? { parts: 'NULL', ms: fixedSql(reading.fixed, 'text') }
    : { parts: reading.sql.parts('text'), ms: reading.sql.ms };
  return `CREATE OR REPLACE TEMP TABLE rows AS
    SELECT ${rowColumns}, ${faultSql(now)} AS fault FROM (
      SELECT 0::BIGINT AS n, ${moment.ms} AS time, open, high, low, close, volume, spread,
        false AS ragged, false AS underscored
      FROM (SELECT text, ${moment.parts} AS p, * FROM (
        SELECT ${text} AS text, c${open} AS open, c${high} AS high, c${low} AS low, c${close} AS close,
          ${column(volume, '0::DOUBLE')} AS volume, ${column(spread, 'NULL::DOUBLE')} AS spread
        FROM read_csv($path, columns = {${columns.join(', ')}}, delim = '${layout.delimiter}', quote = '', escape = '',
          comment = '', header = false, skip = ${layout.header_line}, auto_detect = false, hive_partitioning = false,
          compression = 'none', max_line_size = 1000000, buffer_size = 4000000))))`;
}

/** DuckDB accepts 1_000 as a number; the import does not. */
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
