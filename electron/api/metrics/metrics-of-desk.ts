import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { auditOutcomes } from '../../../shared/audit.ts';
import { type CacheStats, cacheNames } from '../../../shared/caches.ts';
import { changeSources } from '../../../shared/config.ts';
import { jobKinds } from '../../../shared/jobs.ts';
import { categories } from '../../../shared/parameters.ts';
import type { Result } from '../../../shared/result.ts';
import type { EngineObserver } from '../../engine/observer.ts';
import type { ReadEngine } from './metrics.ts';

/** Metrics of the engine. Its counters are read at the scrape instead of being copied as they change. */
export function createDeskMetrics(registry: Registry): {
  readonly observer: EngineObserver;
  connect(engine: ReadEngine): void;
} {
  let engine: ReadEngine | null = null;
  const registers = [registry];
  addConfig(registry, () => engine);
  addCaches(registry, () => engine);
  addWork(registry, () => engine);

  const changes = new Counter({
    name: 'ensemble_desk_config_changes_total',
    help: 'Changes of the configuration that were asked for, once per category touched; "none" where no known parameter was.',
    labelNames: ['category', 'outcome', 'source'],
    registers,
  });
  // Created at 0: a series that first appears with its first event hides that event from rate().
  for (const category of [...categories, 'none']) {
    for (const outcome of auditOutcomes) {
      for (const source of changeSources) changes.inc({ category, outcome, source }, 0);
    }
  }
  const runs = new Counter({
    name: 'ensemble_desk_callback_runs_total',
    help: 'Runs of subscribers to the configuration, previews included.',
    labelNames: ['service'],
    registers,
  });
  const failures = new Counter({
    name: 'ensemble_desk_callback_failures_total',
    help: 'Runs of subscribers to the configuration that failed.',
    labelNames: ['service'],
    registers,
  });
  const callbackSeconds = new Histogram({
    name: 'ensemble_desk_callback_duration_seconds',
    help: 'How long subscribers to the configuration took.',
    labelNames: ['service'],
    buckets: [0.000_01, 0.000_05, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5],
    registers,
  });
  const served = { computed: 0, cached: 0 };
  new Counter({
    name: 'ensemble_desk_predictions_total',
    help: 'Predictions served, by where they came from.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset();
      for (const source of sources) this.inc({ source }, served[source]);
    },
  });
  const predictionSeconds = new Histogram({
    name: 'ensemble_desk_prediction_duration_seconds',
    help: 'How long a prediction took to serve from what the models had said, by where it came from.',
    labelNames: ['source'],
    buckets: [
      0.000_001, 0.000_002, 0.000_005, 0.000_01, 0.000_02, 0.000_05, 0.0001, 0.0005, 0.001, 0.005, 0.01,
    ],
    registers,
  });
  // Labels are resolved once: a prediction from the cache takes a microsecond.
  const seconds = {
    computed: predictionSeconds.labels({ source: 'computed' }),
    cached: predictionSeconds.labels({ source: 'cached' }),
  };
  for (const source of sources) predictionSeconds.zero({ source });

  return {
    connect(connected) {
      engine = connected;
      void read(connected['config.state']({})).then((state) => {
        for (const { service } of state?.metrics ?? []) {
          runs.inc({ service }, 0);
          failures.inc({ service }, 0);
          callbackSeconds.zero({ service });
        }
      });
    },
    observer: {
      onAudit({ outcome, by, changes: changed }) {
        const touched = new Set<string>(changed.map(({ category }) => category));
        if (touched.size === 0) touched.add('none');
        for (const category of touched) changes.inc({ category, outcome, source: by });
      },
      onCallbacks(ran) {
        for (const { service, duration_ms, error } of ran) {
          runs.inc({ service });
          failures.inc({ service }, error === null ? 0 : 1);
          callbackSeconds.observe({ service }, duration_ms / 1000);
        }
      },
      onPredict({ cached, duration_ms }) {
        const source = cached ? 'cached' : 'computed';
        served[source] += 1;
        seconds[source].observe(duration_ms / 1000);
      },
    },
  };
}

const sources = ['computed', 'cached'] as const;

type Engine = () => ReadEngine | null;

function addConfig(registry: Registry, engine: Engine): void {
  new Gauge({
    name: 'ensemble_desk_config_version',
    help: 'Version of the configuration in force.',
    registers: [registry],
    async collect() {
      const state = await read(engine()?.['config.state']({}));
      if (state) this.set(state.version);
    },
  });
}

function addCaches(registry: Registry, engine: Engine): void {
  const registers = [registry];
  const labelNames = ['cache'];
  const counted = {
    hits: 'Questions that a cache answered.',
    misses: 'Questions that a cache could not answer.',
    sets: 'Entries written.',
    evictions: 'Entries dropped because a cache was full.',
    expirations: 'Entries dropped because their time was over.',
    invalidations: 'Entries dropped because what they were made from had changed.',
  } as const;
  for (const [key, help] of Object.entries(counted) as [keyof typeof counted, string][]) {
    new Counter({
      name: `ensemble_desk_cache_${key}_total`,
      help,
      labelNames,
      registers,
      async collect() {
        const caches = await cachesOf(engine);
        this.reset();
        for (const cache of caches) this.inc({ cache: cache.name }, cache[key]);
      },
    });
  }
  const sized = { size: 'Entries held.', limit: 'Most entries held, as configured.' } as const;
  for (const [key, help] of Object.entries(sized) as [keyof typeof sized, string][]) {
    new Gauge({
      name: `ensemble_desk_cache_${key}`,
      help,
      labelNames,
      registers,
      async collect() {
        for (const cache of await cachesOf(engine)) this.set({ cache: cache.name }, cache[key]);
      },
    });
  }
}

/** Zeros until the engine is connected. */
async function cachesOf(engine: Engine): Promise<readonly Counted[]> {
  return (await read(engine()?.['caches.list']({}))) ?? empty;
}

type Counted = Pick<
  CacheStats,
  'name' | 'hits' | 'misses' | 'sets' | 'evictions' | 'expirations' | 'invalidations' | 'size' | 'limit'
>;
const none = {
  hits: 0,
  misses: 0,
  sets: 0,
  evictions: 0,
  expirations: 0,
  invalidations: 0,
  size: 0,
  limit: 0,
};
const empty: readonly Counted[] = cacheNames.map((name) => ({ name, ...none }));

function addWork(registry: Registry, engine: Engine): void {
  new Gauge({
    name: 'ensemble_desk_jobs_running',
    help: 'Long work under way, by its kind.',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const jobs = (await read(engine()?.['jobs.list']({}))) ?? [];
      for (const kind of jobKinds) {
        this.set({ kind }, jobs.filter((job) => job.kind === kind && job.state === 'running').length);
      }
    },
  });
  new Gauge({
    name: 'ensemble_desk_replay_playing',
    help: '1 while the replay plays.',
    registers: [registry],
    async collect() {
      const replay = await read(engine()?.['replay.state']({}));
      this.set(replay?.playing ? 1 : 0);
    },
  });
}

async function read<T>(answer: Promise<Result<T>> | Result<T> | undefined): Promise<T | null> {
  const result = await answer;
  return result?.ok ? result.value : null;
}
