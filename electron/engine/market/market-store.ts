import type { DuckDBConnection } from '@duckdb/node-api';
import type { AssetSettings, Bars, Dataset, Timeframe, TradingDay } from '../../../shared/market.ts';
import { hourMs, timeframes } from '../../../shared/market.ts';
import type { Result } from '../../../shared/result.ts';
import { failure, success } from '../../../shared/result.ts';
import { createQueue } from '../queue.ts';
import type { Database } from '../storage/database.ts';
import { openDatabase } from '../storage/database.ts';
import { inTransaction, reading } from '../storage/transaction.ts';
import { readAssetSettings, writeAssetSettings } from './assets/asset-table.ts';
import type { NewDataset, StoredDataset } from './bar-table.ts';
import {
  addDataset,
  deleteDataset,
  readBars,
  readBarsBetween,
  readDatasets,
  readFromOf,
  readLastBars,
  writeBars,
  writeTradingDay,
} from './bar-table.ts';
import { createBarBuilder, joinBars, viewBars } from './bars.ts';
import { createPeriods } from './periods.ts';
import { createPeriodFold } from './resample.ts';
import { keptFrom } from './simulator/simulated-past.ts';

/** Bars on disk. Nothing here holds the calling thread for more than a few milliseconds. */
export interface MarketStore {
  /** For those who keep tables of their own beside the bars, and for imports. */
  readonly database: Database;
  /** Runs a task that writes bars when no other does, in the order of asking. */
  inTurn<T>(task: () => Promise<T>): Promise<T>;
  /** Every stored series, by id. */
  datasets(): Promise<readonly Dataset[]>;
  /** The closed bars of each timeframe, made from the stored base bars. */
  loadBars(datasetId: string): Promise<Result<Series['bars']>>;
  /** The same with the description of the series under which they were made. */
  loadSeries(datasetId: string): Promise<Result<Series>>;
  /** The newest `count` base bars, oldest first. */
  lastBars(datasetId: string, count: number): Promise<Result<Bars>>;
  /** Base bars that open at or after `from` and before `to`, ms UTC, oldest first. */
  baseBars(datasetId: string, from: number, to: number): Promise<Result<Bars>>;
  /** Stores a whole series, in place of one with the same id; all or nothing. */
  insertBars(dataset: NewDataset, bars: Bars, signal?: AbortSignal): Promise<Result<Dataset>>;
  /** Adds bars that open after the last stored one, and does what belongs to them; all or nothing. */
  appendBars(
    datasetId: string,
    bars: Bars,
    also?: (connection: DuckDBConnection, dataset: StoredDataset) => Promise<void>,
  ): Promise<Result<null>>;
  removeDataset(datasetId: string): Promise<Result<null>>;
  /** Cuts the same base bars into other days from the next load on. */
  setTradingDay(datasetId: string, day: TradingDay): Promise<Result<null>>;
  /** What the user has set for symbols, by their normal form. */
  assetSettings(): Promise<ReadonlyMap<string, AssetSettings>>;
  saveAssetSettings(symbol: string, settings: AssetSettings): Promise<Result<null>>;
  /** Waits for what is being written, then lets go of the file. */
  close(): Promise<void>;
}

/** A stored series, and the closed bars of each timeframe made from it. */
export interface Series {
  readonly dataset: Dataset;
  readonly bars: Readonly<Record<Timeframe, Bars>>;
}

/** Opens the store in `folder`. `notice` tells, in words, when a broken file had to be put aside. */
export async function openMarketStore(place: {
  readonly folder: string;
  readonly now: () => number;
  readonly signal?: AbortSignal;
}): Promise<Result<{ readonly store: MarketStore; readonly notice: string | null }>> {
  const opened = await openDatabase(place);
  if (!opened.ok) return opened;
  const store = await createMarketStore(opened.value.database);
  return success({ store, notice: opened.value.notice });
}

