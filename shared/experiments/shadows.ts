import { z } from 'zod';
import { listOf } from '../columns.ts';
import { decisions } from '../prediction.ts';
import { figuresSchema } from './figures.ts';

/** Largest number of candidates at a time. */
export const mostCandidates = 8;

/** A candidate: a configuration evaluated on every closed bar beside the active one. */
export const shadowSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    /** The values that differ from the active configuration; paths are "category.key". */
    differs: listOf(z.object({ path: z.string(), value: z.union([z.number(), z.boolean()]) })),
    figures: figuresSchema,
    decision: z.enum(decisions),
    confidence: z.number().nullable().describe('Null without a prediction at the latest bar.'),
    flips: z.int().describe('Bars at which its decision differed from that of the active configuration.'),
  })
  .meta({ id: 'Shadow' });
export type Shadow = Readonly<z.infer<typeof shadowSchema>>;

export const shadowStateSchema = z
  .object({
    since: z.number().nullable().describe('Open time of the first evaluated bar, ms UTC; null before it.'),
    bars: z.int(),
    active: shadowSchema.pick({ figures: true, decision: true, confidence: true }),
    candidates: listOf(shadowSchema),
  })
  .meta({ id: 'ShadowState' });
export type ShadowState = Readonly<z.infer<typeof shadowStateSchema>>;
