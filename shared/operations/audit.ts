import { z } from 'zod';
import { auditFilterSchema, auditPageSchema, configDifferenceSchema, versionValuesSchema } from '../audit.ts';
import { listOf } from '../columns.ts';
import { receiptSchema } from '../config.ts';
import { exportedSchema } from '../desk.ts';
import {
  expectedVersionSchema,
  forSymbolSchema,
  pathsSchema,
  reasonSchema,
  versionSchema,
} from '../fields.ts';
import { api, operation } from './operation.ts';

/** What was changed and refused, and the way back to an earlier version. */
export const auditOperations = {
  'audit.page': operation({
    about: 'Changes and refusals, newest first, a page at a time.',
    input: z.strictObject({
      filter: auditFilterSchema.prefault({}),
      below: z
        .int()
        .min(0)
        .optional()
        .describe('Only entries with a smaller id: `older` of the page before it.'),
      limit: z.int().min(1).max(500).default(100),
    }),
    answer: auditPageSchema,
    door: api({ at: 'GET /config/history', spread: 'filter' }),
    example: { filter: { outcome: 'refused' }, limit: 20 },
  }),
  'audit.version': operation({
    about: 'The values of one version, exactly.',
    input: z.strictObject({ version: versionSchema, symbol: forSymbolSchema }),
    answer: versionValuesSchema,
    door: api('GET /config/versions/{version}'),
    failures: ['not-found'],
    example: { version: 1 },
  }),
  'audit.compare': operation({
    about: 'What differs between two versions.',
    input: z.strictObject({ from: versionSchema, to: versionSchema, symbol: forSymbolSchema }),
    answer: listOf(configDifferenceSchema),
    door: api('GET /config/compare'),
    failures: ['not-found'],
    example: { from: 1, to: 2 },
  }),
  'audit.restore': operation({
    about: 'Makes an earlier version, or some of its values, the one in force.',
    input: z.strictObject({
      version: versionSchema,
      paths: pathsSchema.optional(),
      symbol: forSymbolSchema,
      reason: reasonSchema,
      expected_version: expectedVersionSchema,
    }),
    answer: receiptSchema.nullable(),
    door: api({ at: 'POST /config/restore/{version}', query: ['symbol'] }),
    failures: ['not-found', 'not-saved'],
    example: { version: 1 },
  }),
  'audit.export': operation({
    about: 'Writes what a filter finds to a file that the user chooses.',
    input: z.strictObject({ filter: auditFilterSchema, format: z.enum(['csv', 'json']) }),
    answer: exportedSchema.nullable(),
    door: 'dialog',
    failures: ['not-saved'],
    example: { filter: { outcome: 'refused' }, format: 'csv' },
  }),
} as const;
