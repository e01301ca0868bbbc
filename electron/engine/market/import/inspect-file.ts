import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ImportOptions, ImportPreview } from '../../../../shared/imports.ts';
import { hourMs } from '../../../../shared/market.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import { withConnection } from '../../storage/transaction.ts';
import { refusedRows, takeCensus } from './census/census.ts';
import { findJumps } from './census/jumps.ts';
import type { OtherSpacing } from './census/mixed-spacing.ts';
import { opensAreCloses } from './census/open-close.ts';
import { followProgress } from './progress.ts';
import { createQuestions, minuteText } from './questions.ts';
import type { ReadRows } from './read-rows.ts';
import { plainSpread, readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import type { SourceFile } from './source-file.ts';
import { examineFile } from './source-file.ts';
import { numbersOf } from './stages.ts';
import { symbolFromFileName, tidySymbol } from './symbol-name.ts';
import { readCleanText } from './tables/clean-text.ts';
import { isTimeZone } from './times/time-zone.ts';
import { importWarnings } from './warnings.ts';

/** What a job of reading is given beside the file. */
export interface ReadJob {
  readonly signal?: AbortSignal;
  readonly report?: Report;
  /** The clock, ms: no bar is later. */
  readonly now?: number;
  /** Whether somebody outside the desk named the file. */
  readonly outside?: boolean;
}

/** Reads the whole file as an import would and tells what it understood and what it asks; stores nothing. */
export function inspectFile(
  database: Database,
  path: string,
  options: Partial<ImportOptions>,
  job: ReadJob = {},
): Promise<Result<ImportPreview>> {
  const { signal, report = () => undefined } = job;
  return withConnection(database, signal, async (connection) => {
    const { step, end } = followProgress(connection, report);
    try {
      const read = await readFile(connection, path, options, { ...job, report: step });
      // Interrupted while it read quickly, it will have read once more, carefully.
      signal?.throwIfAborted();
      return read;
    } finally {
      end();
    }
  });
}

/**
 * Reads the file into the connection's temporary table `rows` (n, time in ms UTC, open, high, low, close, volume, spread,
 * fault; rows with fault 0 are the bars, in rising order of time) and tells what was understood.
 */
export async function readFile(
  connection: DuckDBConnection,
  path: string,
  options: Partial<ImportOptions>,
  job: Omit<ReadJob, 'signal'> = {},
): Promise<Result<ImportPreview>> {
  const zone = options.time_zone ?? 'UTC';
  if (!isTimeZone(zone))
    return failure('invalid', `There is no time zone "${zone}". Use a name such as UTC or Europe/Athens.`, [
      { path: 'options.time_zone', message: 'unknown time zone' },
    ]);
  const examined = await examineFile(path, job.outside);
  if (!examined.ok) return examined;
  const file = examined.value;
  try {
    const preview = await readOpened(connection, { ...file, path_named: path }, options, { ...job, zone });
    if (preview.ok && (await file.changed()))
      return failure('conflict', `${file.name} was changed while it was read: nothing was taken. Try again.`);
    return preview;
  } finally {
    await file.close();
  }
}

async function readOpened(
  connection: DuckDBConnection,
  file: SourceFile & { readonly path_named: string },
  options: Partial<ImportOptions>,
  { zone, now = Date.now(), report = () => undefined }: Omit<ReadJob, 'signal'> & { readonly zone: string },
): Promise<Result<ImportPreview>> {
  report(0.05, 'Reading the file');
  const questions = createQuestions(options.answers ?? {});
  const quick = file.format === 'csv' ? await readQuickly(connection, file, zone, now, report) : null;
  const read = quick ? success(quick) : await readRows(connection, file, { zone, questions, now, report });
  if (!read.ok) return read;
  const { table, reading, census, tickers, ticker } = read.value;
  const { conflicting: _, other_phase_ms, other_spacing, end_stamped: __, ...counts } = census;
  if (!table.has_header && (await opensAreCloses(connection)))
    return failure(
      'unreadable',
      `${file.name} has no header, and its prices follow one another as close, high, low, open: give it a header that names the columns, such as time,close,high,low,open,volume.`,
    );
  const local = reading.format === 'local' || reading.format === 'native';
  const refused_rows =
    census.accepted === census.rows ? [] : await refusedRows(connection, file.format === 'csv', 200);
  const preview: ImportPreview = {
    path: file.path_named,
    file_name: file.name,
    size_bytes: file.size_bytes,
    format: file.format,
    layout: table.layout,
    delimiter: table.delimiter,
    has_header: table.has_header,
    ...namedColumns(table),
    time_format: reading.zone === null ? reading.format : 'offset',
    time_pattern: reading.pattern,
    time_zone: read.value.zone,
    offered_zones: local && reading.zone === null ? table.offered_zones : [],
    symbol: options.symbol ?? symbolOf(file, read.value),
    questions: questions.asked(),
    tickers,
    ...counts,
    refused_rows,
    spread: read.value.spread,
    sample: await readSample(connection),
    warnings: importWarnings(read.value, local, await findJumps(connection)),
  };
  const first = ticker !== null && tickers.length > 0 ? ` (${ticker})` : '';
  const name = `${preview.file_name}${first}`;
  return seriesProblem(preview, name, other_phase_ms, other_spacing) ?? success(preview);
}

function symbolOf(file: SourceFile, { ticker, named_ticker }: ReadRows): string {
  const named = symbolFromFileName(file.raw_name);
  if (ticker === null) return named;
  return named_ticker ? tidySymbol(ticker) : tidySymbol(`${named}.${ticker}`);
}

/** Null unless every row is a bar and in its place, and nothing has to be asked. */
async function readQuickly(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
  now: number,
  report: Report,
): Promise<ReadRows | null> {
  const clean = await readCleanText(connection, file, zone, now);
  if (!clean) return null;
  report(0.2, 'Checking every row');
  const census = await takeCensus(connection);
  if (census.accepted < census.rows || census.rows === 0 || census.unordered > 0 || census.late_opens > 0)
    return null;
  const { layout, reading } = clean;
  if (census.gaps > 0 && reading.pattern.startsWith('%Y') && (await daysAreFew(connection))) return null;
  const table = {
    layout: layout.name,
    delimiter: layout.delimiter,
    has_header: layout.header_line > 0,
    names: layout.names ?? Array.from({ length: layout.fields }, (_, index) => String(index + 1)),
    places: layout.places,
    offered_zones: layout.offered_zones,
  };
  const spread = await plainSpread(connection, table);
  if (spread === undefined) return null;
  return {
    table,
    reading,
    zone: 'UTC',
    census,
    repeated: { twice: 0, open: 0, example: null },
    spread,
    tickers: [],
    ticker: null,
    named_ticker: true,
  };
}

/** Dates whose days are all below 13 may have the month behind the day: a question for all rows, not for the first ones. */
async function daysAreFew(connection: DuckDBConnection): Promise<boolean> {
  const [last] = await numbersOf(connection, 'SELECT max(day(epoch_ms(time)))::DOUBLE FROM rows');
  return (last ?? 31) <= 12;
}

function namedColumns({
  names,
  places,
}: ReadRows['table']): Pick<ImportPreview, 'columns' | 'ignored_columns'> {
  const { open, high, low, close, volume, spread, ticker } = places;
  const used = new Set([...places.time, open, high, low, close, volume, spread, ticker]);
  const name = (position: number | null) => (position === null ? null : names[position]);
  return {
    columns: {
      time: places.time.map((position) => names[position]).join(' + '),
      open: name(open),
      high: name(high),
      low: name(low),
      close: name(close),
      volume: name(volume),
      spread: name(spread),
      ticker: name(ticker),
    },
    ignored_columns: names.filter((_, position) => !used.has(position)),
  };
}

async function readSample(connection: DuckDBConnection): Promise<ImportPreview['sample']> {
  const reader = await connection.runAndReadAll(
    'SELECT time::DOUBLE, open, high, low, close, volume FROM rows WHERE fault = 0 LIMIT 5',
  );
  const number = z.number();
  return z.array(z.tuple([number, number, number, number, number, number])).parse(reader.getRows());
}

/** Why these rows cannot be stored as bars; null when they can. */
function seriesProblem(
  { refused_rows, accepted, refused, rows, interval_ms, phase_ms }: ImportPreview,
  name: string,
  other_phase_ms: number | null,
  other_spacing: OtherSpacing | null,
) {
  const first = refused_rows
    .slice(0, 5)
    .map(({ line, reason }) => ({ path: `line ${line}`, message: reason }));
  if (refused > accepted) {
    const example = first.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return failure(
      'unreadable',
      `${name}: ${refused} of ${rows} rows cannot be used, so the file was probably misunderstood (${example}).`,
      first,
    );
  }
  if (interval_ms === null)
    return failure('unreadable', `${name} holds ${accepted} usable bars; at least two are needed.`);
  if (hourMs % interval_ms !== 0)
    return failure(
      'invalid',
      `${name}: the bars are ${durationText(interval_ms)} apart. The desk makes hourly bars from shorter ones: an hour must be a whole number of bars (1, 5, 15, 30 or 60 minutes, for example).`,
    );
  if (other_spacing !== null)
    return failure(
      'invalid',
      `${name}: most bars are ${durationText(interval_ms)} apart, but those from ${minuteText(other_spacing.from)} are ${durationText(other_spacing.interval_ms)} apart. Split the file where the spacing changes, and import the parts one by one.`,
    );
  if (other_phase_ms !== null)
    return failure(
      'invalid',
      `${name}: bars of ${durationText(interval_ms)} open at ${pastText(phase_ms)} in part and at ${pastText(other_phase_ms)} in part, so that no row of hours holds all of them whole. Split the file by session, or export shorter bars.`,
    );
  return null;
}

/** e.g. ":30". */
function pastText(ms: number): string {
  return `:${String(Math.floor(ms / 60_000)).padStart(2, '0')}`;
}

/** e.g. "5 minutes". */
export function durationText(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [24 * hourMs, 'day'],
    [hourMs, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
  ];
  const [size, unit] = units.find(([length]) => ms % length === 0) ?? [1, 'millisecond'];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
