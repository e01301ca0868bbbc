import { z } from 'zod';
import { listOf } from '../columns.ts';
import { decisions, predictionSchema } from '../prediction.ts';
import { mixSchema } from './source.ts';

/** One step of the waterfall: its contribution to the confidence, and the confidence after it. */
export const whyStepSchema = z.object({
  name: z.enum(['1H', '4H', 'D', 'agreement', 'cap']),
  change: z.number().describe('Fractions of 1; the first three start from 0.'),
  total: z.number(),
});

/** How a decision came about, and the smallest change of weights that flips it. */
export const whySchema = z
  .object({
    prediction: predictionSchema,
    decision: z.enum(decisions),
    steps: listOf(whyStepSchema),
    threshold: z.number(),
    /** Null where no weights change the decision. */
    flip: z
      .object({
        to: z.enum(decisions),
        /** Configured weights, normalised, at which the decision changes, or just beyond which it does. */
        weights: mixSchema,
        moved: z
          .number()
          .describe('The weight to move between models: half the sum of the absolute changes.'),
        reached: z.boolean().describe('False where the decision changes only just beyond these weights.'),
      })
      .nullable(),
  })
  .meta({ id: 'Why' });
export type Why = Readonly<z.infer<typeof whySchema>>;
