import { z } from 'zod';
import { listOf } from '../columns.ts';
import { datasetIdSchema, nothingSchema } from '../fields.ts';
import { instrumentStateSchema } from '../instruments.ts';
import { api, operation } from './operation.ts';

const ofDataset = z.strictObject({ dataset: datasetIdSchema });

/** The market data that are open: each has its own bundle, clock and predictions, and one of them has the focus. */
export const instrumentOperations = {
  'instruments.list': operation({
    about: 'The open market data, each with its clock and its prediction.',
    input: nothingSchema,
    answer: listOf(instrumentStateSchema),
    door: api('GET /instruments'),
    example: {},
  }),
  'instruments.open': operation({
    about: 'Opens market data beside those that are open.',
    input: ofDataset,
    answer: z.null(),
    door: api('POST /instruments/{dataset}/open'),
    failures: ['not-found'],
    example: { dataset: 'BTCUSDT' },
  }),
  'instruments.close': operation({
    about: 'Closes market data. Those that are the only ones open stay.',
    input: ofDataset,
    answer: z.null(),
    door: api('POST /instruments/{dataset}/close'),
    failures: ['not-found', 'conflict'],
    example: { dataset: 'BTCUSDT' },
  }),
  'instruments.focus': operation({
    about: 'Moves the focus to market data that are open.',
    input: ofDataset,
    answer: z.null(),
    door: api('POST /instruments/{dataset}/focus'),
    failures: ['not-found', 'conflict'],
    example: { dataset: 'BTCUSDT' },
  }),
} as const;
