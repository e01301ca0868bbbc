import { type Asker, windowAsker } from '../../shared/asker.ts';
import type { CacheName, CacheStats } from '../../shared/caches.ts';
import type { DialogOperation, Handlers, HandlersOfOne } from '../../shared/operations/index.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { scopeOf } from '../../shared/symbols.ts';
import type { createConfigHandlers } from './config/config-handlers.ts';
import type { ConfigOwner } from './config/config-owner.ts';
import { createPredictionHandlers } from './ensemble/prediction-handlers.ts';
import type { Experiments } from './experiments/create-experiments.ts';
import type { Feed } from './feed.ts';
import type { Catalog } from './instruments/catalog.ts';
import type { Instrument } from './instruments/instrument.ts';
import type { Instruments } from './instruments/instruments.ts';
import type { Slices } from './instruments/slices.ts';
import { type Jobs, lasting, tooManyJobs } from './jobs.ts';
import type { AssetService } from './market/assets/asset-service.ts';
import type { BarLog } from './market/bar-log.ts';
import { createImportHandlers } from './market/import/import-handlers.ts';
import type { MarketStore } from './market/market-store.ts';
import { datesOf } from './market/periods.ts';
import type { BundleLibrary } from './models/bundles/bundle-library.ts';
import type { Train } from './models/training/train-job.ts';

/** Dialogs and the API's own door belong to the shell; everything else is served here. */
export type EngineHandlers = Omit<Handlers, DialogOperation | ApiOperation>;
export type ApiOperation = Extract<keyof Handlers, `api.${string}`>;
/** The same on behalf of one asker. */
export type BoundEngineHandlers = HandlersOfOne<EngineHandlers>;

export function boundTo<H extends Partial<Handlers>>(asker: Asker, handlers: H): HandlersOfOne<H> {
  const bound = Object.entries(handlers).map(([name, handle]) => [
    name,
    (input: never) => (handle as (input: never, asker: Asker) => unknown)(input, asker),
  ]);
  return Object.fromEntries(bound) as HandlersOfOne<H>;
}

export interface HandlerParts {
  /** The folder of files that were sent to the desk. */
  readonly received: string;
  readonly configHandlers: ReturnType<typeof createConfigHandlers>;
  readonly experimentHandlers: Experiments['handlers'];
  readonly config: ConfigOwner;
  readonly instruments: Instruments;
  readonly catalog: Catalog;
  readonly slices: Slices;
  readonly assets: AssetService;
  readonly feed: Feed;
  readonly jobs: Jobs;
  readonly store: MarketStore;
  readonly library: BundleLibrary;
  readonly train: Train;
  readonly now: () => number;
  readonly cacheStats: () => readonly CacheStats[];
  readonly clear: (name: CacheName, cause: string) => void;
}

