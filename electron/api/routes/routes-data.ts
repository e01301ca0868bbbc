import { z } from 'zod';
import { importAnswersSchema, importOptionsSchema } from '../../../shared/imports.ts';
import { timeframes } from '../../../shared/market.ts';
import { timeValue, wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

/** Largest file that may be sent as market data. */
export const maxUploadBytes = 512 * 1024 * 1024;

const symbol = inputOf('market.asset');
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
    method: 'PUT',
    path: `${apiRoot}/data/{dataset}/trading-day`,
    about: 'Cuts the bars of market data into days that end at midnight UTC or at 17:00 in New York.',
    tag: 'Market data',
    serves: { operation: 'market.set-trading-day' },
    params: dataset,
    body: inputOf('market.set-trading-day').omit({ dataset: true }),
    answer: answerOf('market.set-trading-day'),
  },
  {
    method: 'GET',
    path: `${apiRoot}/assets/{symbol}`,
    about: 'How prices of a symbol are shown and what one pip of it is.',
    tag: 'Market data',
    serves: { operation: 'market.asset' },
    params: symbol,
    answer: answerOf('market.asset'),
  },
  {
    method: 'PUT',
    path: `${apiRoot}/assets/{symbol}`,
    about: 'Sets what one pip of a symbol is, its unit and its decimals; null goes back to the guess.',
    tag: 'Market data',
    serves: { operation: 'market.set-asset' },
    params: symbol,
    body: inputOf('market.set-asset').omit({ symbol: true }),
    answer: answerOf('market.set-asset'),
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
