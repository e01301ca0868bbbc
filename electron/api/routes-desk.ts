import { z } from 'zod';
import { cacheNames } from '../../shared/caches.ts';
import { importOptionsSchema } from '../../shared/imports.ts';
import { timeframes } from '../../shared/market.ts';
import { timeValue, version, wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

/** Largest file that may be sent as market data. */
export const maxUploadBytes = 512 * 1024 * 1024;
/** Largest bundle: ten times one that is trained here. It is parsed where everything else waits. */
const maxBundleBytes = 8 * 1024 * 1024;

const job = z.object({ job: wholeNumber(0, Number.MAX_SAFE_INTEGER) });
const dataset = z.object({ dataset: z.string().min(1).max(64) });
const bundle = z.object({ bundle: z.string().min(1).max(128) });

const predictions: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/predictions/latest`,
    about: 'The prediction at the present bar.',
    tag: 'Predictions',
    serves: { operation: 'prediction.latest' },
    answer: answerOf('prediction.latest'),
  },
  {
    method: 'GET',
    path: `${apiRoot}/predictions`,
    about:
      'What a version of the configuration says at closed bars, newest first; the one in force unless named.',
    tag: 'Predictions',
    serves: { operation: 'prediction.list' },
    query: z.strictObject({
      from: timeValue.optional(),
      to: timeValue.optional(),
      version: version.optional(),
      limit: wholeNumber(1, 5000).optional(),
    }),
    answer: answerOf('prediction.list'),
  },
  {
    method: 'GET',
    path: `${apiRoot}/predictions/{bar_time}`,
    about: 'The prediction at one past bar under the configuration in force.',
    tag: 'Predictions',
    serves: { operation: 'prediction.at' },
    params: z.object({ bar_time: timeValue }),
    answer: answerOf('prediction.at'),
  },
  {
    method: 'POST',
    path: `${apiRoot}/predictions/what-if`,
    about:
      'Combines components, weights, bonus and threshold that are named; what is left out comes from the configuration and the present bar.',
    tag: 'Predictions',
    serves: { operation: 'prediction.what-if' },
    body: inputOf('prediction.what-if'),
    answer: answerOf('prediction.what-if'),
  },
];

const caches: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/caches`,
    about: 'Counters of every cache.',
    tag: 'Caches',
    serves: { operation: 'caches.list' },
    answer: answerOf('caches.list'),
  },
  {
    method: 'DELETE',
    path: `${apiRoot}/caches/{name}`,
    about: 'Empties a cache.',
    tag: 'Caches',
    serves: { operation: 'caches.clear' },
    params: z.object({ name: z.enum(cacheNames) }),
    answer: answerOf('caches.clear'),
  },
];

