import { z } from 'zod';
import { importAnswersSchema, importOptionsSchema } from '../../../shared/imports.ts';
import { timeframes } from '../../../shared/market.ts';
import { timeValue, wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

/** Largest file that may be sent as market data. */
export const maxUploadBytes = 512 * 1024 * 1024;

const dataset = z.object({ dataset: z.string().min(1).max(64) });

export const dataRoutes: readonly Route[] = [
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
    serves: { operation: 'market.chart' },
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
