import type { SourceFile } from '../source-file.ts';
import { longestTime } from '../times/time-form.ts';
import type { ParquetLayout } from './parquet-layout.ts';
import { literalPath } from './text-lines.ts';

/** SQL for the rows of the file at $path. Folder names such as `a=1` are not taken as columns. */
export const source = 'read_parquet($path, hive_partitioning = false)';

/** Names and types of all columns, in the order of the file. */
export type Columns = Pick<ParquetLayout, 'names' | 'types'>;

/** SQL for the rows of one series, or of all; to be run with `parameters`. */
export function rowsOf({ names, types, places }: ParquetLayout, ticker: string | null): string {
  if (ticker === null || places.ticker === null) return source;
  return `(SELECT * FROM ${source} WHERE ${textSql({ names, types }, places.ticker)} = $ticker)`;
}

/** What `source` and `rowsOf` are run with. */
export function parameters(
  file: SourceFile,
  { places }: ParquetLayout,
  ticker: string | null,
): Record<string, string> {
  const path = literalPath(file.path);
  return ticker === null || places.ticker === null ? { path } : { path, ticker };
}

/** The column's name, quoted. */
export function columnSql(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * SQL for a cell as text where it is short enough for a time or a ticker. The length is checked first, because taking the
 * first letters of a cell of megabytes copies all of it.
 */
export function textSql({ names, types }: Columns, position: number): string {
  const column = columnSql(names[position]);
  const type = types[position];
  if (type === 'DOUBLE' || type === 'FLOAT')
    return `coalesce(CASE WHEN ${column} = floor(${column}) THEN try_cast(${column} AS BIGINT)::VARCHAR ELSE ${column}::VARCHAR END, '')`;
  return type === 'VARCHAR' ? shortSql(column) : `coalesce(${shortSql(`${column}::VARCHAR`)}, '')`;
}

function shortSql(text: string): string {
  return `CASE WHEN strlen(${text}) <= ${2 * longestTime} THEN ${text} WHEN ${text} IS NULL THEN '' ELSE '(a long text)' END`;
}

/** SQL for the text of a row's time, date and time of day put together. */
export function timeText(layout: ParquetLayout): string {
  return layout.places.time.map((position) => textSql(layout, position)).join(" || ' ' || ");
}

/** SQL for the number in a cell. A 32-bit price is read as the shortest decimal that gives it: 1.1213, not 1.12129998. */
export function numberSql({ names, types }: Columns, position: number): string {
  const column = columnSql(names[position]);
  const text = { FLOAT: `${column}::VARCHAR`, VARCHAR: shortSql(column) }[types[position]];
  return `try_cast(${text ?? column} AS DOUBLE)`;
}

/** SQL for a volume. Nothing and −1 mean that the bar has no volume. */
export function volumeSql(number: string): string {
  return `CASE WHEN ${number} = -1 OR isnan(${number}) THEN 0 ELSE coalesce(${number}, 0) END`;
}
