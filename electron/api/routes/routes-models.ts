import { z } from 'zod';
import { wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

/** Largest bundle, five times one that is trained here: it is parsed where everything else waits. */
const maxBundleBytes = 4 * 1024 * 1024;

const job = z.object({ job: wholeNumber(0, Number.MAX_SAFE_INTEGER) });
const bundle = z.object({ bundle: z.string().min(1).max(128) });

export const modelRoutes: readonly Route[] = [
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
    body: z.strictObject({ confirm_trading_day: z.boolean().optional() }),
    bodyOptional: true,
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

export const jobRoutes: readonly Route[] = [
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
