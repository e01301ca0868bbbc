import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import { DOUBLE, DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api';
import { z } from 'zod';
import type { Bars, Dataset } from '../../../shared/market.ts';
import { barColumns, createBars } from './bars.ts';

/** What is to be known of a series before its bars come. */
export type NewDataset = Pick<Dataset, 'id' | 'symbol' | 'source' | 'interval_ms' | 'seed'>;

/** A series as stored; `key` is what its rows in `bars` carry. */
export interface StoredDataset extends Dataset {
  readonly key: number;
}

/** ALP suits prices, and naming it spares trying every other compression at each import. */
export async function createBarTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS datasets (
    key INTEGER, id VARCHAR, symbol VARCHAR, source VARCHAR, interval_ms BIGINT, seed BIGINT)`);
  await connection.run(`CREATE TABLE IF NOT EXISTS bars (
    dataset INTEGER, time BIGINT, ${barColumns
      .slice(1)
      .map((name) => `${name} DOUBLE USING COMPRESSION alp`)
      .join(', ')})`);
}

/** Every series that has bars, by id. */
export async function readDatasets(connection: DuckDBConnection): Promise<readonly StoredDataset[]> {
  const reader = await connection.runAndReadAll(`
    SELECT key, id, symbol, source, interval_ms::DOUBLE AS interval_ms, seed::DOUBLE AS seed,
      bars, "from", "to"
    FROM datasets JOIN (
      SELECT dataset, count(*)::DOUBLE AS bars, min(time)::DOUBLE AS "from", max(time)::DOUBLE AS "to"
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
  bars: z.number(),
  from: z.number(),
  to: z.number(),
});

/** Adds the series and returns the key for its rows. */
export async function addDataset(connection: DuckDBConnection, dataset: NewDataset): Promise<number> {
  const { id, symbol, source, interval_ms, seed } = dataset;
  const reader = await connection.runAndReadAll(
    `INSERT INTO datasets
     SELECT coalesce((SELECT max(key) FROM datasets), 0) + 1, $id, $symbol, $source, $interval, $seed
     RETURNING key`,
    { id, symbol, source, interval: interval_ms, seed },
  );
  return Number(reader.getRows()[0][0]);
}

export async function deleteDataset(connection: DuckDBConnection, id: string): Promise<void> {
  await connection.run('DELETE FROM bars WHERE dataset IN (SELECT key FROM datasets WHERE id = $id)', { id });
  await connection.run('DELETE FROM datasets WHERE id = $id', { id });
}

/** Stores `bars` under `key`: staged in memory in short steps, then taken in by the database's own threads. */
export async function writeBars(
  connection: DuckDBConnection,
  key: number,
  bars: Bars,
  signal?: AbortSignal,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming (
    time DOUBLE, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE)`);
  const appender = await connection.createAppender('incoming');
  try {
    for (let from = 0; from < bars.time.length; from += chunkRows) {
      appender.appendDataChunk(chunkOf(bars, from, Math.min(from + chunkRows, bars.time.length)));
      if ((from / chunkRows) % chunksPerTurn === chunksPerTurn - 1) {
        appender.flushSync();
        await nextTurn();
        signal?.throwIfAborted();
      }
    }
  } finally {
    appender.closeSync();
  }
  await connection.run('INSERT INTO bars SELECT $key, * REPLACE (time::BIGINT AS time) FROM incoming', {
    key,
  });
  await connection.run('DROP TABLE incoming');
}

/** Receives the first `count` of `bars`; the columns are used again for the next block. */
export type BlockSink = (bars: Bars, count: number) => void;

/**
 * Base bars of a series, handed over block by block with pauses for other work: in order of time when `sorted`,
 * otherwise as stored, which is in order too unless older bars were imported later. Sorting takes longer than
 * reading, so ask for it only after this has answered false: the bars were not in order.
 */
export async function readBars(
  connection: DuckDBConnection,
  key: number,
  sorted: boolean,
  sink: BlockSink,
): Promise<boolean> {
  const result = await connection.run(
    `SELECT time::DOUBLE, open, high, low, close, volume FROM bars WHERE dataset = ${key}
     ${sorted ? 'ORDER BY time' : ''}`,
  );
  return eachBlock(result, sink);
}

/** The newest `count` base bars of a series, oldest first. */
export async function readLastBars(
  connection: DuckDBConnection,
  key: number,
  count: number,
  sink: BlockSink,
): Promise<void> {
  await eachBlock(
    await connection.run(
      `SELECT time::DOUBLE, open, high, low, close, volume FROM (
         SELECT * FROM bars WHERE dataset = ${key} ORDER BY bars.time DESC LIMIT $count) ORDER BY ALL`,
      { count },
    ),
    sink,
  );
}

/** The largest chunk DuckDB takes. */
const chunkRows = 2048;
/** About a millisecond of work; then other events get their turn. */
const chunksPerTurn = 4;

/** False, and no more blocks, when a bar does not come after the one before it. */
async function eachBlock(result: DuckDBMaterializedResult, sink: BlockSink): Promise<boolean> {
  const columns = createBars(chunkRows);
  let newest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index);
    // Both counts are calls into the library: once a chunk, not once a bar.
    const rows = chunk.rowCount;
    copyOut(chunk, rows, columns);
    for (let i = 0; i < rows; i++) {
      if (columns.time[i] <= newest) return false;
      newest = columns.time[i];
    }
    sink(columns, rows);
    if (index % chunksPerTurn === chunksPerTurn - 1) await nextTurn();
  }
  return true;
}

function copyOut(chunk: DuckDBDataChunk, rows: number, columns: Bars): void {
  for (const [position, name] of barColumns.entries()) {
    const vector = doubles(chunk, position);
    const column = columns[name];
    for (let i = 0; i < rows; i++) column[i] = vector.getItem(i) ?? Number.NaN;
  }
}

function chunkOf(bars: Bars, from: number, to: number): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    barColumns.map(() => DOUBLE),
    to - from,
  );
  for (const [position, name] of barColumns.entries()) {
    const vector = doubles(chunk, position);
    const column = bars[name];
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
