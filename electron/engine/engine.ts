import { join } from 'node:path';
import type { ApiState } from '../../shared/api.ts';
import { type Asker, windowAsker } from '../../shared/asker.ts';
import type { DeskEvent } from '../../shared/desk.ts';
import type { Prediction } from '../../shared/prediction.ts';
import { failure, messageOf, type Result } from '../../shared/result.ts';
import { cacheEffects } from './cache/cache-effects.ts';
import { createDeskCaches } from './cache/desk-caches.ts';
import { type ConfigHandlerParts, createConfigHandlers } from './config/config-handlers.ts';
import type { ConfigChange } from './config/config-owner.ts';
import type { ConfigStore } from './config/config-store.ts';
import { createExports, type Exports } from './config/exports.ts';
import { openConfiguration } from './config/open-configuration.ts';
import { createPreviewLeases, type PreviewLeases } from './config/preview-lease.ts';
import type { ProfileStorage } from './config/profiles.ts';
import { watchTrial } from './config/trial-watch.ts';
import { createAnalystClient } from './ensemble/analyst-client.ts';
import { createModelService } from './ensemble/model-service.ts';
import { createMtfEnsemble } from './ensemble/mtf-ensemble.ts';
import { createExperiments, type ExperimentFiles } from './experiments/create-experiments.ts';
import { knownFeatures } from './features/known-features.ts';
import { createFeed } from './feed.ts';
import { type BoundEngineHandlers, boundTo, createHandlers, type EngineHandlers } from './handlers.ts';
import { createBundleChoice } from './instruments/bundle-choice.ts';
import { createCatalog } from './instruments/catalog.ts';
import { createDatasetUses } from './instruments/dataset-uses.ts';
import type { Instrument } from './instruments/instrument.ts';
import { createInstruments } from './instruments/instruments.ts';
import { keepSession } from './instruments/keep-session.ts';
import type { SessionStorage } from './instruments/session.ts';
import { createSlices } from './instruments/slices.ts';
import { createJobs } from './jobs.ts';
import { createAssetService } from './market/assets/asset-service.ts';
import { createDataService } from './market/data-service.ts';
import { openMarketStore } from './market/market-store.ts';
import type { Schedule } from './market/replay.ts';
import { createBundleLibrary } from './models/bundles/bundle-library.ts';
import { createTrainer } from './models/training/train-job.ts';
import type { EngineObserver } from './observer.ts';
import { type Ready, readiness, startUp } from './start-up.ts';
import { Stopped } from './storage/lease.ts';
import type { Environment } from './text/environment-text.ts';
import type { StartWorker } from './threads/worker-calls.ts';

/** Everything the engine takes from outside: it has no clock, files or threads of its own. */
export interface EngineOptions {
  /** Absolute path of the folder for everything that is kept. */
  readonly folder: string;
  readonly configStore: ConfigStore;
  readonly profileStorage: ProfileStorage;
  readonly sessionStorage: SessionStorage;
  readonly environment: Environment;
  readonly startWorker: StartWorker;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** Monotonic clock, ms. */
  readonly elapsed: () => number;
  readonly schedule: Schedule;
  /** Seeds the simulated market and the first training. */
  readonly seed: number;
  /** Fires when the desk begins to end, which may be before the engine stands. */
  readonly leaving?: AbortSignal;
  readonly about: { readonly version: string; readonly electron: string };
  /** The HTTP door as it stands; whoever owns it tells of changes with `apiChanged`. */
  readonly readApi: () => ApiState;
  readonly observer?: EngineObserver;
}

export interface Engine extends Exports {
  /** Every operation but those that open a dialog, on behalf of the window. */
  readonly handlers: BoundEngineHandlers;
  /** The same on behalf of someone else: changes are put on record under their name. */
  handlersFor(asker: Asker): BoundEngineHandlers;
  /** Every operation, told at each call who asks. */
  readonly operations: EngineHandlers;
  /** Who has a preview in force, and for how long. */
  readonly askers: Pick<PreviewLeases, 'heard' | 'stays' | 'left'>;
  /** The version in force, and whether an unsaved preview hides its values. */
  configMark(): { readonly version: number; readonly preview: boolean };
  /** Returns its undo, as do the two below. */
  onEvent(listener: (event: DeskEvent) => void): () => void;
  onPrediction(listener: (prediction: Prediction) => void): () => void;
  onConfig(listener: (change: ConfigChange) => void): () => void;
  /** Opens the last dataset, or on the first start makes the simulated market, trains on it and plays. */
  start(): Promise<Result<Ready>>;
  readonly experimentFiles: ExperimentFiles;
  /** What `readApi` answers has changed. */
  apiChanged(): void;
  notice(level: 'info' | 'warning' | 'error', message: string): void;
  close(): Promise<void>;
}

