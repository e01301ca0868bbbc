import { z } from 'zod';
import { type OperationName, operations } from '../../../shared/operations.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';
import { configRoutes } from './routes-config.ts';
import { dataRoutes } from './routes-data.ts';
import { jobRoutes, modelRoutes } from './routes-models.ts';
import { cacheRoutes, predictionRoutes } from './routes-predictions.ts';
import { profileRoutes } from './routes-profiles.ts';
import { replayRoutes } from './routes-replay.ts';

/** What `/health` says, without a token: that the desk lives, and nothing about what it holds. */
export const healthSchema = z.object({
  /** False until the data is open. */
  ready: z.boolean(),
  version: z.string(),
  uptime_seconds: z.number(),
});

/** The kinds of events that `GET /api/v1/events` sends; `reset` says that some may have been missed. */
export const eventTypes = ['config', 'prediction', 'caches', 'jobs', 'notice'] as const;
export type EventType = (typeof eventTypes)[number];

/** What asks the person at the window, or reads a named path other than through the import's own checks. */
const windowOnly: ReadonlySet<OperationName> = new Set<OperationName>([
  'audit.export',
  'profiles.choose',
  'profiles.export',
  'profiles.inspect',
  'profiles.import',
  'import.choose',
  'models.choose',
  'models.import',
  'experiments.save',
  'experiments.open',
  'experiments.export',
]);

/** Where tools look for them first, and under the API's own root. */
const ofTheDoor: readonly Route[] = [
  {
    method: 'GET',
    path: '/health',
    about: 'Whether the desk lives.',
    tag: 'The door',
    serves: { own: 'health' },
    answer: healthSchema,
    withoutToken: true,
  },
  {
    method: 'GET',
    path: '/metrics',
    about: 'Counters, gauges and histograms in Prometheus text format.',
    tag: 'The door',
    serves: { own: 'metrics' },
    produces: { 'text/plain': z.string() },
  },
  {
    method: 'GET',
    path: '/openapi.json',
    about: 'This reference as an OpenAPI 3.1 document.',
    tag: 'The door',
    serves: { own: 'openapi' },
    produces: { 'application/json': z.record(z.string(), z.unknown()) },
  },
  {
    method: 'GET',
    path: '/docs',
    about: 'This reference as a page to read.',
    tag: 'The door',
    serves: { own: 'docs' },
    produces: { 'text/html': z.string() },
  },
];

const door: readonly Route[] = [
  ...ofTheDoor,
  ...ofTheDoor.map((route) => ({ ...route, path: `${apiRoot}${route.path}` })),
  {
    method: 'GET',
    path: `${apiRoot}/events`,
    about:
      'Server-sent events as they happen; with `Last-Event-ID` what was missed comes first. `types` names the kinds wanted, separated by commas.',
    tag: 'The door',
    serves: { own: 'events' },
    query: z.strictObject({ types: z.string().max(200).optional() }),
    produces: { 'text/event-stream': z.string() },
  },
];

/** Every operation that this door serves, by its own name: those added later are reachable at once. */
const everyOperation: readonly Route[] = (Object.keys(operations) as OperationName[])
  .filter(isServedOutside)
  .map((operation) => ({
    method: 'POST',
    path: `${apiRoot}/operations/${operation}`,
    about: operations[operation].about,
    tag: 'Every operation',
    serves: { operation, input: ({ body }) => body },
    body: inputOf(operation),
    bodyOptional: true,
    answer: answerOf(operation),
    ...('expected_version' in inputOf(operation).shape && { conditional: 'write' as const }),
  }));

/** The whole table of the HTTP door. */
export const routes: readonly Route[] = [
  ...configRoutes,
  ...profileRoutes,
  ...predictionRoutes,
  ...cacheRoutes,
  ...dataRoutes,
  ...modelRoutes,
  ...jobRoutes,
  ...replayRoutes,
  ...door,
  ...everyOperation,
];

/**
 * False for what asks the person at the window, for the door's own lock, and for what reads or writes a named
 * path other than through the import's own checks.
 */
export function isServedOutside(operation: OperationName): boolean {
  return !operation.startsWith('api.') && !windowOnly.has(operation);
}
