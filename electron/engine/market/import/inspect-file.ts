import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ImportOptions, ImportPreview } from '../../../../shared/imports.ts';
import type { AssetMetadata } from '../../../../shared/market.ts';
import { hourMs } from '../../../../shared/market.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import { withConnection } from '../../storage/transaction.ts';
import { assetMetadata } from '../assets/asset-metadata.ts';
import type { PriceFacts } from '../assets/price-facts.ts';
import { barsForFacts, likelyPip, priceFacts } from '../assets/price-facts.ts';
import { barsFrom } from '../bars.ts';
import type { Census } from './census/census.ts';
import { refusedRows } from './census/census.ts';
import { findJumps } from './census/jumps.ts';
import { opensAreCloses } from './census/open-close.ts';
import { followProgress } from './progress.ts';
import { createQuestions } from './questions.ts';
import { readQuickly } from './quick-rows.ts';
import type { ReadRows } from './read-rows.ts';
import { readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import { seriesProblem } from './series-problem.ts';
import type { SourceFile } from './source-file.ts';
import { examineFile } from './source-file.ts';
import { symbolFromFileName, tidySymbol } from './symbol-name.ts';
import { isTimeZone } from './times/time-zone.ts';
import { importWarnings } from './warnings.ts';

/** Options of reading a file. */
export interface ReadJob {
  readonly signal?: AbortSignal;
  readonly report?: Report;
  /** The present time, ms: later bars are refused. */
  readonly now?: number;
  /** Whether an API client named the file. */
  readonly outside?: boolean;
  /** Looks up a symbol's metadata, given its prices. By default, name and prices alone decide. */
  readonly assetOf?: (symbol: string, facts: PriceFacts) => AssetMetadata;
}

/** Reads the whole file as an import would, and returns what was understood and the open questions; stores nothing. */
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
      // An interrupt of the fast path looks like a bad file, which is then read again.
      signal?.throwIfAborted();
      return read;
    } finally {
      end();
    }
  });
}

/**
 * Reads the file into the connection's temporary table `rows` (n, time in ms UTC, open, high, low, close, volume, spread,
 * fault; rows with fault 0 are the bars, in rising order of time) and returns what was understood.
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
      return failure(
        'conflict',
        `${file.name} was changed while it was being read, so nothing was imported. Try again.`,
      );
    return preview;
  } finally {
    await file.close();
  }
}

async function readOpened(
  connection: DuckDBConnection,
  file: SourceFile & { readonly path_named: string },
  options: Partial<ImportOptions>,
  job: Omit<ReadJob, 'signal'> & { readonly zone: string },
): Promise<Result<ImportPreview>> {
  const { zone, now = Date.now(), report = () => undefined, assetOf = assetMetadata } = job;
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
  const symbol = options.symbol ?? symbolOf(file, read.value);
  const facts = await pricesSay(connection, census);
  const asset = assetOf(symbol, facts);
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
    symbol,
    asset,
    likely_pip: asset.question === null ? null : likelyPip(facts),
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

/** Decimals and range of the newest prices, as for stored data. */
async function pricesSay(
  connection: DuckDBConnection,
  { accepted, interval_ms }: Census,
): Promise<PriceFacts> {
  const reader = await connection.runAndReadAll(
    `SELECT open, high, low, close FROM rows WHERE fault = 0
     LIMIT ${barsForFacts} OFFSET ${Math.max(0, accepted - barsForFacts)}`,
  );
  const rows = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).parse(reader.getRows());
  const bars = rows.map(([open, high, low, close], time) => ({ time, open, high, low, close, volume: 0 }));
  return priceFacts(barsFrom(bars), interval_ms ?? hourMs);
}

async function readSample(connection: DuckDBConnection): Promise<ImportPreview['sample']> {
  const reader = await connection.runAndReadAll(
    'SELECT time::DOUBLE, open, high, low, close, volume FROM rows WHERE fault = 0 LIMIT 5',
  );
  const number = z.number();
  return z.array(z.tuple([number, number, number, number, number, number])).parse(reader.getRows());
}
