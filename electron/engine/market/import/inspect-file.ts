import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ImportOptions, ImportPreview } from '../../../../shared/imports.ts';
import { hourMs } from '../../../../shared/market.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import { withConnection } from '../../storage/transaction.ts';
import type { Census } from './census.ts';
import { localToUtc, refusedRows, takeCensus } from './census.ts';
import { readCleanText } from './clean-text.ts';
import type { ColumnPlaces } from './columns.ts';
import type { TextLayout } from './layout.ts';
import { detectLayout } from './layout.ts';
import { describeParquet, parseParquet } from './parquet-rows.ts';
import { followProgress } from './progress.ts';
import type { Report } from './report.ts';
import type { SourceFile } from './source-file.ts';
import { examineFile } from './source-file.ts';
import { symbolFromFileName } from './symbol-name.ts';
import { firstLines, loadLines, parseLines, timeExamples } from './text-rows.ts';
import type { TimeReading } from './time-format.ts';
import { detectTimeFormat } from './time-format.ts';
import { isTimeZone } from './time-zone.ts';
import { importWarnings } from './warnings.ts';

/** Reads the whole file as an import would and tells what it understood; stores nothing. */
export function inspectFile(
  database: Database,
  path: string,
  options: Partial<ImportOptions>,
  job: { readonly signal?: AbortSignal; readonly report?: Report } = {},
): Promise<Result<ImportPreview>> {
  const { signal, report = () => undefined } = job;
  return withConnection(database, signal, async (connection) => {
    const { step, end } = followProgress(connection, report);
    try {
      const read = await readFile(connection, path, options, step);
      // Interrupted while it read quickly, it will have read once more, carefully.
      signal?.throwIfAborted();
      return read;
    } finally {
      end();
    }
  });
}

/**
 * Reads the file into the connection's temporary table `rows` (n, time in ms UTC, open, high, low, close, volume,
 * fault; rows with fault 0 are the bars, in rising order of time) and tells what was understood.
 */
export async function readFile(
  connection: DuckDBConnection,
  path: string,
  options: Partial<ImportOptions>,
  report: Report = () => undefined,
): Promise<Result<ImportPreview>> {
  const zone = options.time_zone ?? 'UTC';
  if (!isTimeZone(zone))
    return failure('invalid', `There is no time zone "${zone}". Use a name such as UTC or Europe/Athens.`, [
      { path: 'options.time_zone', message: 'unknown time zone' },
    ]);
  const examined = await examineFile(path);
  if (!examined.ok) return examined;
  const file = examined.value;

  report(0.05, 'Reading the file');
  const quick = file.format === 'csv' ? await readQuickly(connection, file, zone, report) : null;
  const read = quick ? success(quick) : await readCarefully(connection, file, zone, report);
  if (!read.ok) return read;
  const { understood, census, twice } = read.value;
  const { time, reading, ...layout } = understood;
  const local = isLocal(reading);
  const refused_rows =
    census.accepted === census.rows ? [] : await refusedRows(connection, file.format === 'csv', 200);
  const preview: ImportPreview = {
    path,
    file_name: file.name,
    size_bytes: file.size_bytes,
    format: file.format,
    ...layout,
    columns: { ...layout.columns, time },
    time_format: reading.format,
    time_pattern: reading.pattern,
    time_zone: local ? zone : 'UTC',
    symbol: options.symbol ?? symbolFromFileName(file.name),
    ...census,
    refused_rows,
    sample: await readSample(connection),
    warnings: importWarnings({ ...layout, time, reading, local, zone, twice, ...census }),
  };
  return seriesProblem(preview) ?? success(preview);
}

interface Understood {
  readonly layout: string;
  readonly delimiter: string | null;
  readonly has_header: boolean;
  readonly columns: ImportPreview['columns'];
  readonly ignored_columns: readonly string[];
  readonly time: string;
  readonly reading: TimeReading;
}

/** The rows of a file, in the table `rows`. */
interface ReadRows {
  readonly understood: Understood;
  readonly census: Census;
  /** Rows at local times that occur twice. */
  readonly twice: number;
}

