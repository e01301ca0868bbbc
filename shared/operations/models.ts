import { z } from 'zod';
import {
  bundleIdSchema,
  chosenSchema,
  datasetIdSchema,
  filePathSchema,
  nothingSchema,
  ofOpenDataset,
  seedSchema,
  startedSchema,
} from '../fields.ts';
import { modelStateSchema, trainingSettingsOf } from '../models.ts';
import { api, operation } from './operation.ts';

/** Bundles of models: training, loading, removing. */
export const modelOperations = {
  'models.state': operation({
    about: 'The bundles, and the one that answers.',
    input: z.strictObject(ofOpenDataset),
    answer: modelStateSchema,
    door: api('GET /models'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'models.train': operation({
    about: 'Trains the three models as a job.',
    input: z.strictObject({
      dataset: datasetIdSchema,
      seed: seedSchema,
      settings: z
        .strictObject({
          '1H': trainingSettingsOf('1H'),
          '4H': trainingSettingsOf('4H'),
          D: trainingSettingsOf('D'),
        })
        .prefault({}),
    }),
    answer: startedSchema,
    door: api('POST /models/train'),
    failures: ['not-found', 'conflict'],
    example: { dataset: 'EURUSD@simulated', settings: { '1H': { max_depth: 4 } } },
  }),
  'models.activate': operation({
    about:
      'Lets a bundle answer on open market data. One trained in another trading day answers only when that is confirmed.',
    input: z.strictObject({
      bundle: bundleIdSchema,
      confirm_trading_day: z.boolean().optional(),
      ...ofOpenDataset,
    }),
    answer: z.null(),
    door: api('POST /models/{bundle}/activate'),
    failures: ['not-found', 'conflict', 'unreadable'],
    example: { bundle: 'EURUSD-20240102-000000' },
  }),
  'models.remove': operation({
    about: 'Removes a bundle from the library.',
    input: z.strictObject({ bundle: bundleIdSchema }),
    answer: z.null(),
    door: api('DELETE /models/{bundle}'),
    failures: ['not-found', 'conflict'],
    example: { bundle: 'EURUSD-20240102-000000' },
  }),
  'models.choose': operation({
    about: 'Lets the user choose the folder of a bundle.',
    input: nothingSchema,
    answer: chosenSchema,
    door: 'dialog',
    example: {},
  }),
  // Over HTTP the files themselves are sent, and no path on this machine is read.
  'models.import': operation({
    about: 'Copies a bundle from a folder into the library.',
    input: z.strictObject({ path: filePathSchema }),
    answer: z.object({ bundle: z.string() }),
    door: 'window',
    failures: ['not-found', 'unreadable'],
    example: { path: '/home/me/EURUSD-bundle' },
  }),
} as const;
