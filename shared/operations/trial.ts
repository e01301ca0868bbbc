import { z } from 'zod';
import { receiptSchema } from '../config.ts';
import { forSymbolSchema, nothingSchema, reasonSchema } from '../fields.ts';
import { changesByCategory } from './config.ts';
import { api, operation } from './operation.ts';

/** Changes that go back by themselves. */
export const trialOperations = {
  'trial.begin': operation({
    about: 'A change that goes back by itself unless it is kept.',
    input: z.strictObject({
      changes: changesByCategory,
      until: z.union([z.literal('daily-close'), z.strictObject({ minutes: z.number().gt(0).max(43_200) })]),
      symbol: forSymbolSchema,
      reason: reasonSchema,
    }),
    answer: receiptSchema,
    door: api('POST /trial'),
    failures: ['conflict', 'not-saved'],
    example: { changes: { trading: { confidence_threshold: 0.7 } }, until: { minutes: 30 } },
  }),
  'trial.keep': operation({
    about: 'Keeps what is on trial.',
    input: nothingSchema,
    answer: receiptSchema.nullable(),
    door: api('POST /trial/keep'),
    failures: ['not-saved'],
    example: {},
  }),
  'trial.revert': operation({
    about: 'Takes back what is on trial.',
    input: nothingSchema,
    answer: receiptSchema.nullable(),
    door: api('POST /trial/revert'),
    failures: ['not-saved'],
    example: {},
  }),
} as const;
