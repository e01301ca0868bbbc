import { z } from 'zod';
import { timeframes } from '../../shared/market.ts';
import { trainingSettingsSchema } from '../../shared/models.ts';

/** The messages of the workers: what may come through their doors, on both sides. */

const column = z.custom<Float64Array>((value) => value instanceof Float64Array, {
  error: 'must be a Float64Array',
});

export const barsSchema = z.object({
  time: column,
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
});

const barsByTimeframe = z.object({ '1H': barsSchema, '4H': barsSchema, D: barsSchema });

const barSchema = z.object({
  time: z.number(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});

export const analystRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load'), bars: barsByTimeframe, bundle: z.string() }),
  z.object({
    kind: z.literal('append'),
    closed: z.array(z.object({ timeframe: z.enum(timeframes), bar: barSchema })),
  }),
]);
export type AnalystRequest = z.infer<typeof analystRequestSchema>;

export const answersSchema = z.object({
  prob_up: z.tuple([column, column, column]),
  regime: z.custom<Uint8Array>((value) => value instanceof Uint8Array, { error: 'must be a Uint8Array' }),
});

export const trainingRequestSchema = z.object({
  bars: barsByTimeframe,
  settings: z.object({
    '1H': trainingSettingsSchema,
    '4H': trainingSettingsSchema,
    D: trainingSettingsSchema,
  }),
  seed: z.int(),
  symbol: z.string(),
  dataset: z.string(),
  /** Values of the config that the bundle is trained under. */
  config: z.object({
    weights: z.tuple([z.number(), z.number(), z.number()]),
    agreement_bonus: z.number(),
    use_regime_adjustment: z.boolean(),
  }),
  /** Folder that holds the bundles; the new one gets a folder of its own in it. */
  folder: z.string(),
  /** Wall clock, ms: the training's stamp. */
  now: z.number(),
});
export type TrainingRequest = z.infer<typeof trainingRequestSchema>;

/** The new bundle's id. */
export const trainingAnswerSchema = z.object({ bundle: z.string() });