/** The store over an open database, which it closes when it is closed. */
export async function createMarketStore(database: Database): Promise<MarketStore> {
  const inTurn = createQueue();

  /** Null when the bars were not in order of time. */
  async function load(
    connection: DuckDBConnection,
    dataset: StoredDataset,
    sorted: boolean,
  ): Promise<Record<Timeframe, Bars> | null> {
    const periods = createPeriods(dataset);
    // An earlier version stored more of the simulated market than is shown.
    const from = dataset.source === 'simulated' ? keptFrom(dataset) : undefined;
    const builder = () => createBarBuilder(undefined, dataset.has_spread);
    const builders = { '1H': builder(), '4H': builder(), D: builder() };
    const folds = timeframes.map((timeframe) =>
      createPeriodFold(timeframe, dataset.interval_ms, periods, builders[timeframe].add),
    );
    const inOrder = await readBars(connection, dataset, { from, sorted }, (bars, count) => {
      for (const fold of folds) fold.add(bars, count);
    });
    if (!inOrder) return null;
    return { '1H': builders['1H'].build(), '4H': builders['4H'].build(), D: builders.D.build() };
  }

  function loadSeries(id: string): Promise<Result<Series>> {
    return reading(database, async (connection) => {
      const found = await find(connection, id);
      if (!found.ok) return found;
      const bars =
        (await load(connection, found.value, false)) ?? (await load(connection, found.value, true));
      if (!bars) throw new Error(`${id} holds two bars of the same time`);
      return success({ dataset: withoutKey(found.value), bars });
    });
  }

  return {
    database,
    inTurn,

    async datasets() {
      return (await database.read(readDatasets)).map(withoutKey);
    },

    loadSeries,

    async loadBars(datasetId) {
      const loaded = await loadSeries(datasetId);
      return loaded.ok ? success(loaded.value.bars) : loaded;
    },

    lastBars(datasetId, count) {
      return reading(database, async (connection) => {
        const found = await find(connection, datasetId);
        if (!found.ok) return found;
        const blocks: Bars[] = [];
        await readLastBars(connection, found.value, count, (bars, size) => {
          blocks.push(joinBars([viewBars(bars, 0, size)]));
        });
        return success(joinBars(blocks));
      });
    },

    baseBars(datasetId, from, to) {
      return reading(database, async (connection) => {
        const found = await readFromOf(connection, datasetId);
        if (!found) return notStored(datasetId);
        const blocks: Bars[] = [];
        await readBarsBetween(connection, found, { from, to }, (bars, size) => {
          blocks.push(joinBars([viewBars(bars, 0, size)]));
        });
        return success(joinBars(blocks));
      });
    },

    insertBars(dataset, bars, signal) {
      return inTurn(async () => {
        const fault = seriesFault(bars, dataset);
        if (fault) return failure('invalid', `${dataset.id}: ${fault}`);
        return inTransaction(database, signal, async (connection) => {
          await deleteDataset(connection, dataset.id);
          await writeBars(connection, await addDataset(connection, dataset), bars);
          const stored = await find(connection, dataset.id);
          return stored.ok ? success(withoutKey(stored.value)) : stored;
        });
      });
    },

    appendBars(datasetId, bars, also) {
      return inTurn(() =>
        inTransaction(database, undefined, async (connection) => {
          const found = await find(connection, datasetId);
          if (!found.ok) return found;
          const fault = seriesFault(bars, found.value);
          if (fault) return failure('invalid', `${datasetId}: ${fault}`);
          if (bars.time[0] <= found.value.to)
            return failure('conflict', `${datasetId} already has bars up to ${isoTime(found.value.to)}.`);
          await writeBars(connection, found.value.key, bars);
          await also?.(connection, { ...found.value, to: bars.time[bars.time.length - 1] });
          return success(null);
        }),
      );
    },

    setTradingDay(datasetId, day) {
      return inTurn(() =>
        inTransaction(database, undefined, async (connection) => {
          const found = await find(connection, datasetId);
          if (!found.ok) return found;
          await writeTradingDay(connection, datasetId, day);
          return success(null);
        }),
      );
    },

    assetSettings: () => database.read(readAssetSettings),

    saveAssetSettings(symbol, settings) {
      return inTurn(() =>
        inTransaction(database, undefined, async (connection) => {
          await writeAssetSettings(connection, symbol, settings);
          return success(null);
        }),
      );
    },

    removeDataset(datasetId) {
      return inTurn(() =>
        inTransaction(database, undefined, async (connection) => {
          const found = await find(connection, datasetId);
          if (!found.ok) return found;
          await deleteDataset(connection, datasetId);
          return success(null);
        }),
      );
    },

    close: () => inTurn(() => database.close()),
  };
}

async function find(connection: DuckDBConnection, id: string): Promise<Result<StoredDataset>> {
  const found = (await readDatasets(connection)).find((dataset) => dataset.id === id);
  return found ? success(found) : notStored(id);
}

function notStored(id: string): Result<never> {
  return failure('not-found', `There is no stored market data named ${id}.`);
}

function withoutKey({ key: _key, calendar: _calendar, ...dataset }: StoredDataset): Dataset {
  return dataset;
}

/** Why bars cannot be stored under a spacing and a phase; longer bars made from others would be wrong. */
function seriesFault(
  { time }: Bars,
  { interval_ms, phase_ms = 0 }: Pick<NewDataset, 'interval_ms' | 'phase_ms'>,
): string | null {
  if (time.length === 0) return 'there is no bar to store.';
  if (!(interval_ms > 0) || hourMs % interval_ms !== 0)
    return `an hour must be a whole number of bars, but they are ${interval_ms} ms apart.`;
  const phase = phase_ms % interval_ms;
  for (let i = 0; i < time.length; i++) {
    if (i > 0 && time[i] <= time[i - 1])
      return `bars must come in rising order of time, but ${isoTime(time[i])} follows ${isoTime(time[i - 1])}.`;
    if (time[i] % interval_ms !== phase)
      return `its bars open every ${interval_ms} ms at ${phase} ms past, and ${isoTime(time[i])} is none of these times.`;
  }
  return null;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
