import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import { DOUBLE, DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api';
import { z } from 'zod';
import { type Bars, type Dataset, type TradingDay, tradingDays } from '../../../shared/market.ts';
import { throwIfStopped } from '../storage/lease.ts';
import { usualTradingDay } from './assets/asset-metadata.ts';
import { type BarColumn, barColumns, columnOf, createBars } from './bars.ts';
import { type SimulatedCalendar, simulatedCalendars } from './simulator/simulator-sessions.ts';

/**
 * What is to be known of a series before its bars come. Left out, bars open on the full interval, the day is the one
 * in which such a symbol is usually traded, and a simulated week is open by New York's.
 */
export type NewDataset = Pick<Dataset, 'id' | 'symbol' | 'source' | 'interval_ms' | 'seed'> &
  Partial<Pick<Dataset, 'phase_ms' | 'trading_day'>> & { readonly calendar?: SimulatedCalendar };

/** A series as stored; `key` is what its rows in `bars` carry. */
export interface StoredDataset extends Dataset {
  readonly key: number;
  /** When its week is open; of a meaning for simulated series alone. */
  readonly calendar: SimulatedCalendar;
}

/** Every series that has bars, by id. */
export async function readDatasets(connection: DuckDBConnection): Promise<readonly StoredDataset[]> {
  const reader = await connection.runAndReadAll(`
    SELECT key, id, symbol, source, interval_ms::DOUBLE AS interval_ms, seed::DOUBLE AS seed,
      phase_ms::DOUBLE AS phase_ms, trading_day, calendar, has_spread, bars, "from", "to"
    FROM datasets JOIN (
      SELECT dataset, count(*)::DOUBLE AS bars, min(time)::DOUBLE AS "from", max(time)::DOUBLE AS "to",
        count(spread) > 0 AS has_spread
      FROM bars GROUP BY dataset) ON dataset = key
    ORDER BY id`);
  return z.array(storedDatasetSchema).parse(reader.getRowObjects());
}

const storedDatasetSchema = z.object({
  key: z.number(),
  id: z.string(),
  symbol: z.string(),
  source: z.enum(['simulated', 'imported']),
  interval_ms: z.number(),
  seed: z.number().nullable(),
  phase_ms: z.number(),
  trading_day: z.enum(tradingDays),
  calendar: z.enum(simulatedCalendars),
  has_spread: z.boolean(),
  bars: z.number(),
  from: z.number(),
  to: z.number(),
});

/** Adds the series and returns the key for its rows. */
export async function addDataset(connection: DuckDBConnection, dataset: NewDataset): Promise<number> {
  const { id, symbol, source, interval_ms, seed, phase_ms = 0, calendar = 'new-york' } = dataset;
  const { trading_day = usualTradingDay(symbol) } = dataset;
  const reader = await connection.runAndReadAll(
    `INSERT INTO datasets (key, id, symbol, source, interval_ms, seed, phase_ms, trading_day, calendar)
     SELECT coalesce((SELECT max(key) FROM datasets), 0) + 1, $id, $symbol, $source, $interval, $seed, $phase, $day, $calendar
     RETURNING key`,
    {
      ...{ id, symbol, source, interval: interval_ms, seed },
      ...{ phase: phase_ms % interval_ms, day: trading_day, calendar },
    },
  );
  return Number(reader.getRows()[0][0]);
}

export async function writeTradingDay(
  connection: DuckDBConnection,
  id: string,
  day: TradingDay,
): Promise<void> {
  await connection.run('UPDATE datasets SET trading_day = $day WHERE id = $id', { id, day });
}

/** When the week of a series is open; fails where it is not stored. */
export async function readCalendar(connection: DuckDBConnection, id: string): Promise<SimulatedCalendar> {
  const reader = await connection.runAndReadAll('SELECT calendar FROM datasets WHERE id = $id', { id });
  return z.enum(simulatedCalendars).parse(reader.getRows()[0]?.[0]);
}

export async function deleteDataset(connection: DuckDBConnection, id: string): Promise<void> {
  await connection.run('DELETE FROM bars WHERE dataset IN (SELECT key FROM datasets WHERE id = $id)', { id });
  await connection.run('DELETE FROM datasets WHERE id = $id', { id });
  await connection.run('DELETE FROM simulator_states WHERE dataset = $id', { id });
}

/** Stores `bars` under `key`: staged in memory in short steps, then taken in by the database's own threads. */
export async function writeBars(connection: DuckDBConnection, key: number, bars: Bars): Promise<void> {
  const columns = columnsOf(bars.spread !== undefined);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE incoming (${columns.map((name) => `${name} DOUBLE`).join(', ')})`,
  );
  const appender = await connection.createAppender('incoming');
  try {
    for (let from = 0; from < bars.time.length; from += chunkRows) {
      appender.appendDataChunk(chunkOf(bars, columns, from, Math.min(from + chunkRows, bars.time.length)));
      if ((from / chunkRows) % chunksPerTurn === chunksPerTurn - 1) {
        appender.flushSync();
        await nextTurn();
        throwIfStopped(connection);
      }
    }
  } finally {
    appender.closeSync();
  }
  const spread = bars.spread ? ", nullif(spread, 'nan'::DOUBLE) AS spread" : '';
  await connection.run(
    `INSERT INTO bars (dataset, ${columns.join(', ')})
     SELECT $key, * REPLACE (time::BIGINT AS time${spread}) FROM incoming`,
    { key },
  );
  await connection.run('DROP TABLE incoming');
}

/** Receives the first `count` of `bars`; the columns are used again for the next block. */
export type BlockSink = (bars: Bars, count: number) => void;

/** A series to read: its key, and whether its bars carry spreads. */
export type ReadFrom = Pick<StoredDataset, 'key' | 'has_spread'>;

/**
 * Base bars of a series, handed over block by block with pauses for other work: in order of time when `sorted`,
 * otherwise as stored, which is in order too unless older bars were imported later. Sorting takes longer than
 * reading, so ask for it only after this has answered false: the bars were not in order.
 */
export async function readBars(
  connection: DuckDBConnection,
  { key, has_spread }: ReadFrom,
  { from, sorted }: { readonly from: number | undefined; readonly sorted: boolean },
  sink: BlockSink,
): Promise<boolean> {
  const columns = columnsOf(has_spread);
  const result = await connection.run(
    `SELECT ${selection(columns)} FROM bars WHERE dataset = ${key}
     ${from === undefined ? '' : `AND time >= ${from}`} ${sorted ? 'ORDER BY time' : ''}`,
  );
  return eachBlock(connection, result, columns, sink);
}

/** The newest `count` base bars of a series, oldest first. */
export async function readLastBars(
  connection: DuckDBConnection,
  { key, has_spread }: ReadFrom,
  count: number,
  sink: BlockSink,
): Promise<void> {
  const columns = columnsOf(has_spread);
  await eachBlock(
    connection,
    await connection.run(
      `SELECT ${selection(columns)} FROM (
         SELECT * FROM bars WHERE dataset = ${key} ORDER BY bars.time DESC LIMIT $count) ORDER BY ALL`,
      { count },
    ),
    columns,
    sink,
  );
}

/** Base bars of a series that open at or after `from` and before `to`, ms UTC, oldest first. */
export async function readBarsBetween(
  connection: DuckDBConnection,
  { key, has_spread }: ReadFrom,
  { from, to }: { readonly from: number; readonly to: number },
  sink: BlockSink,
): Promise<void> {
  const columns = columnsOf(has_spread);
  const result = await connection.run(
    `SELECT ${selection(columns)} FROM bars WHERE dataset = ${key} AND time >= $from AND time < $to ORDER BY ALL`,
    { from: bounded(from), to: bounded(to) },
  );
  await eachBlock(connection, result, columns, sink);
}

/** Times beyond what a date can be, such as infinity, do not fit the column's type. */
function bounded(time: number): number {
  return Math.min(8.64e15, Math.max(-8.64e15, time));
}

/** What reading the bars of one series takes, without counting them; null where it is not stored. */
export async function readFromOf(connection: DuckDBConnection, id: string): Promise<ReadFrom | null> {
  const reader = await connection.runAndReadAll(
    `SELECT key, EXISTS (SELECT 1 FROM bars WHERE dataset = key AND spread IS NOT NULL) AS has_spread
     FROM datasets WHERE id = $id`,
    { id },
  );
  const [row] = reader.getRowObjects();
  return row ? z.object({ key: z.number(), has_spread: z.boolean() }).parse(row) : null;
}

/** Spreads are read and written only where there are some: most series have none. */
function columnsOf(withSpread: boolean): readonly BarColumn[] {
  return withSpread ? [...barColumns, 'spread'] : barColumns;
}

/** For a SELECT: whole numbers would come as bigints. */
function selection(columns: readonly BarColumn[]): string {
  return columns.map((name) => (name === 'time' ? 'time::DOUBLE' : name)).join(', ');
}

/** The largest chunk DuckDB takes. */
const chunkRows = 2048;
/** About a millisecond of work; then other events get their turn. */
const chunksPerTurn = 4;

/** False, and no more blocks, when a bar does not come after the one before it. */
async function eachBlock(
  connection: DuckDBConnection,
  result: DuckDBMaterializedResult,
  columns: readonly BarColumn[],
  sink: BlockSink,
): Promise<boolean> {
  const block = createBars(chunkRows, columns.includes('spread'));
  let newest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index);
    // Both counts are calls into the library: once a chunk, not once a bar.
    const rows = chunk.rowCount;
    copyOut(chunk, rows, columns, block);
    for (let i = 0; i < rows; i++) {
      if (block.time[i] <= newest) return false;
      newest = block.time[i];
    }
    sink(block, rows);
    if (index % chunksPerTurn !== chunksPerTurn - 1) continue;
    await nextTurn();
    throwIfStopped(connection);
  }
  return true;
}

function copyOut(chunk: DuckDBDataChunk, rows: number, columns: readonly BarColumn[], into: Bars): void {
  for (const [position, name] of columns.entries()) {
    const vector = doubles(chunk, position);
    const column = columnOf(into, name);
    for (let i = 0; i < rows; i++) column[i] = vector.getItem(i) ?? Number.NaN;
  }
}

function chunkOf(bars: Bars, columns: readonly BarColumn[], from: number, to: number): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    columns.map(() => DOUBLE),
    to - from,
  );
  for (const [position, name] of columns.entries()) {
    const vector = doubles(chunk, position);
    const column = columnOf(bars, name);
    for (let i = from; i < to; i++) vector.setItem(i - from, column[i]);
    vector.flush();
  }
  return chunk;
}

function doubles(chunk: DuckDBDataChunk, position: number): DuckDBDoubleVector {
  const vector = chunk.getColumnVector(position);
  if (!(vector instanceof DuckDBDoubleVector))
    throw new TypeError(`column ${position} does not hold doubles`);
  return vector;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
