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
    /** The mix on each part of the split, whatever part was asked for; empty where no split is known. */
    parts: listOf(z.object({ part: z.enum(splitParts), figures: figuresSchema })),
    /** How the mixes around it do: a plateau can be trusted sooner than a spike. */
    plateau: z.object({
      radius: z.number().describe('Largest difference of one weight.'),
      neighbours: z.int(),
      own_pips: z.number(),
      mean_pips: z.number(),
      worst_pips: z.number(),
      score: z
        .number()
        .nullable()
        .describe(
          "Share of the neighbours' mean in the own result, clamped to 0…1; null where the own result is no gain.",
        ),
    }),
    /**
     * Bailey and López de Prado: chance that the true Sharpe is above 0 after so many tries, and what the best of
     * them shows by luck. Sharpe ratios per year, as in the figures. Null where the mix does not trade.
     */
    deflated_sharpe: z
      .object({ sharpe: z.number(), expected_best: z.number(), probability: z.number() })
      .nullable(),
    /** White's reality check by stationary bootstrap: chance that the best mix looks this good by luck. */
    reality_check: z.object({
      p_value: z.number(),
      resamples: z.int(),
      mean_block_days: z.number(),
      best: mixSchema,
      best_pips: z.number(),
      own_p_value: z
        .number()
        .describe(
          'The same for this mix: chance that luck lifts the best of all mixes as high as this one is.',
        ),
    }),
    /** The rule is `verdictOf` in the engine's `overfit.ts`. */
    verdict: z.enum(['edge', 'luck', 'nothing', 'unjudged']),
    unjudged_because: z
      .enum(['seen-bars', 'unknown-bars', 'alike-days'])
      .nullable()
      .describe(
        'Why it cannot be judged: bars of the training or validation part are among them; it is not known whether; the days are all alike.',
      ),
  })
  .meta({ id: 'Overfit' });
export type Overfit = Readonly<z.infer<typeof overfitSchema>>;