/** Puts the engine together. Fails, as a value, when the folder cannot be used. */
export async function createEngine(options: EngineOptions): Promise<Result<Engine>> {
  const { folder, now, elapsed, schedule, sessionStorage } = options;
  const opened = await openMarketStore({ folder, now, signal: options.leaving });
  if (!opened.ok) return opened;
  const { store } = opened.value;

  const configuration = await openConfiguration({
    database: store.database,
    store: options.configStore,
    profileStorage: options.profileStorage,
    environment: options.environment,
    now,
    elapsed,
    schedule,
    onProblem: (message) => feed.notice('error', message),
    onAudit: options.observer?.onAudit,
  });

  const { config, trail, recorder, profiles, notices } = configuration;

  // The ensemble subscribes first: who asks it during a change gets the new values.
  const ensemble = createMtfEnsemble(config);
  const models = createModelService({
    config,
    ensemble,
    now,
    elapsed,
    onPredict: options.observer?.onPredict,
  });
  const data = createDataService({ config, now, elapsed });
  const assets = createAssetService({ config, now, elapsed, settings: await store.assetSettings() });
  const analyst = createAnalystClient(
    options.startWorker,
    (reason) => void instruments.modelsStopped(reason),
  );
  const bundleFolder = join(folder, 'bundles');
  const library = createBundleLibrary(bundleFolder, knownFeatures());
  await library.sweep();
  const predictionListeners = new Set<(prediction: Prediction) => void>();

  const jobs = createJobs({
    now,
    onChange: () => feed.touch('jobs'),
    // Whoever asked to look into a file, or for an experiment, is told by the answer.
    onFailed: ({ kind, label, message }) => {
      if (kind !== 'inspect' && kind !== 'experiment') feed.notice('error', `${label} failed: ${message}`);
    },
  });
  const last = sessionStorage.load();
  const tellProblem = (message: string) => feed.notice('warning', message);
  const catalog = createCatalog({ store, library, assets, onProblem: tellProblem });
  const choice = createBundleChoice({ catalog, last });
  const uses = createDatasetUses();
  const instruments = createInstruments({
    store,
    library,
    analyst,
    catalog,
    choice,
    uses,
    models,
    dataService: data,
    elapsed,
    schedule,
    last,
    onBar(instrument, index) {
      told(instrument);
      experiments.arrived(instrument, index);
      feed.touch('replay', 'market', 'instruments');
    },
    onPrediction(instrument) {
      told(instrument);
      experiments.arrived(instrument, instrument.replay.state().index);
    },
    onChange: () => feed.touch('market', 'models', 'replay', 'caches', 'instruments'),
    onProblem: tellProblem,
  });
  const slices = createSlices({ catalog, config });
  const experiments = await createExperiments({
    config,
    trail,
    recorder,
    profiles,
    instruments,
    catalog,
    choice,
    uses,
    store,
    library,
    assets,
    jobs,
    schedule,
    startWorker: options.startWorker,
    now,
    onShadows: () => feed.touch('shadows'),
    onPredicted: () => feed.touch('caches'),
    candidates: last.shadows,
  });
  const caches = createDeskCaches({ models, data, assets, onChange: () => feed.touch('caches') });
  const feed = createFeed({
    now,
    elapsed,
    schedule,
    read: {
      config: config.state,
      prediction: () => instruments.focus()?.latest() ?? null,
      caches: caches.stats,
      market: () => slices.market(instruments.focus()),
      instruments: () => slices.instruments(instruments.list(), instruments.focus()),
      replay: () => slices.replay(instruments.focus()),
      models: () => slices.models(instruments.focus()),
      jobs: jobs.list,
      profiles: profiles.list,
      shadows: experiments.shadows,
      api: options.readApi,
      about: () => ({ ...options.about, user_data: folder }),
    },
  });

  /** Tells everyone of the prediction at an instrument's place, when it is new. */
  function told(instrument: Instrument): void {
    const prediction = instrument.latest();
    feed.touch('prediction', 'caches', 'instruments');
    if (!prediction || prediction.cached) return;
    // The log holds what was decided; what is tried out is told all the same, marked.
    if (!prediction.preview) feed.prediction(prediction);
    for (const listener of predictionListeners) listener(prediction);
  }

  config.onChange(({ receipt, runs }) => {
    options.observer?.onCallbacks(runs);
    feed.callbacks(runs);
    if (receipt?.callbacks.some(({ error }) => error !== null)) feed.notice('error', receipt.summary);
    for (const instrument of instruments.list()) instrument.predictAgain();
    experiments.configChanged();
    feed.touch('config', 'models');
    // An edit is what the user looks at: it waits neither for the next frame nor for the logs.
    feed.urge('config', 'prediction');
  });

  for (const { level, message } of notices) feed.notice(level, message);
  if (opened.value.notice) feed.notice('error', opened.value.notice);

  const stopTrial = watchTrial(config, {
    now,
    elapsed,
    schedule,
    onShift: () => feed.touch('config'),
    onRefused: ({ message }) =>
      feed.notice(
        'error',
        `A trial has ended, but its values stay in force until the end can be saved, which is tried again and again: ${message}`,
      ),
  });
  const keeping = keepSession({
    instruments,
    storage: sessionStorage,
    experiments,
    schedule,
    onProblem: (message) => feed.notice('error', message),
  });

  const train = createTrainer({
    jobs,
    store,
    bundleFolder,
    instruments,
    catalog,
    uses,
    config,
    startWorker: options.startWorker,
    now,
    assets,
  });
  const previews = createPreviewLeases({
    config,
    schedule,
    tell: (message) => feed.notice('warning', message),
  });
  const configParts: ConfigHandlerParts = {
    config,
    previews,
    trail,
    recorder,
    profiles,
    now,
    onProfiles: () => feed.touch('profiles'),
    bundleChanges: (scope) => slices.bundleChanges(instruments.focus(), scope),
    cacheEffects: (dryRun, scope) => cacheEffects(dryRun, caches.stats(), models.cachedOf(scope)),
  };
  const operations = createHandlers({
    received: join(folder, 'uploads'),
    now,
    configHandlers: createConfigHandlers(configParts),
    experimentHandlers: experiments.handlers,
    config,
    instruments,
    catalog,
    slices,
    feed,
    jobs,
    store,
    library,
    train,
    assets,
    cacheStats: caches.stats,
    clear: caches.clear,
  });

  return {
    ok: true,
    value: {
      handlers: boundTo(windowAsker, operations),
      handlersFor: (asker) => boundTo(asker, operations),
      operations,
      askers: previews,
      configMark: () => ({ version: config.version(), preview: config.previewing() }),
      ...createExports({ trail, recorder, profiles }),
      experimentFiles: experiments.files,
      onEvent: feed.subscribe,
      onPrediction: (listener) => {
        predictionListeners.add(listener);
        return () => predictionListeners.delete(listener);
      },
      onConfig: config.onChange,
      notice: feed.notice,
      apiChanged: () => feed.touch('api'),
      start: async () => {
        const started = await unlessLeaving(
          startUp({
            instruments,
            catalog,
            store,
            jobs,
            train,
            seed: options.seed,
            last,
          }),
        );
        if (!started.ok) {
          if (started.problem.code !== 'cancelled') {
            const because = `The desk could not get ready: ${started.problem.message}`;
            slices.notOpen(because);
            instruments.focus()?.silent(because);
            feed.touch('models');
          }
          return started;
        }
        void instruments.restore(last.open);
        return { ok: true, value: readiness({ focus: instruments.focus(), catalog, config }) };
      },
      async close() {
        keeping.leave();
        for (const { replay } of instruments.list()) replay.pause();
        // What is being opened or computed is given up, so that what is to be kept gets its turn at once.
        store.database.endReading();
        await Promise.all([jobs.close(), analyst.close()]);
        await instruments.settled();
        await keeping.end();
        await experiments.close();
        await stopTrial();
        previews.close();
        config.close();
        await recorder.flush();
        configuration.close();
        feed.close();
        for (const part of [models, ensemble, data, assets]) part.close();
        await store.close();
      },
    },
  };
}

/** Reading that was stopped is how a start ends when the desk is ended meanwhile; whatever else stops it is said. */
async function unlessLeaving<T>(starting: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof Stopped) return failure('cancelled', 'The desk is ending.');
    return failure('internal', messageOf(error));
  }
}
