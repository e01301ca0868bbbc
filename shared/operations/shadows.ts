import { z } from 'zod';
import { receiptSchema } from '../config.ts';
import { shadowStateSchema } from '../experiments/shadows.ts';
import { configSourceSchema } from '../experiments/source.ts';
import { nothingSchema, reasonSchema } from '../fields.ts';
import { api, operation } from './operation.ts';

const id = z.int().min(1);

/** Candidates that run beside the active configuration. */
export const shadowOperations = {
  'shadows.add': operation({
    about: 'Lets a candidate score every closed bar beside the active configuration.',
    input: z.strictObject({ name: z.string().trim().min(1).max(80), source: configSourceSchema }),
    answer: shadowStateSchema,
    door: api(),
    failures: ['not-found', 'conflict'],
    example: { name: 'Stricter', source: { changes: { trading: { confidence_threshold: 0.7 } } } },
  }),
  'shadows.remove': operation({
    about: 'Takes a candidate away.',
    input: z.strictObject({ id }),
    answer: shadowStateSchema,
    door: api(),
    failures: ['not-found'],
    example: { id: 1 },
  }),
  'shadows.promote': operation({
    about: 'Makes a candidate the active configuration: one audited update.',
    input: z.strictObject({ id, reason: reasonSchema }),
    answer: receiptSchema.nullable(),
    door: api(),
    failures: ['not-found', 'not-saved'],
    example: { id: 1, reason: 'Earned more for a month' },
  }),
  'shadows.restart': operation({
    about: 'Lets active configuration and candidates begin again at the present bar.',
    input: nothingSchema,
    answer: shadowStateSchema,
    door: api(),
    example: {},
  }),
} as const;
