import type { DuckDBConnection } from '@duckdb/node-api';
import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import { leavesOpen, repeatedHour } from './doubt.ts';
import type { MarketFile } from './expected.ts';
import { fileName } from './file-names.ts';
import { numberFormats } from './numbers.ts';
import type { Plan } from './plan.ts';
import type { Series } from './series.ts';
import { lateOpening, makeSeries, stampedTime } from './series.ts';
import type { TimeFormat } from './times.ts';
import { clockParts, clockZone, pickFormat, zones } from './times.ts';

/** The columns of a Parquet file: their names and types, and the value of each row as SQL. */
export interface ParquetContent {
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly values: readonly string[];
  }[];
}

/** A Parquet file as pandas, DuckDB and exchanges' archives write them: any type of time, and any of numbers. */
export function parquetFile(chance: Chance): MarketFile {
  const zone = chance.pick(zones);
  const series = lateOpening(chance, makeSeries(chance));
  const times = pickTimes(chance, series, zone);
  const prices = chance.pick(['DOUBLE', 'DOUBLE', 'FLOAT', 'DECIMAL(18,5)', 'VARCHAR']);
  const volumes = chance.pick(['BIGINT', 'DOUBLE', 'INTEGER', 'VARCHAR', null]);
  const names = chance.pick([
    ['open', 'high', 'low', 'close', 'volume'],
    ['Open', 'High', 'Low', 'Close', 'Volume'],
    ['o', 'h', 'l', 'c', 'v'],
  ]);
  let rows = series.bars.map((bar) => ({ bar, counts: true }));
  const repeats = repeatedHour(series, clockZone(times, zone)) !== 'never';
  if (chance.is(0.2)) rows = withoutPrice(chance, rows);
  const order = chance.below(6);
  if (order === 0) rows.reverse();
  if (order === 1 && !repeats && series.late_ms === 0 && times.order === null) rows = chance.shuffled(rows);

  const column = (name: string, type: string, value: (bar: Bar, counts: boolean) => string) => ({
    name,
    type,
    values: rows.map(({ bar, counts }) => value(bar, counts)),
  });
  const time = (bar: Bar) => times.write(stampedTime(series, bar.time), zone)[0];
  const timeName = chance.pick([
    'time',
    'timestamp',
    'Date',
    'datetime',
    'open_time',
    'index',
    '__index_level_0__',
  ]);
  const priced = [
    column(names[0], prices, ({ open }, counts) => (counts ? String(open) : 'NULL')),
    column(names[1], prices, ({ high }) => String(high)),
    column(names[2], prices, ({ low }) => String(low)),
    column(names[3], prices, ({ close }) => String(close)),
    ...(volumes ? [column(names[4], volumes, ({ volume }) => String(volume))] : []),
    ...(chance.is(0.2) ? [column('trades', 'BIGINT', () => '7')] : []),
  ];
  const timed = column(timeName, times.type, (bar) => `'${time(bar)}'`);
  const named = fileName(chance, series);
  return {
    name: `${named.stem}.parquet`,
    // pandas writes its index behind the columns.
    content: {
      columns: timeName.startsWith('__') ? [...priced, timed] : [timed, ...chance.shuffled(priced)],
    },
    options: times.local ? { time_zone: zone } : {},
    about: `Parquet, times: ${times.name} as ${times.type} in ${timeName}, prices ${prices}, volumes ${volumes}, zone: ${zone}, ${series.symbol} every ${series.interval_ms / 60_000} min at ${series.phase_ms / 60_000}, order ${order}`,
    expected: {
      kind: 'bars',
      bars: rows
        .flatMap(({ bar, counts }) => (counts ? [volumes ? bar : { ...bar, volume: 0 }] : []))
        .sort((a, b) => a.time - b.time),
      interval_ms: series.interval_ms,
      phase_ms: series.phase_ms,
      symbol: named.symbol,
    },
  };
}

export async function writeParquet(
  connection: DuckDBConnection,
  path: string,
  { columns }: ParquetContent,
): Promise<void> {
  const named = columns.map(({ name }) => `"${name}"`).join(', ');
  const cast = columns.map(({ name, type }) => `"${name}"::${type} AS "${name}"`).join(', ');
  const rows = columns[0].values.map((_, row) => `(${columns.map(({ values }) => values[row]).join(', ')})`);
  await connection.run(
    `COPY (SELECT ${cast} FROM (VALUES ${rows.join(', ')}) t(${named})) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`,
  );
}

type TypedTimes = TimeFormat & { readonly type: string };

/** Texts of any form, counts, and the types of time that Parquet has. */
function pickTimes(chance: Chance, series: Series, zone: string): TypedTimes {
  for (;;) {
    const times = chance.is(0.3) ? textTimes(chance, series, zone) : chance.pick(typed);
    if (!times) continue;
    if (!leavesOpen({ ...anyNumbers, times }, series, zone)) return times;
  }
}

function textTimes(chance: Chance, series: Series, zone: string): TypedTimes | null {
  const times = pickFormat(chance);
  return times.write(series.bars[0].time, zone).length === 1 ? { ...times, type: 'VARCHAR' } : null;
}

const anyNumbers = { numbers: numberFormats[0] } as Plan;

const shared = { order: null, years: 4 } as const;
const counts = (name: string, type: string, write: (time: number) => string): TypedTimes => ({
  ...shared,
  name,
  type,
  local: false,
  write: (time) => [write(time)],
});
const local = (name: string, type: string): TypedTimes => ({
  ...shared,
  name,
  type,
  local: true,
  write(time, zone) {
    const { y, m, d, h, i, s } = clockParts(time, zone);
    return [`${y}-${m}-${d} ${h}:${i}:${s}`];
  },
});

const typed: readonly TypedTimes[] = [
  local('timestamp', 'TIMESTAMP'),
  local('timestamp in nanoseconds', 'TIMESTAMP_NS'),
  local('timestamp in milliseconds', 'TIMESTAMP_MS'),
  local('timestamp in seconds', 'TIMESTAMP_S'),
  counts('timestamp in UTC', 'TIMESTAMPTZ', (time) => new Date(time).toISOString()),
  counts('seconds', 'BIGINT', (time) => String(time / 1000)),
  counts('seconds', 'INTEGER', (time) => String(time / 1000)),
  counts('seconds', 'DOUBLE', (time) => String(time / 1000)),
  counts('milliseconds', 'BIGINT', String),
  counts('milliseconds', 'DOUBLE', String),
  counts('microseconds', 'BIGINT', (time) => `${time}000`),
  counts('nanoseconds', 'BIGINT', (time) => `${time}000000`),
  counts('nanoseconds', 'UBIGINT', (time) => `${time}000000`),
];

interface ParquetRow {
  readonly bar: Bar;
  readonly counts: boolean;
}

/** One row with nothing where its open should be. */
function withoutPrice(chance: Chance, rows: readonly ParquetRow[]): ParquetRow[] {
  const at = chance.between(5, rows.length - 6);
  return rows.map((row, index) => (index === at ? { ...row, counts: false } : row));
}
