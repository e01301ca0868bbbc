import { z } from 'zod';
import { cacheNames } from '../../../shared/caches.ts';
import { timeValue, version, wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

export const predictionRoutes: readonly Route[] = [
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

export const cacheRoutes: readonly Route[] = [
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
