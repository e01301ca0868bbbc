import { z } from 'zod';
import { auditEntrySchema, auditFilterSchema, profileSchema } from '../../../shared/audit.ts';
import { startedSchema } from '../../../shared/fields.ts';
import { importAnswersSchema, importOptionsSchema } from '../../../shared/imports.ts';
import { operations } from '../../../shared/operations/index.ts';
import { profileFileSchema } from '../../engine/config/profiles.ts';
import { apiRoot, type Route } from './route.ts';
import { asText } from './text-values.ts';

/** Largest file that may be sent as market data. */
export const maxUploadBytes = 512 * 1024 * 1024;
/** Largest bundle, five times one that is trained here. The limit is low because parsing blocks the main thread. */
const maxBundleBytes = 4 * 1024 * 1024;

/** The answer of `/health`, which needs no token and therefore tells nothing about the data. */
export const healthSchema = z.object({
  /** False until the data is open. */
  ready: z.boolean(),
  version: z.string(),
  uptime_seconds: z.number(),
});

/** The kinds of events that `GET /api/v1/events` sends; `reset` says that some may have been missed. */
export const eventTypes = ['config', 'prediction', 'caches', 'jobs', 'notice'] as const;
export type EventType = (typeof eventTypes)[number];

/** Served at the root, where tools expect them, and also under the API's own root. */
const atRoot: readonly Route[] = [
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

const events: Route = {
  method: 'GET',
  path: `${apiRoot}/events`,
  about:
    'Server-sent events as they happen; with `Last-Event-ID` what was missed comes first. `types` names the kinds wanted, separated by commas.',
  tag: 'The door',
  serves: { own: 'events' },
  query: z.strictObject({ types: z.string().max(200).optional() }),
  produces: { 'text/event-stream': z.string() },
};

/** What the history is given as, by the ending of the path. */
const historyTypes: Readonly<Record<string, Route['produces']>> = {
  csv: { 'text/csv': z.string() },
  json: { 'application/json': z.array(auditEntrySchema) },
};

const historyFiles = Object.entries(historyTypes).map(
  ([format, produces]): Route => ({
    method: 'GET',
    path: `${apiRoot}/config/history.${format}`,
    about: `Every change and refusal that is found, newest first, as a file of ${format.toUpperCase()}.`,
    tag: 'Configuration',
    serves: { own: 'history-file' },
    query: z.strictObject(
      Object.fromEntries(
        Object.entries(auditFilterSchema.shape).map(([name, field]) => [name, asText(field)]),
      ),
    ),
    produces,
  }),
);

/** Routes that take or give files as bodies. */
const uploads: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/profiles/{name}`,
    about: 'A profile as a document to hand to someone else.',
    tag: 'Trials and profiles',
    serves: { own: 'profile-document' },
    params: z.object({ name: operations['profiles.compare'].input.shape.name }),
    produces: { 'application/json': profileFileSchema },
    example: { params: { name: 'Calm' }, query: {} },
  },
  {
    method: 'POST',
    path: `${apiRoot}/profiles/import`,
    about: 'Takes the document of a profile, as `GET /profiles/{name}` gives it.',
    tag: 'Trials and profiles',
    serves: { own: 'profile-upload' },
    body: z.record(z.string(), z.unknown()),
    answer: profileSchema,
    failures: ['unreadable', 'not-saved'],
    example: {
      params: {},
      query: {},
      body: {
        kind: 'ensemble-desk-profile',
        schema_version: 1,
        profile: {
          name: 'Calm',
          saved_at: Date.UTC(2024, 0, 2),
          values: { trading: { confidence_threshold: 0.7 } },
        },
      },
    },
  },
  {
    method: 'POST',
    path: `${apiRoot}/data/upload`,
    about:
      'Imports the file that is the body, as a job. A file that can be read in two ways is refused with the question (409); send it again with the answer in the query.',
    tag: 'Market data',
    serves: { own: 'data-upload' },
    query: z.strictObject({
      symbol: importOptionsSchema.shape.symbol,
      time_zone: importOptionsSchema.shape.time_zone,
      ...importAnswersSchema.partial().shape,
    }),
    upload: ['text/csv', 'application/vnd.apache.parquet', 'application/octet-stream'],
    maxBytes: maxUploadBytes,
    answer: startedSchema,
    status: 202,
    example: { params: {}, query: { symbol: 'EURUSD' } },
  },
  {
    method: 'POST',
    path: `${apiRoot}/models/upload`,
    about: 'Takes a bundle: its files by name, each as its JSON or its text.',
    tag: 'Models',
    serves: { own: 'bundle-upload' },
    body: z.record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'must be a plain file name' }),
      z.union([z.string(), z.record(z.string(), z.unknown())]),
    ),
    maxBytes: maxBundleBytes,
    answer: operations['models.import'].answer,
    failures: ['unreadable'],
    example: {
      params: {},
      query: {},
      body: { 'ensemble.json': {}, '1H.json': {}, '4H.json': {}, 'D.json': {} },
    },
  },
];

/** The routes of the services that are not operations. */
export const ownRoutes: readonly Route[] = [
  ...uploads,
  ...historyFiles,
  ...atRoot,
  ...atRoot.map((route) => ({ ...route, path: `${apiRoot}${route.path}` })),
  events,
];