const data: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/data`,
    about: 'Stored market data and what is open.',
    tag: 'Market data',
    serves: { operation: 'market.state' },
    answer: answerOf('market.state'),
  },
  {
    method: 'GET',
    path: `${apiRoot}/data/chart`,
    about: 'Bars with what the ensemble says at each.',
    tag: 'Market data',
    serves: {
      operation: 'market.chart',
      input: ({ query }) => ({ timeframe: '1H', bars: 500, ...query }),
    },
    query: z.strictObject({
      timeframe: z.enum(timeframes).optional(),
      bars: wholeNumber(1, 5000).optional(),
      before: timeValue.optional(),
    }),
    answer: answerOf('market.chart'),
  },
  {
    method: 'POST',
    path: `${apiRoot}/data/inspect`,
    about: 'Says what was understood of a file of this machine, without taking it.',
    tag: 'Market data',
    serves: { operation: 'import.inspect' },
    body: inputOf('import.inspect'),
    answer: answerOf('import.inspect'),
  },
  {
    method: 'POST',
    path: `${apiRoot}/data/import`,
    about: 'Imports a file of this machine as a job.',
    tag: 'Market data',
    serves: { operation: 'import.run' },
    body: inputOf('import.run'),
    answer: answerOf('import.run'),
    status: 202,
  },
  {
    method: 'POST',
    path: `${apiRoot}/data/upload`,
    about: 'Imports the file that is the body, as a job.',
    tag: 'Market data',
    serves: { own: 'data-upload' },
    query: z.strictObject({
      symbol: importOptionsSchema.shape.symbol,
      time_zone: importOptionsSchema.shape.time_zone.default('UTC'),
    }),
    upload: ['text/csv', 'application/vnd.apache.parquet', 'application/octet-stream'],
    maxBytes: maxUploadBytes,
    answer: answerOf('import.run'),
    status: 202,
  },
  {
    method: 'POST',
    path: `${apiRoot}/data/{dataset}/activate`,
    about: 'Opens market data.',
    tag: 'Market data',
    serves: { operation: 'market.activate' },
    params: dataset,
    answer: answerOf('market.activate'),
  },
  {
    method: 'DELETE',
    path: `${apiRoot}/data/{dataset}`,
    about: 'Removes stored market data.',
    tag: 'Market data',
    serves: { operation: 'market.remove' },
    params: dataset,
    answer: answerOf('market.remove'),
  },
];

const models: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/models`,
    about: 'The bundles, and the one that answers.',
    tag: 'Models',
    serves: { operation: 'models.state' },
    answer: answerOf('models.state'),
  },
  {
    method: 'POST',
    path: `${apiRoot}/models/train`,
    about: 'Trains the three models as a job.',
    tag: 'Models',
    serves: { operation: 'models.train' },
    body: inputOf('models.train'),
    answer: answerOf('models.train'),
    status: 202,
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
    answer: answerOf('models.import'),
  },
  {
    method: 'POST',
    path: `${apiRoot}/models/{bundle}/activate`,
    about: 'Lets a bundle answer on the open data.',
    tag: 'Models',
    serves: { operation: 'models.activate' },
    params: bundle,
    answer: answerOf('models.activate'),
  },
  {
    method: 'DELETE',
    path: `${apiRoot}/models/{bundle}`,
    about: 'Removes a bundle from the library.',
    tag: 'Models',
    serves: { operation: 'models.remove' },
    params: bundle,
    answer: answerOf('models.remove'),
  },
];

const jobs: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/jobs`,
    about: 'Running and recent jobs.',
    tag: 'Jobs',
    serves: { operation: 'jobs.list' },
    answer: answerOf('jobs.list'),
  },
  {
    method: 'GET',
    path: `${apiRoot}/jobs/{job}`,
    about: 'One job.',
    tag: 'Jobs',
    serves: { operation: 'jobs.get' },
    params: job,
    answer: answerOf('jobs.get'),
  },
  {
    method: 'DELETE',
    path: `${apiRoot}/jobs/{job}`,
    about: 'Cancels a running job.',
    tag: 'Jobs',
    serves: { operation: 'jobs.cancel' },
    params: job,
    answer: answerOf('jobs.cancel'),
  },
];

const replay: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/replay`,
    about: 'Where the replay stands.',
    tag: 'Replay',
    serves: { operation: 'replay.state' },
    answer: answerOf('replay.state'),
  },
  ...(['play', 'pause'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${apiRoot}/replay/${verb}`,
      about: { play: 'Plays bar by bar.', pause: 'Pauses the replay.' }[verb],
      tag: 'Replay',
      serves: { operation: `replay.${verb}` },
      answer: answerOf(`replay.${verb}`),
    }),
  ),
  ...(['step', 'speed', 'jump'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${apiRoot}/replay/${verb}`,
      about: {
        step: 'Steps by bars, also backwards.',
        speed: 'Sets the speed of the replay.',
        jump: 'Jumps to a time.',
      }[verb],
      tag: 'Replay',
      serves: { operation: `replay.${verb}` },
      body: inputOf(`replay.${verb}`),
      answer: answerOf(`replay.${verb}`),
    }),
  ),
];

export const deskRoutes: readonly Route[] = [
  ...predictions,
  ...caches,
  ...data,
  ...models,
  ...jobs,
  ...replay,
];
