import { z } from 'zod';
import { float64Column, uint8Column } from '../../../shared/columns.ts';
import { barsSchema, byTimeframe, periodRulesSchema, timeframes } from '../../../shared/market.ts';
import { trainingSettingsSchema } from '../../../shared/models.ts';

/** Schemas of the messages to and from the workers. */

const barsByTimeframe = byTimeframe(barsSchema);

const barSchema = z.object({
  time: z.number(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});

export const analystRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('load'),
    instrument: z.string(),
    bars: barsByTimeframe,
    bundle: z.string(),
    periods: periodRulesSchema,
  }),
  z.object({
    kind: z.literal('append'),
    instrument: z.string(),
    closed: z.array(z.object({ timeframe: z.enum(timeframes), bar: barSchema })),
  }),
  z.object({ kind: z.literal('drop'), instrument: z.string() }),
]);
export type AnalystRequest = z.infer<typeof analystRequestSchema>;

export const answersSchema = z.object({
  prob_up: z.tuple([float64Column, float64Column, float64Column]).readonly(),
  regime: uint8Column,
});

export const trainingRequestSchema = z.object({
  bars: barsByTimeframe,
  periods: periodRulesSchema,
  settings: byTimeframe(trainingSettingsSchema),
  seed: z.int(),
  symbol: z.string(),
  dataset: z.string(),
  /** The configuration in force at the training. */
  config: z.object({
    weights: z.tuple([z.number(), z.number(), z.number()]).readonly(),
    agreement_bonus: z.number(),
    use_regime_adjustment: z.boolean(),
  }),
  /** The folder of all bundles, in which the new one gets its own folder. */
  folder: z.string(),
  /** Wall clock, ms: the time of the training. */
  now: z.number(),
});
export type TrainingRequest = z.infer<typeof trainingRequestSchema>;

/** The id of the new bundle. */
export const trainingAnswerSchema = z.object({ bundle: z.string() });
