import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { BoundEngineHandlers } from '../../engine/handlers.ts';
import type { Schedule } from '../../engine/market/replay.ts';
import type { EngineObserver } from '../../engine/observer.ts';
import type { Route } from '../routes/route.ts';
import { addLoopWatch } from './loop-watch.ts';
import { createDeskMetrics } from './metrics-of-desk.ts';
import { createRequestMetrics, type RequestMetrics } from './metrics-of-requests.ts';

/**
 * The desk's Prometheus metrics. They are created at the start, so that counters cover the whole run.
 */
export interface Metrics {
  /** What the engine tells as it happens. */
  readonly observer: EngineObserver;
  /** What the API tells as it happens. */
  readonly requests: RequestMetrics;
  /** From here on a scrape also reads the engine's own counters. */
  connect(engine: ReadEngine): void;
  /** The text exposition format, whose content type is below. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Every metric by its name, without the suffixes of histogram series. */
  names(): readonly string[];
}

/** What a scrape reads. */
export type ReadEngine = Pick<
  BoundEngineHandlers,
  'config.state' | 'caches.list' | 'jobs.list' | 'replay.state'
>;

export function createMetrics({
  about,
  routes,
  schedule,
}: {
  about: { version: string; electron: string };
  /** What the API serves: each has its series from the start. */
  routes: readonly Pick<Route, 'method' | 'path'>[];
  schedule: Schedule;
}): Metrics {
  const registry = new Registry();
  new Gauge({
    name: 'ensemble_desk_build_info',
    help: 'Always 1; its labels say which desk runs.',
    labelNames: ['version', 'electron'],
    registers: [registry],
  }).set({ version: about.version, electron: about.electron }, 1);
  const desk = createDeskMetrics(registry);
  let watching = false;
  /** Default metrics are collected from the first scrape on, because watching garbage collection has a cost. */
  function watchProcess(): void {
    if (watching) return;
    watching = true;
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: neverMs });
    for (const name of [...misnamed, ...lagsOfEndlessWatch]) registry.removeSingleMetric(name);
    addLoopWatch(registry, schedule);
  }

  return {
    observer: desk.observer,
    requests: createRequestMetrics(registry, routes),
    connect: desk.connect,
    text() {
      watchProcess();
      return registry.metrics();
    },
    contentType: registry.contentType,
    names() {
      watchProcess();
      return registry.getMetricsAsArray().map(({ name }) => name);
    },
  };
}

/** prom-client cannot stop watching the event loop, so its interval is set to 24 days. */
const neverMs = 2 ** 31 - 1;

const lagsOfEndlessWatch = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
  (name) => `nodejs_eventloop_lag_${name}_seconds`,
);

/** Gauges whose names end in `_total`, which is reserved for counters. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