/** Null unless every row is a bar and in its place. */
async function readQuickly(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
  report: Report,
): Promise<ReadRows | null> {
  const clean = await readCleanText(connection, file, zone);
  if (!clean) return null;
  report(0.2, 'Checking every row');
  const census = await takeCensus(connection);
  if (census.accepted < census.rows || census.rows === 0 || census.unordered > 0) return null;
  return { understood: understoodText(clean.layout, clean.reading), census, twice: 0 };
}

async function readCarefully(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
  report: Report,
): Promise<Result<ReadRows>> {
  const understood = await (file.format === 'parquet' ? readParquet : readText)(connection, file, report);
  if (!understood.ok) return understood;
  const convert = isLocal(understood.value.reading) && zone !== 'UTC';
  const twice = convert ? await localToUtc(connection, zone) : 0;
  report(0.6, 'Checking every row');
  return success({ understood: understood.value, census: await takeCensus(connection), twice });
}

function isLocal({ format }: TimeReading): boolean {
  return format === 'local' || format === 'native';
}

async function readText(
  connection: DuckDBConnection,
  file: SourceFile,
  report: Report,
): Promise<Result<Understood>> {
  const loaded = await loadLines(connection, file);
  if (!loaded.ok) return loaded;
  report(0.25, 'Recognising the layout');
  const detected = detectLayout(await firstLines(connection));
  if (!detected.ok) return failure(detected.problem.code, `${file.name}: ${detected.problem.message}`);
  const layout = detected.value;
  const reading = detectTimeFormat(await timeExamples(connection, layout));
  if (!reading.ok) return failure(reading.problem.code, `${file.name}: ${reading.problem.message}`);
  report(0.3, 'Reading times and prices');
  await parseLines(connection, layout, reading.value);
  return success(understoodText(layout, reading.value));
}

function understoodText(layout: TextLayout, reading: TimeReading): Understood {
  const names = layout.names ?? Array.from({ length: layout.fields }, (_, index) => String(index + 1));
  return {
    layout: layout.name,
    delimiter: layout.delimiter,
    has_header: layout.header_line > 0,
    ...namedColumns(names, layout.places),
    reading,
  };
}

async function readParquet(
  connection: DuckDBConnection,
  file: SourceFile,
  report: Report,
): Promise<Result<Understood>> {
  const described = await describeParquet(connection, file);
  if (!described.ok) return described;
  report(0.2, 'Reading times and prices');
  const reading = await parseParquet(connection, file, described.value);
  if (!reading.ok) return reading;
  const { names, places } = described.value;
  return success({
    layout: 'Parquet',
    delimiter: null,
    has_header: true,
    ...namedColumns(names, places),
    reading: reading.value,
  });
}

function namedColumns(names: readonly string[], places: ColumnPlaces) {
  const { open, high, low, close, volume } = places;
  const used = new Set([...places.time, open, high, low, close, volume]);
  const time = places.time.map((position) => names[position]).join(' + ');
  return {
    time,
    columns: {
      time,
      open: names[open],
      high: names[high],
      low: names[low],
      close: names[close],
      volume: volume === null ? null : names[volume],
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
function seriesProblem({ file_name, refused_rows, ...census }: ImportPreview & Census) {
  const { accepted, refused, interval_ms } = census;
  const first = refused_rows
    .slice(0, 5)
    .map(({ line, reason }) => ({ path: `line ${line}`, message: reason }));
  if (refused > accepted) {
    const example = first.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return failure(
      'unreadable',
      `${file_name}: ${refused} of ${census.rows} rows cannot be used, so the file was probably misunderstood (${example}).`,
      first,
    );
  }
  if (interval_ms === null)
    return failure('unreadable', `${file_name} holds ${accepted} usable bars; at least two are needed.`);
  if (hourMs % interval_ms !== 0)
    return failure(
      'invalid',
      `${file_name}: the bars are ${durationText(interval_ms)} apart. The desk makes hourly bars from shorter ones: an hour must be a whole number of bars (1, 5, 15, 30 or 60 minutes, for example).`,
    );
  return null;
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
