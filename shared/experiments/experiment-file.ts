import { z } from 'zod';
import { listOf } from '../columns.ts';
import { figuresSchema, intervalsSchema } from './figures.ts';
import { scopeSchema } from './scope.ts';
import { configValues } from './source.ts';
import { tradeSchema } from './trade.ts';

/** Everything needed to run an experiment again and to compare the results. */
export const experimentFileSchema = z
  .strictObject({
    format: z.literal([1, 2]).describe('1 in files of version 0.1, which have fewer figures.'),
    saved_at: z.number(),
    config: configValues,
    label: z.string(),
    bundle: z
      .strictObject({ id: z.string(), hash: z.string() })
      .describe(
        "SHA-256, hex, of everything that decides the bundle's answers; in files of version 0.1, of the bundle's files.",
      ),
    data: z
      .strictObject({
        dataset: z.string(),
        symbol: z.string(),
        hash: z.string(),
        bars: z.int(),
        from: z
          .number()
          .optional()
          .describe('Open time of the first 1H bar, ms UTC; missing in older files.'),
      })
      .describe('SHA-256, hex, of the columns of the 1H bars.'),
    seed: z.int(),
    scope: scopeSchema,
    results: z.strictObject({
      figures: figuresSchema.partial({ losses: true, unfinished_pips: true, max_drawdown_open_pips: true }),
      intervals: intervalsSchema,
      trades: z.array(tradeSchema).max(100_000).readonly(),
    }),
  })
  .meta({ id: 'ExperimentFile' });
export type ExperimentFile = Readonly<z.infer<typeof experimentFileSchema>>;

/** The result of running the experiment in a file again. */
export const reproductionSchema = z
  .object({
    file: experimentFileSchema,
    same: z.boolean(),
    /** What differs, in words with both values; at most 50. */
    differences: listOf(z.object({ path: z.string(), recorded: z.string(), now: z.string() })),
  })
  .meta({ id: 'Reproduction' });
export type Reproduction = Readonly<z.infer<typeof reproductionSchema>>;
