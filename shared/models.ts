import { z } from 'zod';
import { listOf } from './columns.ts';
import { byTimeframe, type Timeframe, tradingDays } from './market.ts';

/** Training settings of one model, with the names they have in XGBoost. */
export const trainingSettingsSchema = z
  .strictObject({
    num_boost_round: z.int().min(1).max(2000),
    max_depth: z.int().min(1).max(12),
    learning_rate: z.number().gt(0).max(1),
    subsample: z.number().gt(0).max(1),
    colsample_bytree: z.number().gt(0).max(1),
    reg_lambda: z.number().min(0).max(1000),
    reg_alpha: z.number().min(0).max(1000),
    gamma: z.number().min(0).max(1000),
    min_child_weight: z.number().min(0).max(1000),
    early_stopping_rounds: z
      .int()
      .min(0)
      .max(2000)
      .describe('Stop when the validation log loss has not improved for this many rounds; 0 = never.'),
  })
  .meta({ id: 'TrainingSettings' });
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

const common = {
  learning_rate: 0.03,
  subsample: 0.8,
  colsample_bytree: 0.8,
  reg_lambda: 1,
  reg_alpha: 0.1,
  gamma: 0.1,
  min_child_weight: 3,
  early_stopping_rounds: 0,
} as const;

export const defaultTrainingSettings: Readonly<Record<Timeframe, TrainingSettings>> = {
  '1H': { num_boost_round: 150, max_depth: 5, ...common },
  '4H': { num_boost_round: 120, max_depth: 4, ...common },
  D: { num_boost_round: 80, max_depth: 3, ...common },
};

/** The requested training settings of one model; missing ones have the default of the timeframe. */
export function trainingSettingsOf(timeframe: Timeframe) {
  return trainingSettingsSchema
    .partial()
    .transform((asked): TrainingSettings => ({ ...defaultTrainingSettings[timeframe], ...asked }))
    .prefault({});
}

/** Rows, share of correct directions and log loss on one part of the split. */
export const partFiguresSchema = z
  .object({
    rows: z.number(),
    accuracy: z.number(),
    accuracy_low: z
      .number()
      .describe('95 % interval of the accuracy, from blocks as long as the labels look ahead.'),
    accuracy_high: z.number(),
    effective_rows: z
      .number()
      .nullable()
      .describe(
        'Number of independent rows with the same information; below `rows`, because labels of neighbouring bars overlap. Null in bundles of version 0.1, whose intervals assume independent rows and are too narrow.',
      ),
    log_loss: z.number().describe('Mean negative log likelihood, nats.'),
    base_rate: z.number().describe('Share of rows labelled up: the accuracy of always predicting "up".'),
  })
  .meta({ id: 'PartFigures' });
export type PartFigures = Readonly<z.infer<typeof partFiguresSchema>>;

/** Hit rate of the predictions within a range of confidence. */
export const confidenceBucketSchema = z
  .object({
    from: z.number(),
    to: z.number(),
    rows: z.number(),
    hit_rate: z
      .number()
      .nullable()
      .describe('Null for an empty bucket, as are the bounds of its 95 % interval.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .meta({ id: 'ConfidenceBucket' });
export type ConfidenceBucket = Readonly<z.infer<typeof confidenceBucketSchema>>;

export const modelFiguresSchema = z
  .object({
    train: partFiguresSchema,
    validation: partFiguresSchema,
    test: partFiguresSchema,
    /** On the test part. */
    buckets: listOf(confidenceBucketSchema),
    trees: z.number(),
    features: z.number(),
    ambiguous: z.number().describe('Labelled rows dropped because both barriers lay within one bar.'),
  })
  .meta({ id: 'ModelFigures' });
export type ModelFigures = Readonly<z.infer<typeof modelFiguresSchema>>;

/** A model bundle on disk, as listed. */
export const bundleSummarySchema = z
  .object({
    id: z.string().describe("Folder name under the user's bundles folder."),
    hash: z
      .string()
      .describe(
        'SHA-256, hex, of everything that decides its answers (models, features, labels, data); independent of the time of the training.',
      ),
    file_hash: z.string().describe("SHA-256, hex, of the bundle's files."),
    symbol: z.string(),
    dataset: z
      .string()
      .nullable()
      .describe('Id of the dataset that the bundle was trained on; null for a bundle from elsewhere.'),
    trading_day: z
      .enum(tradingDays)
      .describe('The trading day of the bars it was trained on; "utc" if the bundle does not record it.'),
    trained_at: z.number().nullable().describe('Wall clock, ms; null if the bundle does not record it.'),
    seed: z.number().nullable(),
    early_stopping: z
      .boolean()
      .nullable()
      .describe(
        'Whether training could stop early on the validation part; null if the bundle does not record it.',
      ),
    /** Null for bundles from elsewhere, which have no such figures. */
    figures: byTimeframe(modelFiguresSchema).nullable(),
  })
  .meta({ id: 'BundleSummary' });
export type BundleSummary = Readonly<z.infer<typeof bundleSummarySchema>>;

/** A parameter whose value differs from the one that the loaded bundle was trained with. */
export const bundleDifferenceSchema = z
  .object({
    path: z.string(),
    bundle: z.union([z.number(), z.boolean()]),
    config: z.union([z.number(), z.boolean()]),
  })
  .meta({ id: 'BundleDifference' });
export type BundleDifference = Readonly<z.infer<typeof bundleDifferenceSchema>>;

export const modelStateSchema = z
  .object({
    bundles: listOf(bundleSummarySchema),
    active: z.string().nullable().describe('Id of the bundle in use.'),
    differences: listOf(bundleDifferenceSchema),
    silent_because: z
      .string()
      .nullable()
      .describe('Why there are no predictions, in words; null when there are.'),
  })
  .meta({ id: 'ModelState' });
export type ModelState = Readonly<z.infer<typeof modelStateSchema>>;
