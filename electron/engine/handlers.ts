import { type Asker, windowAsker } from '../../shared/asker.ts';
import type { CacheName, CacheStats } from '../../shared/caches.ts';
import type { DialogOperation, Handlers, HandlersOfOne } from '../../shared/operations/index.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { createConfigHandlers } from './config/config-handlers.ts';
import type { ConfigOwner } from './config/config-owner.ts';
import type { ModelService } from './ensemble/model-service.ts';
import { createPredictionHandlers } from './ensemble/prediction-handlers.ts';
import type { Experiments } from './experiments/create-experiments.ts';
import type { Feed } from './feed.ts';
import type { MarketSession } from './instruments/market-session.ts';
import { type Jobs, lasting, tooManyJobs } from './jobs.ts';
import type { AssetService } from './market/assets/asset-service.ts';
import type { DataService } from './market/data-service.ts';
import { createImportHandlers } from './market/import/import-handlers.ts';
import type { MarketStore } from './market/market-store.ts';
import { datesOf } from './market/periods.ts';
import type { Replay } from './market/replay.ts';
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
  readonly session: MarketSession;
  readonly models: ModelService;
  readonly data: DataService;
  readonly assets: AssetService;
  readonly replay: Replay;
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
  const { config, session, models, data, replay, feed, jobs, library, train } = parts;

  return {
    ...parts.configHandlers,
    ...createPredictionHandlers({
      config,
      session,
      models,
      data,
      replay,
      valuesOf: async (version) => parts.configHandlers['audit.version']({ version }, windowAsker),
      onServed: () => feed.touch('caches'),
    }),
    ...parts.experimentHandlers,
    ...createImportHandlers(parts),
    'desk.snapshot': () => success(feed.snapshot()),

    'market.chart': ({ timeframe, bars, before }) => {
      const log = data.log(timeframe);
      const closed = session.closedEnd(timeframe);
      const end = before === undefined ? closed : Math.min(closed, log.indexAt(before - 1) + 1);
      const first = Math.max(log.first(), end - bars);
      const swept = timeframe === '1H' ? models.sweep(first, end) : models.sweep(0, 0);
      feed.touch('caches');
      const shown = data.ohlcv(timeframe, first, end);
      const dataset = session.dataset();
      return success({
        bars: shown,
        dates: timeframe === 'D' && dataset ? datesOf(shown.time, dataset) : null,
        ...swept,
        config_version: config.version(),
        test_from: session.testFrom(),
      });
    },
    'market.state': () => success(session.market()),
    'market.activate': ({ dataset }) => session.openDataset(dataset),
    'market.set-trading-day': ({ dataset, trading_day }) => session.setTradingDay(dataset, trading_day),
    'market.asset': ({ symbol }) => session.asset(symbol),
    'market.set-asset': ({ symbol, ...changes }) => session.setAsset(symbol, changes),
    'market.remove': ({ dataset }) => session.removeDataset(dataset),

    'models.state': () => success(session.models()),
    'models.train': (input, asker) => {
      if (!session.market().datasets.some(({ id }) => id === input.dataset)) {
        return failure('not-found', `There is no market data named ${input.dataset}.`);
      }
      if (jobs.list().some(({ kind, state }) => kind === 'train' && state === 'running')) {
        return failure('conflict', 'A training is running. Wait for it or cancel it.');
      }
      if (jobs.full()) return tooManyJobs;
      return success({ job: train(input, lasting(asker)).id });
    },
    'models.activate': ({ bundle, confirm_trading_day = false }) =>
      session.openBundle(bundle, { tradingDay: confirm_trading_day }),
    'models.import': async ({ path }) => {
      const added = await library.add(path);
      await session.refresh();
      return added.ok ? success({ bundle: added.value }) : added;
    },
    'models.remove': ({ bundle }) => session.removeBundle(bundle),

    'replay.state': () => success(replay.state()),
    'replay.play': () => done(replay.play()),
    'replay.pause': () => done(replay.pause()),
    'replay.step': async ({ bars }) => done(await replay.step(bars)),
    'replay.speed': ({ speed }) => done(replay.setSpeed(speed)),
    'replay.jump': ({ to }) => done(replay.jump(to)),

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
