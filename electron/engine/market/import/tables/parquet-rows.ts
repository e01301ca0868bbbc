import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Result } from '../../../../../shared/result.ts';
import { failure, success } from '../../../../../shared/result.ts';
import type { SourceFile } from '../source-file.ts';
import { faultSql, numbersOf, rowColumns } from '../stages.ts';
import type { TimeReading, TimeReadings } from '../times/time-reading.ts';
import { findTimeReadings } from '../times/time-reading.ts';
import type { TimeSql } from '../times/time-sql.ts';
import type { ParquetLayout } from './parquet-layout.ts';
import { parquetProblem } from './parquet-layout.ts';
import {
  columnSql,
  numberSql,
  parameters,
  rowsOf,
  source,
  textSql,
  timeText,
  volumeSql,
} from './parquet-sql.ts';
import { literalPath } from './text-lines.ts';

/** The possible readings of the times: only one where the type of the column decides. */
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

/** An unused text column in which each value fills one contiguous block of rows; null where there is none. */
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
    const volume = places.volume === null ? '0::DOUBLE' : volumeSql(number(places.volume));
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
