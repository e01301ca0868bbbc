import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportPreview, ImportQuestion } from '../../../../shared/imports.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { Census } from './census/census.ts';
import { takeCensus } from './census/census.ts';
import type { Questions } from './questions.ts';
import type { SourceFile } from './source-file.ts';
import { askSpread } from './spread.ts';
import { isKnownSymbol } from './symbol-name.ts';
import { openParquetTable } from './tables/parquet-table.ts';
import type { Table, Ticker } from './tables/table.ts';
import { openTextTable } from './tables/text-table.ts';
import { chooseReading } from './times/choose-reading.ts';
import type { RepeatedHours } from './times/local-to-utc.ts';
import type { TimeReading } from './times/time-reading.ts';
import { isTimeZone } from './times/time-zone.ts';
import { toUtc } from './times/to-utc.ts';

/** The rows of a file, in the connection's table `rows`, and how they were read. */
export interface ReadRows {
  readonly table: Pick<Table, 'layout' | 'delimiter' | 'has_header' | 'names' | 'places' | 'offered_zones'>;
  readonly reading: TimeReading;
  /** The zone that local times were read in; "UTC" for other times. */
  readonly zone: string;
  readonly census: Census;
  readonly repeated: RepeatedHours;
  readonly spread: ImportPreview['spread'];
  readonly tickers: readonly Ticker[];
  /** The series that was read; null where the file has only one. */
  readonly ticker: string | null;
  /** False where a column was found to separate the series although its name does not say so. */
  readonly named_ticker: boolean;
}

/** Reads line by line, so that every bad row has its reason and every ambiguity becomes a question. */
export async function readRows(
  connection: DuckDBConnection,
  file: SourceFile,
  job: {
    readonly zone: string;
    readonly questions: Questions;
    readonly now: number;
    readonly report: (share: number, message: string) => void;
  },
): Promise<Result<ReadRows>> {
  const { questions, now, report } = job;
  const opened = await (file.format === 'parquet' ? openParquetTable : openTextTable)(connection, file, now);
  if (!opened.ok) return opened;
  report(0.3, 'Reading times and prices');
  const named = opened.value;
  const first = await readSeries(connection, file, named, job);
  if (!first.ok || named.tickers.length > 1) return first;
  const { census } = first.value;
  const block = census.conflicting === 0 ? await named.blockColumn() : null;
  if (block !== null) return readBlocks(connection, file, await named.partedBy(block), first.value, job);
  if (census.conflicting < 3 || census.conflicting < census.rows / 20) return first;

  const position = await named.seriesColumn();
  if (position !== null) {
    const parted = await named.partedBy(position);
    if (parted.tickers.length > 1) {
      const read = await readSeries(connection, file, parted, { ...job, questions });
      return read.ok ? success({ ...read.value, named_ticker: false }) : read;
    }
  }
  if (census.conflicting < census.rows / 4) return first;
  return failure(
    'unreadable',
    `${file.name}: ${census.conflicting} of ${census.rows} rows have a time that was there before, with other prices. The file seems to contain several series, and no column separates them.`,
  );
}

async function readSeries(
  connection: DuckDBConnection,
  file: SourceFile,
  whole: Table,
  job: Parameters<typeof readRows>[2],
  moreChoices: ImportQuestion['choices'] = [],
): Promise<Result<ReadRows>> {
  const { questions, now, report } = job;
  const ticker =
    whole.tickers.length > 1 ? askTicker(questions, whole, moreChoices) : (whole.tickers[0]?.ticker ?? null);
  const table = whole.tickers.length > 1 || whole.names.length === 0 ? whole.of(ticker) : whole;
  const reading = await chooseReading(connection, table, questions, now);
  if (!reading.ok) return reading;
  const decimalMark = await askDecimalMark(table, questions);
  const parsed = await table.parse(reading.value.sql, decimalMark);
  if (!parsed.ok) return parsed;

  const { format, zone: named } = reading.value;
  const local = format === 'local' || format === 'native';
  if (named !== null && !isTimeZone(named))
    return failure('unreadable', `${file.name}: its times name the zone ${named}, which does not exist.`);
  const zone = named ?? (local ? job.zone : 'UTC');
  const repeated = await toUtc(connection, zone, questions);
  report(0.6, 'Checking every row');
  const census = await takeCensus(connection);
  return success({
    table,
    reading: reading.value,
    zone,
    census,
    repeated,
    spread: await askSpread(connection, table, questions),
    tickers: whole.tickers.length > 1 ? whole.tickers : [],
    ticker,
    named_ticker: true,
  });
}

/** The words may name one market after the other, or change now and then within one market: this is asked. */
async function readBlocks(
  connection: DuckDBConnection,
  file: SourceFile,
  parted: Table,
  together: ReadRows,
  job: Parameters<typeof readRows>[2],
): Promise<Result<ReadRows>> {
  const asOne = [{ value: 'together', label: 'All as one series', consequence: 'the column is not used' }];
  if (askTicker(job.questions, parted, asOne) === 'together') return success(together);
  const read = await readSeries(connection, file, parted, job, asOne);
  const known = parted.tickers.every(({ ticker }) => isKnownSymbol(ticker));
  return read.ok ? success({ ...read.value, named_ticker: known }) : read;
}

function askTicker(
  questions: Questions,
  { tickers, names, places }: Table,
  more: ImportQuestion['choices'],
): string {
  const column = places.ticker === null ? 'its header' : `the column "${names[places.ticker]}"`;
  const chosen = questions.ask(
    'ticker',
    `The file contains ${tickers.length} series, named by ${column}. Which one do you want to import?`,
    [
      ...tickers.slice(0, 100).map(({ ticker, rows }) => ({
        value: ticker,
        label: ticker,
        consequence: `only its ${rows} ${rows === 1 ? 'row' : 'rows'}`,
      })),
      { value: 'all', label: 'All, one dataset each', consequence: `${tickers.length} datasets` },
      ...more,
    ],
  );
  return chosen === 'all' ? tickers[0].ticker : chosen;
}

async function askDecimalMark(table: Table, questions: Questions): Promise<'comma' | 'thousands'> {
  const example = await table.openDecimal();
  if (example === null) return 'comma';
  const value = questions.ask('decimal_mark', `A price such as ${example} can be read in two ways.`, [
    {
      value: 'comma',
      label: 'The comma separates decimals',
      consequence: `${example} is ${example.replace(',', '.')}`,
    },
    {
      value: 'thousands',
      label: 'The comma separates thousands',
      consequence: `${example} is ${example.replace(',', '')}`,
    },
  ]);
  return value === 'thousands' ? 'thousands' : 'comma';
}
