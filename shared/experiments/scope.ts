import { z } from 'zod';
import { listOf } from '../columns.ts';
import { bundleIdSchema, datasetIdSchema, timeSchema } from '../fields.ts';
import { splitParts } from '../prediction.ts';

/** The source of the spread that trades pay: the data or the configuration. */
export const spreadKinds = ['recorded', 'set'] as const;
export type SpreadKind = (typeof spreadKinds)[number];

export const scopeParts = ['train', 'validation', 'test', 'all'] as const;

/** The bars to run on; by default the test part of the open data with the open bundle. */
export const scopeSchema = z
  .strictObject({
    dataset: datasetIdSchema.optional(),
    bundle: bundleIdSchema.optional(),
    part: z.enum(scopeParts).default('test'),
    /** Narrows the part: signals of bars that open at or after `from` and before `to`, ms UTC. */
    from: timeSchema.optional(),
    to: timeSchema.optional(),
    spread: z
      .enum(spreadKinds)
      .default('recorded')
      .describe(
        'recorded: half the spread at the entry and half the spread at the exit, as recorded in the data (`trading.spread_pips` for bars without one); set: `trading.spread_pips` throughout.',
      ),
  })
  .meta({ id: 'Scope' });
export type Scope = z.infer<typeof scopeSchema>;

/** The bars that were used. `parts` is empty where the bundle was not trained on this data. */
export const periodSchema = z
  .object({
    dataset: z.string(),
    symbol: z.string(),
    unit: z.enum(['pips', 'dollars', 'points']).describe('Unit of the price differences.'),
    pip_size: z.number(),
    bundle: z.string(),
    bundle_hash: z.string(),
    /** `all` where no split is known. */
    part: z.enum(scopeParts),
    from: z.number().describe('Open times of the first and the last 1H bar that could signal, ms UTC.'),
    to: z.number(),
    bars: z.int(),
    parts: listOf(z.object({ part: z.enum(splitParts), from: z.number(), to: z.number() })),
    spread: z.enum(spreadKinds).describe('Which spread was paid; `set` also if the data have none.'),
    early_stopping: z
      .boolean()
      .nullable()
      .describe(
        'Whether the training could stop early on the validation part; null if the bundle does not record it.',
      ),
  })
  .meta({ id: 'Period' });
export type Period = Readonly<z.infer<typeof periodSchema>>;
