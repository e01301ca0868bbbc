import { z } from 'zod';
import { listOf } from '../columns.ts';
import { decisions } from '../prediction.ts';
import { figuresSchema } from './figures.ts';

/** Candidates that score at a time. */
export const mostCandidates = 8;

/** A candidate that scores every closed bar beside the active configuration. */
export const shadowSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    /** "category.key" with the value, where it differs from the active configuration. */
    differs: listOf(z.object({ path: z.string(), value: z.union([z.number(), z.boolean()]) })),
    figures: figuresSchema,
    decision: z.enum(decisions),
    confidence: z.number().nullable().describe('Null where the models had nothing to say at the latest bar.'),
    flips: z.int().describe('Bars at which it decided otherwise than the active configuration.'),
  })
  .meta({ id: 'Shadow' });
export type Shadow = Readonly<z.infer<typeof shadowSchema>>;

export const shadowStateSchema = z
  .object({
    since: z
      .number()
      .nullable()
      .describe('Open time of the first bar that was scored, ms UTC; null before it.'),
    bars: z.int(),
    active: shadowSchema.pick({ figures: true, decision: true, confidence: true }),
    candidates: listOf(shadowSchema),
  })
  .meta({ id: 'ShadowState' });
export type ShadowState = Readonly<z.infer<typeof shadowStateSchema>>;
