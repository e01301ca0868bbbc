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
import { numbersOf } from '../stages.ts';
import type { Columns } from './parquet-sql.ts';
import { columnSql, source, textSql } from './parquet-sql.ts';
import { literalPath } from './text-lines.ts';

/** The columns of a Parquet file and where the bars are in them. */
export interface ParquetLayout {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly places: ColumnPlaces;
  /** The number of rows that the file claims; compared with what is read. */
  readonly rows: number;
}

/** A few kilobytes can claim billions of rows. */
const maxRows = 50_000_000;

/** Reads names, types, the number of rows, and a few rows to find the time columns. */
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

/** Longer than any time, number or ticker. */
const longestText = 1000;

/**
 * The first used column with longer texts; null where there is none. Passing such texts on can unpack a file of a few
 * kilobytes to gigabytes; asking for their length does not.
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

/** The failure for an error of DuckDB. An interrupt, or a lack of memory or disk space, is thrown again: the file is not to blame. */
export function parquetProblem(file: SourceFile, error: unknown) {
  const reason = messageOf(error);
  if (/INTERRUPT/i.test(reason) || /Out of Memory|No space left/i.test(reason)) throw error;
  return failure(
    'unreadable',
    `${file.name} cannot be read as Parquet and is probably damaged: fetch or export it again. (${reasonOf(error)})`,
  );
}