/** One handler per operation: each calls the part that owns the matter. Inputs are parsed already. */
export function createHandlers(parts: HandlerParts): EngineHandlers {
  const { config, instruments, catalog, slices, feed, jobs, library, train } = parts;

  /** Does something with the instrument that is meant. */
  function on<T>(dataset: string | undefined, work: (instrument: Instrument) => T): T | Result<never> {
    const found = instruments.find(dataset);
    return found.ok ? work(found.value) : found;
  }

  /** The state of an instrument that is named, else of the one in focus, if there is one. */
  function shown<T>(dataset: string | undefined, read: (of: Instrument | null) => T): Result<T> {
    if (dataset === undefined) return success(read(instruments.focus()));
    return on(dataset, (instrument) => success(read(instrument)));
  }

  return {
    ...parts.configHandlers,
    ...createPredictionHandlers({
      config,
      instruments,
      valuesOf: async (version, symbol) =>
        parts.configHandlers['audit.version']({ version, symbol: scopeOf(symbol) ?? undefined }, windowAsker),
      onServed: () => feed.touch('caches'),
    }),
    ...parts.experimentHandlers,
    ...createImportHandlers(parts),
    'desk.snapshot': () => success(feed.snapshot()),

    'market.chart': ({ timeframe, bars, before, after, dataset: id }) =>
      on(id, ({ dataset, data, closedEnd, predictions, testFrom }) => {
        const { first, end } = charted(data.log(timeframe), closedEnd(timeframe), bars, before, after);
        const swept = timeframe === '1H' ? predictions().sweep(first, end) : predictions().sweep(0, 0);
        feed.touch('caches');
        const held = data.ohlcv(timeframe, first, end);
        return success({
          bars: held,
          dates: timeframe === 'D' ? datesOf(held.time, dataset()) : null,
          ...swept,
          config_version: config.versionOf(dataset().symbol),
          test_from: testFrom(),
        });
      }),
    'market.signals': ({ bars, before, dataset: id }) =>
      on(id, ({ data, dataset, closedEnd, predictions }) => {
        const log = data.log('1H');
        const { first, end } = charted(log, closedEnd('1H'), bars, before);
        return success({
          first: end > first ? log.timeAt(first) : null,
          last: end > first ? log.timeAt(end - 1) : null,
          ...predictions().sweep(first, end),
          config_version: config.versionOf(dataset().symbol),
        });
      }),
    'market.state': ({ dataset }) => shown(dataset, slices.market),
    'market.activate': ({ dataset }) => instruments.activate(dataset),
    'market.set-trading-day': ({ dataset, trading_day }) => instruments.setTradingDay(dataset, trading_day),
    'market.asset': ({ symbol }) => catalog.asset(symbol),
    'market.set-asset': ({ symbol, ...changes }) => instruments.setAsset(symbol, changes),
    'market.remove': ({ dataset }) => instruments.removeDataset(dataset),

    'models.state': ({ dataset }) => shown(dataset, slices.models),
    'models.train': (input, asker) => {
      const stored = catalog.dataset(input.dataset);
      if (!stored.ok) return stored;
      if (jobs.list().some(({ kind, state }) => kind === 'train' && state === 'running')) {
        return failure('conflict', 'A training is running. Wait for it or cancel it.');
      }
      if (jobs.full(asker)) return tooManyJobs;
      return success({ job: train(input, lasting(asker)).id });
    },
    'models.activate': ({ bundle, confirm_trading_day = false, dataset }) =>
      instruments.openBundle(bundle, { dataset, tradingDay: confirm_trading_day }),
    'models.import': async ({ path }) => {
      const added = await library.add(path);
      await instruments.refresh();
      return added.ok ? success({ bundle: added.value }) : added;
    },
    'models.remove': ({ bundle }) => instruments.removeBundle(bundle),

    'instruments.list': () => success(slices.instruments(instruments.list(), instruments.focus())),
    'instruments.open': ({ dataset }) => instruments.open(dataset),
    'instruments.close': ({ dataset }) => instruments.close(dataset),
    'instruments.focus': ({ dataset }) => instruments.focusOn(dataset),

    'replay.state': ({ dataset }) => shown(dataset, slices.replay),
    'replay.play': ({ dataset }) => on(dataset, ({ replay }) => done(replay.play())),
    'replay.pause': ({ dataset }) => on(dataset, ({ replay }) => done(replay.pause())),
    'replay.step': ({ bars, dataset }) => on(dataset, async ({ replay }) => done(await replay.step(bars))),
    'replay.speed': ({ speed, dataset }) => on(dataset, ({ replay }) => done(replay.setSpeed(speed))),
    'replay.jump': ({ to, dataset }) => on(dataset, ({ replay }) => done(replay.jump(to))),

    'caches.list': () => success(parts.cacheStats()),
    'caches.clear': ({ name }) => done(parts.clear(name, 'cleared by hand')),
    'jobs.list': () => success(jobs.list()),
    'jobs.get': ({ job }) => {
      const found = jobs.list().find(({ id }) => id === job);
      return found ? success(found) : failure('not-found', `There is no job ${job}.`);
    },
    'jobs.cancel': ({ job }) => jobs.cancel(job),
  };
}

function done(_nothing: unknown): Result<null> {
  return success(null);
}

/** Indexes of the newest closed bars, or of those before a time; `end` is excluded. */
function charted(log: BarLog, closed: number, bars: number, before?: number, after?: number) {
  const end = before === undefined ? closed : Math.min(closed, log.indexAt(before - 1) + 1);
  const wanted = after === undefined ? log.first() : log.indexAt(after) + 1;
  return { first: Math.min(end, Math.max(log.first(), wanted, end - bars)), end };
}
