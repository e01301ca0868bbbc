import { z } from 'zod';
import { listOf } from '../columns.ts';
import { decisions, predictionSchema } from '../prediction.ts';
import { mixSchema } from './source.ts';

/** One step of the waterfall: what it adds to the confidence, and where that leaves it. */
export const whyStepSchema = z.object({
  name: z.enum(['1H', '4H', 'D', 'agreement', 'cap']),
  change: z.number().describe('Fractions of 1; the first three start from 0.'),
  total: z.number(),
});

/** Why the decision fell as it did, and how far the weights are from another one. */
export const whySchema = z
  .object({
    prediction: predictionSchema,
    decision: z.enum(decisions),
    steps: listOf(whyStepSchema),
    threshold: z.number(),
    /** Null where no weights at all would change the decision. */
    flip: z
      .object({
        to: z.enum(decisions),
        /** Configured weights, normalised, at which the decision changes or beyond which it does. */
        weights: mixSchema,
        moved: z
          .number()
          .describe(
            'Weight that has to move from one model to others: half the sum of the absolute changes.',
          ),
        reached: z.boolean().describe('False where the decision changes only just beyond these weights.'),
      })
      .nullable(),
  })
  .meta({ id: 'Why' });
export type Why = Readonly<z.infer<typeof whySchema>>;
