import { z } from 'zod';

export const directionSchema = z.union([z.literal(0), z.literal(1)]);
/** 1 = long (the price is expected to rise), 0 = short. */
export type Direction = z.infer<typeof directionSchema>;

/** What a prediction leads to: `none` where it is not confident enough to trade. */
export const decisions = ['long', 'short', 'none'] as const;
export type Decision = (typeof decisions)[number];

/** The market regimes; typed arrays hold a regime as its index in this list. */
export const regimes = ['unknown', 'trending', 'ranging', 'volatile'] as const;
export type Regime = (typeof regimes)[number];

export const splitParts = ['train', 'validation', 'test'] as const;
/** Which part of the chronological split a bar belongs to; null when the model was not trained on this data. */
export type SplitPart = (typeof splitParts)[number];

/** The answer of one model. All probabilities and weights are fractions in 0…1. */
export const componentSchema = z
  .object({
    prob_up: z.number(),
    direction: directionSchema,
    confidence: z.number().describe('max(prob_up, 1 − prob_up).'),
    weight: z
      .number()
      .describe("Effective weight, after normalisation and the regime's tilt; the three sum to 1."),
  })
  .meta({ id: 'Component' });
export type Component = Readonly<z.infer<typeof componentSchema>>;

/** The combined prediction, whatever the source of its components. */
const combinedShape = {
  direction: directionSchema,
  confidence: z.number(),
  prob_up: z.number(),
  prob_down: z.number(),
  should_trade: z.boolean(),
  agreement_count: z.int().describe("Components whose direction equals the ensemble's, 0…3."),
  agreement_score: z.number().describe('agreement_count / 3.'),
  components: z.object({ '1H': componentSchema, '4H': componentSchema, D: componentSchema }),
  /** The bonus that was added: `model.agreement_bonus` when all agree, else 0. */
  agreement_bonus: z.number(),
  confidence_threshold: z.number(),
};

/** The combined prediction at the close of one 1H bar, under one version of the configuration. */
export const predictionSchema = z
  .object({
    dataset: z.string().describe('Dataset id.'),
    symbol: z.string(),
    bar_time: z.number().describe('Open time of the 1H bar at whose close the prediction was made, ms UTC.'),
    ...combinedShape,
    regime: z.enum(regimes),
    config_version: z.int(),
    preview: z.boolean().describe('True while an unsaved preview of the config is in force.'),
    cached: z.boolean(),
    split: z.enum(splitParts).nullable(),
    bundle: z.string().describe('Hash of the model bundle that answered.'),
  })
  .meta({ id: 'Prediction' });
export type Prediction = Readonly<z.infer<typeof predictionSchema>>;

/** The combined prediction for components that the caller gives. */
export const whatIfSchema = z
  .object({
    ...combinedShape,
    weights: z
      .object({ '1H': z.number(), '4H': z.number(), D: z.number() })
      .describe('Effective weights, by timeframe.'),
    regime: z.enum(regimes).nullable().describe('Null if the given weights were used as effective weights.'),
  })
  .meta({ id: 'WhatIf' });
export type WhatIf = Readonly<z.infer<typeof whatIfSchema>>;
