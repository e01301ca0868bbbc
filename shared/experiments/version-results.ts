import { z } from 'zod';
import { listOf } from '../columns.ts';
import { figuresSchema } from './figures.ts';

/** Figures of one version on the replayed bars during which it was in force, and of its predecessor on the same bars. */
export const versionResultSchema = z
  .object({
    version: z.int(),
    dataset: z.string(),
    bundle: z.string(),
    from: z.number().describe('Open times of its first and last 1H bar, ms UTC.'),
    to: z.number(),
    bars: z.int(),
    figures: figuresSchema,
    predecessor: z.int().nullable(),
    predecessor_figures: figuresSchema.nullable(),
    /** Paths ("category.key") whose values differ from the predecessor's. */
    changed: listOf(z.string()),
  })
  .meta({ id: 'VersionResult' });
export type VersionResult = Readonly<z.infer<typeof versionResultSchema>>;
