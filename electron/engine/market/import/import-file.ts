import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportOptions, ImportPreview, ImportReport } from '../../../../shared/imports.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { transact, withConnection } from '../../storage/transaction.ts';
import type { StoredDataset } from '../bar-table.ts';
import { addDataset, readDatasets } from '../bar-table.ts';
import type { MarketStore } from '../market-store.ts';
import type { ReadJob } from './inspect-file.ts';
import { readFile } from './inspect-file.ts';
import { followProgress } from './progress.ts';
import { openProblem } from './questions.ts';
import type { Report } from './report.ts';
import { spreadSql } from './spread.ts';
import { numbersOf } from './stages.ts';
import { durationText, pastText } from './words.ts';

/** How an import runs; `onRead` is called once the file has been read and is about to be stored. */
export interface ImportJob extends ReadJob {
  readonly onRead?: () => void;
}

/**
 * Reads a file and stores its bars in the dataset named after the symbol, or in one dataset per ticker where all are asked
 * for. Everything happens in one transaction: a failed or cancelled import leaves nothing behind. Bars whose time is
 * already stored are kept as stored and counted. A file with an unanswered question is refused with the question.
 */
export function importFile(
  store: Pick<MarketStore, 'database' | 'inTurn'>,
  path: string,
  options: ImportOptions,
  job: ImportJob = {},
): Promise<Result<ImportReport>> {
  const { signal, report = () => undefined, onRead = () => undefined } = job;
  return withConnection(store.database, signal, async (connection) => {
    const { step, end } = followProgress(connection, report);
    try {
      const read = await readAll(connection, path, options, { ...job, report: step });
      if (!read.ok) return read;
      onRead();
      step(0.75, 'Storing the bars');
      return await store.inTurn(() => transact(connection, signal, () => storeAll(connection, read.value)));
    } finally {
      end();
    }
  });
}

/** A series that was read, and the temporary table that holds its rows. */
interface ReadSeries {
  readonly preview: ImportPreview;
  readonly rows: string;
}

async function readAll(
  connection: DuckDBConnection,
  path: string,
  options: ImportOptions,
  job: ImportJob & { readonly report: Report },
): Promise<Result<readonly ReadSeries[]>> {
  const first = await readFile(connection, path, options, job);
  if (!first.ok) return first;
  const problem =
    openProblem(first.value.file_name, first.value.questions) ?? zoneProblem(first.value, options);
  if (problem) return problem;
  if (options.answers?.ticker !== 'all' || first.value.tickers.length < 2)
    return success([{ preview: first.value, rows: 'rows' }]);

  const series: ReadSeries[] = [];
  const taken = new Set<string>();
  for (const [index, { ticker }] of first.value.tickers.entries()) {
    const { symbol: _, ...rest } = options;
    const read = await readFile(connection, path, { ...rest, answers: { ...rest.answers, ticker } }, job);
    if (!read.ok) return read;
    const open = openProblem(`${read.value.file_name} (${ticker})`, read.value.questions);
    if (open) return open;
    if (taken.has(read.value.symbol))
      return failure(
        'conflict',
        `${read.value.file_name}: two of its series are named ${read.value.symbol}. Take them one by one, each under a symbol of its own.`,
      );
    taken.add(read.value.symbol);
    await connection.run(`DROP TABLE IF EXISTS series_${index}`);
    await connection.run(`ALTER TABLE rows RENAME TO series_${index}`);
    series.push({ preview: read.value, rows: `series_${index}` });
  }
  return success(series);
}

/** Refuses local times whose header names a zone, where none was chosen. */
function zoneProblem({ file_name, offered_zones }: ImportPreview, options: ImportOptions) {
  const named = offered_zones.find(({ because }) => because.startsWith('the header'));
  if (!named || options.time_zone !== undefined || named.zone === 'UTC') return null;
  return failure(
    'conflict',
    `${file_name}: ${named.because}, and no time zone was asked for. Import it with time_zone=${named.zone}, or with time_zone=UTC where the times are UTC all the same.`,
    [{ path: 'options.time_zone', message: `${named.zone}, as ${named.because}, or UTC` }],
  );
}

async function storeAll(
  connection: DuckDBConnection,
  series: readonly ReadSeries[],
): Promise<Result<ImportReport>> {
  const reports: ImportReport[] = [];
  for (const one of series) {
    const stored = await storeRows(connection, one);
    if (!stored.ok) return stored;
    reports.push(stored.value);
  }
  const sum = (of: (report: ImportReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  return success({
    ...reports[0],
    datasets: reports.map(({ dataset }) => dataset),
    added: sum(({ added }) => added),
    already_stored: sum(({ already_stored }) => already_stored),
    conflicting: sum(({ conflicting }) => conflicting),
  });
}

async function storeRows(
  connection: DuckDBConnection,
  { preview, rows }: ReadSeries,
): Promise<Result<ImportReport>> {
  const { symbol, phase_ms } = preview;
  const interval_ms = preview.interval_ms ?? 0;
  const stored = (await readDatasets(connection)).find(({ id }) => id === symbol);
  if (stored && stored.interval_ms !== interval_ms)
    return failure(
      'conflict',
      `${symbol} is stored as bars of ${durationText(stored.interval_ms)}, this file has bars of ${durationText(interval_ms)}. Remove the stored ones first, or import under another symbol.`,
    );
  if (stored && stored.phase_ms !== phase_ms)
    return failure(
      'conflict',
      `The first bar of an hour opens at ${pastText(stored.phase_ms)} in the stored bars of ${symbol}, and at ${pastText(phase_ms)} in this file. Remove the stored ones first, or import under another symbol.`,
    );

  const key = stored
    ? stored.key
    : await addDataset(connection, {
        id: symbol,
        symbol,
        source: 'imported',
        interval_ms,
        seed: null,
        phase_ms,
      });
  const overlap = stored
    ? await countOverlap(connection, stored, preview, rows)
    : { already_stored: 0, conflicting: 0 };
  const beside =
    overlap.already_stored > 0 ? `AND time NOT IN (SELECT time FROM bars WHERE dataset = ${key})` : '';
  await connection.run(
    `INSERT INTO bars (dataset, time, open, high, low, close, volume, spread)
     SELECT ${key}, time, open, high, low, close, volume, ${spreadSql(preview.spread)} FROM ${rows} WHERE fault = 0 ${beside}`,
  );
  return success({
    dataset: symbol,
    datasets: [symbol],
    preview,
    added: preview.accepted - overlap.already_stored,
    ...overlap,
  });
}

async function countOverlap(
  connection: DuckDBConnection,
  stored: StoredDataset,
  { from, to }: ImportPreview,
  rows: string,
): Promise<Pick<ImportReport, 'already_stored' | 'conflicting'>> {
  if (from === null || to === null || from > stored.to || to < stored.from)
    return { already_stored: 0, conflicting: 0 };
  const [already_stored, conflicting] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE,
       (count(*) FILTER (b.open <> r.open OR b.high <> r.high OR b.low <> r.low OR b.close <> r.close))::DOUBLE
     FROM bars b JOIN ${rows} r ON b.time = r.time WHERE b.dataset = ${stored.key} AND r.fault = 0`,
  );
  return { already_stored: already_stored ?? 0, conflicting: conflicting ?? 0 };
}
