import { METHODS } from 'node:http';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { statusOf } from '../http/statuses.ts';
import type { Route } from '../routes/route.ts';

/** Metrics of the API's own requests. */
export interface RequestMetrics {
  /**
   * One answered request; `route` is its pattern, e.g. "/api/v1/config/:category", never a path someone made up.
   */
  onRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly duration_ms: number;
  }): void;
  /** How many read the event stream now. */
  onReaders(readers: number): void;
  /** A reader was dropped because it was too slow. */
  onReaderDropped(): void;
}

export function createRequestMetrics(
  registry: Registry,
  routes: readonly Pick<Route, 'method' | 'path'>[],
): RequestMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'ensemble_desk_api_requests_total',
    help: 'Answered requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  // Created at 0: a series that first appears with its first error hides that error from increase().
  for (const { method, path } of [...routes.flatMap(withHead), ...unmatched]) {
    for (const status of serverErrors) requests.inc({ method, route: path, status }, 0);
  }
  const seconds = new Histogram({
    name: 'ensemble_desk_api_request_duration_seconds',
    help: 'How long requests took to answer, by route.',
    labelNames: ['method', 'route'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const readers = new Gauge({
    name: 'ensemble_desk_api_event_readers',
    help: 'Readers of the event stream.',
    registers,
  });
  const dropped = new Counter({
    name: 'ensemble_desk_api_event_readers_dropped_total',
    help: 'Readers of the event stream that were dropped because they were too slow.',
    registers,
  });
  return {
    onRequest({ method, route, status, duration_ms }) {
      requests.inc({ method, route, status });
      seconds.observe({ method, route }, duration_ms / 1000);
    },
    onReaders: (count) => readers.set(count),
    onReaderDropped: () => dropped.inc(),
  };
}

const serverErrors = new Set(Object.values(statusOf).filter((status) => status >= 500));

/** What no route matched, by every method that Node's parser lets through. */
const unmatched = METHODS.map((method) => ({ method, path: 'none' }));

function withHead(route: Pick<Route, 'method' | 'path'>): { method: string; path: string }[] {
  return route.method === 'GET' ? [route, { method: 'HEAD', path: route.path }] : [route];
}
