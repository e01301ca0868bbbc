import { z } from 'zod';
import { listOf } from '../columns.ts';
import { splitParts } from '../prediction.ts';
import { figuresSchema } from './figures.ts';
import { periodSchema } from './scope.ts';
import { mixSchema, triedSchema } from './source.ts';

export const overfitSchema = z
  .object({
    period: periodSchema,
    tried: triedSchema,
    mixes_tried: z.int(),
    /** The mix on each part of the split, whatever part was requested; empty if the split is unknown. */
    parts: listOf(z.object({ part: z.enum(splitParts), figures: figuresSchema })),
    /** The mixes around it: a plateau is more trustworthy than a spike. */
    plateau: z.object({
      radius: z.number().describe('Largest difference of any one weight.'),
      neighbours: z.int(),
      own_pips: z.number(),
      mean_pips: z.number(),
      worst_pips: z.number(),
      score: z
        .number()
        .nullable()
        .describe(
          'Mean result of the neighbours divided by the own result, clamped to 0…1; null if the own result is not a gain.',
        ),
    }),
    /**
     * Deflated Sharpe ratio (Bailey and López de Prado): the expected best of all trials by luck, and the probability that
     * the true Sharpe ratio is above it. Sharpe ratios are per year, as in the figures. Null where it is undefined.
     */
    deflated_sharpe: z
      .object({ sharpe: z.number(), expected_best: z.number(), probability: z.number() })
      .nullable(),
    /** White's reality check with the stationary bootstrap: probability that luck makes the best mix look this good. */
    reality_check: z.object({
      p_value: z.number(),
      resamples: z.int(),
      mean_block_days: z.number(),
      best: mixSchema,
      best_pips: z.number(),
      own_p_value: z
        .number()
        .describe(
          'The same for this mix: probability that luck lifts the best of all mixes as high as this one.',
        ),
    }),
    /** The rule is `verdictOf` in the engine's `overfit.ts`. */
    verdict: z.enum(['edge', 'luck', 'nothing', 'unjudged']),
    unjudged_because: z
      .enum(['seen-bars', 'unknown-bars', 'alike-days'])
      .nullable()
      .describe(
        'Why it cannot be judged: the bars include some of the training or validation part; it is unknown whether they do; the days do not vary.',
      ),
  })
  .meta({ id: 'Overfit' });
export type Overfit = Readonly<z.infer<typeof overfitSchema>>;
