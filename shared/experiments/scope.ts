import { z } from 'zod';
import { listOf } from '../columns.ts';
import { bundleIdSchema, datasetIdSchema, timeSchema } from '../fields.ts';
import { splitParts } from '../prediction.ts';

/** Where the spread that trades pay comes from: the data's own column, or the configuration. */
export const spreadKinds = ['recorded', 'set'] as const;
export type SpreadKind = (typeof spreadKinds)[number];

export const scopeParts = ['train', 'validation', 'test', 'all'] as const;

/** The bars to try it on: those that are open unless others are named; the test part unless another is. */
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
        'recorded: half of the spread that stood at entry and half of that at exit, where the data have it; set: `trading.spread_pips` throughout.',
      ),
  })
  .meta({ id: 'Scope' });
export type Scope = z.infer<typeof scopeSchema>;

/** The bars that were used. `parts` is empty where the bundle was not trained on this data. */
export const periodSchema = z
  .object({
    dataset: z.string(),
    symbol: z.string(),
    unit: z.enum(['pips', 'dollars', 'points']).describe('What prices are measured in.'),
    pip_size: z.number(),
    bundle: z.string(),
    bundle_hash: z.string(),
    /** `all` where no split is known. */
    part: z.enum(scopeParts),
    from: z.number().describe('Open times of the first and the last 1H bar that could signal, ms UTC.'),
    to: z.number(),
    bars: z.int(),
    parts: listOf(z.object({ part: z.enum(splitParts), from: z.number(), to: z.number() })),
    spread: z
      .enum(spreadKinds)
      .describe('Which spread was paid; `set` also where the data have none of their own.'),
    early_stopping: z
      .boolean()
      .nullable()
      .describe(
        'Whether the training could stop early on the validation part; null where the bundle does not say.',
      ),
  })
  .meta({ id: 'Period' });
export type Period = Readonly<z.infer<typeof periodSchema>>;
