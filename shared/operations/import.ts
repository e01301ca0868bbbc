import { z } from 'zod';
import { chosenSchema, filePathSchema, nothingSchema, startedSchema } from '../fields.ts';
import { importOptionsSchema, importPreviewSchema } from '../imports.ts';
import { api, operation } from './operation.ts';

/** Files with market data. */
export const importOperations = {
  'import.choose': operation({
    about: 'Lets the user choose a file with market data.',
    input: nothingSchema,
    answer: chosenSchema,
    door: 'dialog',
    example: {},
  }),
  'import.inspect': operation({
    about: 'Says what was understood of a file of this machine, without taking it.',
    input: z.strictObject({ path: filePathSchema, options: importOptionsSchema.partial().optional() }),
    answer: importPreviewSchema,
    door: api('POST /data/inspect'),
    failures: ['not-found', 'unreadable', 'cancelled'],
    example: { path: '/home/me/EURUSD_M5.csv' },
  }),
  'import.run': operation({
    about: 'Imports a file of this machine as a job.',
    input: z.strictObject({ path: filePathSchema, options: importOptionsSchema }),
    answer: startedSchema,
    door: api('POST /data/import'),
    example: { path: '/home/me/EURUSD_M5.csv', options: { symbol: 'EURUSD', time_zone: 'UTC' } },
  }),
} as const;
