import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportPreview, ImportQuestion } from '../../../../shared/imports.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import type { Census } from './census/census.ts';
import { takeCensus } from './census/census.ts';
import type { Questions } from './questions.ts';
import { minuteText } from './questions.ts';
import type { SourceFile } from './source-file.ts';
import { factorOf, readSpreads, spreadText } from './spread.ts';
import { isKnownSymbol } from './symbol-name.ts';
import { openParquetTable } from './tables/parquet-table.ts';
import type { Table, Ticker } from './tables/table.ts';
import { openTextTable } from './tables/text-table.ts';
import type { RepeatedHourAnswer, RepeatedHours } from './times/local-to-utc.ts';
import { localToUtc } from './times/local-to-utc.ts';
import type { TimeReading } from './times/time-reading.ts';
import { isTimeZone } from './times/time-zone.ts';
import type { Weight } from './times/weigh.ts';
import { equallyGood, weighTimes } from './times/weigh.ts';

/** The rows of a file, in the connection's table `rows`, and how they were read. */
export interface ReadRows {
  readonly table: Pick<Table, 'layout' | 'delimiter' | 'has_header' | 'names' | 'places' | 'offered_zones'>;
  readonly reading: TimeReading;
  /** The zone that local times were read in; "UTC" for others. */
  readonly zone: string;
  readonly census: Census;
  readonly repeated: RepeatedHours;
  readonly spread: ImportPreview['spread'];
  readonly tickers: readonly Ticker[];
  /** The series that was read; null where there is one only. */
  readonly ticker: string | null;
  /** False where rows were found to be of several series without a column named so. */
  readonly named_ticker: boolean;
}

/** Reads line by line, so that every row can say what is wrong with it and every doubt becomes a question. */
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
    `${file.name}: ${census.conflicting} of ${census.rows} rows have a time that was there before, with other prices. The file seems to hold several series, and no column tells which row belongs to which.`,
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

/** One market after the other, or one market and a word that changes now and then: only a person knows. */
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
    `The file holds ${tickers.length} series by ${column}: which one is to be taken?`,
    [
      ...tickers.slice(0, 100).map(({ ticker, rows }) => ({
        value: ticker,
        label: ticker,
        consequence: `its ${rows} ${rows === 1 ? 'row' : 'rows'} alone`,
      })),
      { value: 'all', label: 'All, one dataset each', consequence: `${tickers.length} datasets` },
      ...more,
    ],
  );
  return chosen === 'all' ? tickers[0].ticker : chosen;
}

/** Of the readings that fit, the one with the fewest rows out of place; asked only where two are as good. */
async function chooseReading(
  connection: DuckDBConnection,
  table: Table,
  questions: Questions,
  now: number,
): Promise<Result<TimeReading>> {
  const found = await table.times();
  if (!found.ok) return found;
  const { readings, question, customary } = found.value;
  if (readings.length === 1 || question === null) return success(readings[0]);
  const weights: Weight[] = [];
  for (const { sql } of readings) weights.push(await weighTimes(connection, table.timesSql(sql), now));
  const best = question === 'time_unit' ? readings.map((_, index) => index) : equallyGood(weights);
  if (best.length === 1 || customary) return success(readings[best[0]]);
  const choices = best.map((index) => ({
    value: readings[index].value,
    label: labels[readings[index].value] ?? readings[index].value,
    consequence: `bars from ${minuteText(weights[index].from)} to ${minuteText(weights[index].to)}`,
  }));
  const text =
    question === 'time_unit'
      ? 'The times may be minutes or seconds since 1970: which are they?'
      : 'Day and month can be read either way, and nothing in the file tells which comes first.';
  const value = questions.ask(question, text, choices);
  return success(readings.find((reading) => reading.value === value) ?? readings[0]);
}

const labels: Readonly<Record<string, string>> = {
  'day-first': 'Day first (31/12/2024)',
  'month-first': 'Month first (12/31/2024)',
  'year-first': 'Year first (24/12/31)',
  seconds: 'Seconds',
  minutes: 'Minutes',
};

async function askDecimalMark(table: Table, questions: Questions): Promise<'comma' | 'thousands'> {
  const example = await table.openDecimal();
  if (example === null) return 'comma';
  const value = questions.ask('decimal_mark', `A price such as ${example} can be read in two ways.`, [
    {
      value: 'comma',
      label: 'The comma marks decimals',
      consequence: `${example} is ${example.replace(',', '.')}`,
    },
    {
      value: 'thousands',
      label: 'The comma parts thousands',
      consequence: `${example} is ${example.replace(',', '')}`,
    },
  ]);
  return value === 'thousands' ? 'thousands' : 'comma';
}

const noneRepeated: RepeatedHours = { twice: 0, open: 0, example: null };

async function toUtc(
  connection: DuckDBConnection,
  zone: string,
  questions: Questions,
): Promise<RepeatedHours> {
  if (zone === 'UTC') return noneRepeated;
  await connection.run('CREATE OR REPLACE TEMP TABLE local_rows AS SELECT * FROM rows ORDER BY n');
  const repeated = await localToUtc(connection, zone, 'earlier');
  if (repeated.open === 0) return repeated;
  const value = questions.ask(
    'repeated_hour',
    `Clocks were set back in ${zone}, and the file holds an hour once that happened twice (${minuteText(repeated.example)}): which one is it?`,
    [
      { value: 'earlier', label: 'The first of the two', consequence: 'summer time' },
      { value: 'later', label: 'The second of the two', consequence: 'standard time' },
      { value: 'leave-out', label: 'Leave it out', consequence: `${repeated.open} rows less` },
    ],
  );
  if (value === 'earlier') return repeated;
  await connection.run('DROP TABLE rows');
  await connection.run('ALTER TABLE local_rows RENAME TO rows');
  return localToUtc(connection, zone, value as RepeatedHourAnswer);
}

async function askSpread(
  connection: DuckDBConnection,
  table: Pick<Table, 'layout' | 'places'>,
  questions: Questions,
): Promise<ImportPreview['spread']> {
  if (table.places.spread === null) return null;
  const reading = await readSpreads(connection, table.layout);
  if (!reading) return null;
  if (reading.unit) return spreadText(reading, reading.unit);
  const choices: ImportQuestion['choices'] = [
    ...reading.fitting.map((unit) => ({
      value: unit as string,
      label: { price: 'Price units', points: 'Points of the last decimal', pips: 'Pips' }[unit],
      consequence: `${reading.median} is ${Number((reading.median * factorOf(unit, reading.decimals)).toPrecision(6))} at a price of ${reading.price}`,
    })),
    { value: 'none', label: 'Do not use it', consequence: 'the bars carry no spread' },
  ];
  const value = questions.ask(
    'spread_unit',
    `The file has a column of spreads, usually ${reading.median}, and its unit cannot be told from its size.`,
    choices,
  );
  const unit = reading.fitting.find((fitting) => fitting === value);
  return unit ? spreadText(reading, unit) : null;
}

/** The spreads of a file that was read the quick way; undefined where a question has to be asked. */
export async function plainSpread(
  connection: DuckDBConnection,
  table: Pick<Table, 'layout' | 'places'>,
): Promise<ImportPreview['spread'] | undefined> {
  if (table.places.spread === null) return null;
  const reading = await readSpreads(connection, table.layout);
  if (!reading) return null;
  return reading.unit ? spreadText(reading, reading.unit) : undefined;
}
