import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { reasonOf } from '../reason.ts';
import type { ColumnPlaces } from './columns.ts';
import { placesFromNames } from './columns.ts';
import { quoted } from './quoted.ts';
import type { SourceFile } from './source-file.ts';
import { faultSql } from './stages.ts';
import { literalPath } from './text-rows.ts';
import type { TimeReading } from './time-format.ts';
import { detectTimeFormat, timeSql } from './time-format.ts';

/** The columns of a Parquet file and where the bars are in them. */
export interface ParquetLayout {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly places: ColumnPlaces;
}

/** A few kilobytes can claim billions of rows. */
const maxRows = 50_000_000;

/** Reads names, types and the number of rows; nothing of the data yet. */
export async function describeParquet(
  connection: DuckDBConnection,
  file: SourceFile,
): Promise<Result<ParquetLayout>> {
  try {
    const path = literalPath(file.path);
    const size = await connection.runAndReadAll('SELECT num_rows::DOUBLE FROM parquet_file_metadata($path)', {
      path,
    });
    const rows = Number(size.getRows()[0]?.[0] ?? 0);
    if (rows === 0) return failure('unreadable', `${file.name} holds no row: there is nothing to import.`);
    if (rows > maxRows)
      return failure(
        'too-large',
        `${file.name} holds ${rows} rows; up to ${maxRows} are read. Split it by year.`,
      );
    const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`, { path });
    const columns = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())).parse(reader.getRows());
    const names = columns.map(([name]) => name);
    const places = placesFromNames(names);
    if ('missing' in places)
      return failure(
        'unreadable',
        `${file.name} has no column for: ${places.missing}. Its columns are ${quoted(names.slice(0, 12).join(', '), 300)}. Name them time, open, high, low, close and (if there is one) volume.`,
      );
    return success({ names, types: columns.map(([, type]) => type), places });
  } catch (error) {
    return parquetProblem(file, error);
  }
}

/** Makes the temporary table `rows` (n = row number from 1) from the file; tells how the times were read. */
export async function parseParquet(
  connection: DuckDBConnection,
  file: SourceFile,
  layout: ParquetLayout,
): Promise<Result<TimeReading>> {
  const path = literalPath(file.path);
  const column = (position: number) => `"${layout.names[position].replaceAll('"', '""')}"`;
  const number = (position: number) => numberSql(column(position), layout.types[position]);
  const { places } = layout;
  try {
    const time = places.time.map((position) => `${column(position)}::VARCHAR`).join(" || ' ' || ");
    const type = places.time.length === 1 ? layout.types[places.time[0]] : 'VARCHAR';
    const native = nativeTime(type, column(places.time[0]));
    const reading = native
      ? success(native.reading)
      : detectTimeFormat(await examples(connection, path, time));
    if (!reading.ok) return reading;
    const volume = places.volume === null ? '0::DOUBLE' : `coalesce(${number(places.volume)}, 0)`;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE rows AS
       SELECT n, time, open, high, low, close, volume, ${faultSql()} AS fault FROM (
         SELECT row_number() OVER () AS n, ${native?.sql ?? timeSql(reading.value, time)} AS time,
           ${number(places.open)} AS open, ${number(places.high)} AS high, ${number(places.low)} AS low,
           ${number(places.close)} AS close, ${volume} AS volume, false AS ragged, false AS underscored
         FROM ${source})`,
      { path },
    );
    return reading;
  } catch (error) {
    return parquetProblem(file, error);
  }
}

const source = 'read_parquet($path, hive_partitioning = false)';

function nativeTime(
  type: string,
  column: string,
): { readonly sql: string; readonly reading: TimeReading } | null {
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return {
      sql: `epoch_ms(${column})`,
      reading: { format: 'offset', pattern: 'timestamp in UTC', warning: null },
    };
  if (type.startsWith('TIMESTAMP') || type === 'DATE')
    return {
      sql: `epoch_ms(${column}::TIMESTAMP)`,
      reading: { format: 'native', pattern: 'timestamp without zone', warning: null },
    };
  return null;
}

async function examples(
  connection: DuckDBConnection,
  path: string,
  time: string,
): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(`SELECT ${time} FROM ${source} LIMIT 20000`, { path });
  const texts = reader.getRows().map((row) => String(row[0] ?? ''));
  const step = Math.max(1, Math.floor(texts.length / 2000));
  return texts.filter((_, index) => index % step === 0);
}

/** A 32-bit price is taken as the shortest decimal that means it: 1.1213, not 1.12129998. */
function numberSql(column: string, type: string): string {
  return `try_cast(${type === 'FLOAT' ? `${column}::VARCHAR` : column} AS DOUBLE)`;
}

function parquetProblem(file: SourceFile, error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  if (/INTERRUPT/i.test(reason) || /Out of Memory|No space left/i.test(reason)) throw error;
  return failure(
    'unreadable',
    `${file.name} cannot be read as Parquet and is probably damaged: fetch or export it again. (${reasonOf(error)})`,
  );
}
