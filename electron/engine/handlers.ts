import { basename } from 'node:path';
import type { CacheName, CacheStats } from '../../shared/caches.ts';
import type { Handlers } from '../../shared/operations.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { ConfigOwner } from './config/config-owner.ts';
import type { createConfigHandlers } from './config-handlers.ts';
import type { ModelService } from './ensemble/model-service.ts';
import type { Experiments } from './experiments/create-experiments.ts';
import type { Feed } from './feed.ts';
import { type Jobs, tooManyJobs } from './jobs.ts';
import type { AssetService } from './market/asset-service.ts';
import type { DataService } from './market/data-service.ts';
import { importFile } from './market/import/import-file.ts';
import { inspectFile } from './market/import/inspect-file.ts';
import { readForOutside } from './market/import/outside-file.ts';
import type { MarketStore } from './market/market-store.ts';
import type { Replay } from './market/replay.ts';
import type { MarketSession } from './market-session.ts';
import type { BundleLibrary } from './models/bundle-library.ts';
import { createPredictionHandlers } from './prediction-handlers.ts';
import type { Train } from './train-job.ts';

/** Dialogs and the API's own door belong to the shell; everything else is served here. */
export type EngineHandlers = Omit<Handlers, DialogOperation | ApiOperation>;
export type ApiOperation = Extract<keyof Handlers, `api.${string}`>;
export type DialogOperation =
  | 'import.choose'
  | 'models.choose'
  | 'profiles.choose'
  | 'profiles.export'
  | 'audit.export'
  | 'experiments.save'
  | 'experiments.open'
  | 'experiments.export';

export interface HandlerParts {
  /** Who asks is not the window: what is read of this machine's files is held to less. */
  readonly outside: boolean;
  readonly configHandlers: ReturnType<typeof createConfigHandlers>;
  readonly experimentHandlers: ReturnType<Experiments['handlersFor']>;
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
  readonly cacheStats: () => readonly CacheStats[];
  readonly clear: (name: CacheName, cause: string) => void;
}

/** One handler per operation: each calls the part that owns the matter. Inputs are parsed already. */
export function createHandlers(parts: HandlerParts): EngineHandlers {
  const { config, session, models, data, assets, replay, feed, jobs, store, library, train } = parts;
  const readNamed: typeof readForOutside = (path, read) =>
    parts.outside ? readForOutside(path, read) : read();

  return {
    ...parts.configHandlers,
    ...createPredictionHandlers({
      config,
      session,
      models,
      data,
      replay,
      valuesOf: async (version) => parts.configHandlers['audit.version']({ version }),
      onServed: () => feed.touch('caches'),
    }),
    ...parts.experimentHandlers,
    'desk.snapshot': () => success(feed.snapshot()),

    'market.chart': ({ timeframe, bars, before }) => {
      const log = data.log(timeframe);
      const closed = session.closedEnd(timeframe);
      const end = before === undefined ? closed : Math.min(closed, log.indexAt(before - 1) + 1);
      const first = Math.max(0, end - bars);
      const swept = timeframe === '1H' ? models.sweep(first, end) : models.sweep(0, 0);
      feed.touch('caches');
      return success({
        bars: data.ohlcv(timeframe, first, end),
        ...swept,
        config_version: config.version(),
        test_from: session.testFrom(),
      });
    },
    'market.state': () => success(session.market()),
    'market.activate': ({ dataset }) => session.openDataset(dataset),
    'market.remove': ({ dataset }) => session.removeDataset(dataset),

    'import.inspect': ({ path, options }) =>
      jobs.run('inspect', `Reading ${basename(path)}`, (job) =>
        readNamed(path, () => inspectFile(store.database, path, options ?? {}, job)),
      ).ended,
    'import.run': ({ path, options }) => {
      if (jobs.full()) return tooManyJobs;
      const label = `Importing ${assets.metadata(options.symbol).display}`;
      const { id } = jobs.run('import', label, async ({ signal, report }): Promise<Result<unknown>> => {
        const imported = await readNamed(path, () => importFile(store, path, options, { signal, report }));
        if (!imported.ok) return imported;
        await session.refresh();
        const { dataset, preview, added, already_stored, conflicting } = imported.value;
        const counts = `${added} bars added, ${already_stored} were stored already (${conflicting} with other prices), ${counted(preview.duplicates, 'duplicate')} and ${counted(preview.refused, 'bad row')} left out`;
        feed.notice(
          preview.refused + conflicting > 0 ? 'warning' : 'info',
          `${preview.file_name}: ${counts}.`,
        );
        return session.openDataset(dataset);
      });
      return success({ job: id });
    },

    'models.state': () => success(session.models()),
    'models.train': (input) => {
      if (!session.market().datasets.some(({ id }) => id === input.dataset)) {
        return failure('not-found', `There is no market data named ${input.dataset}.`);
      }
      if (jobs.list().some(({ kind, state }) => kind === 'train' && state === 'running')) {
        return failure('conflict', 'A training is running. Wait for it or cancel it.');
      }
      if (jobs.full()) return tooManyJobs;
      return success({ job: train(input).id });
    },
    'models.activate': ({ bundle }) => session.openBundle(bundle),
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

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
