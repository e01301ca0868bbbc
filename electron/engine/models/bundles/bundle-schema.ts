import { z } from 'zod';
import { type Timeframe, timeframes, tradingDays } from '../../../../shared/market.ts';
import type { BundleSummary, ModelFigures } from '../../../../shared/models.ts';
import { trainingSettingsSchema } from '../../../../shared/models.ts';
import { regimes } from '../../../../shared/prediction.ts';

/** Name of the file that describes a bundle. */
export const manifestName = 'ensemble.json';
export const formatVersion = 1;

const fraction = z.number().min(0).max(1);
const count = z.int().min(0);
const nullableFraction = fraction.nullable();

const partFiguresSchema = z.object({
  rows: count,
  accuracy: fraction,
  accuracy_low: fraction,
  accuracy_high: fraction,
  /** Null in bundles of version 0.1, whose intervals took rows as independent. */
  effective_rows: z.number().min(0).nullable().default(null),
  log_loss: z.number().min(0),
  base_rate: fraction,
});

const bucketSchema = z.object({
  from: fraction,
  to: fraction,
  rows: count,
  hit_rate: nullableFraction,
  low: nullableFraction,
  high: nullableFraction,
});

const modelFiguresSchema = z.object({
  train: partFiguresSchema,
  validation: partFiguresSchema,
  test: partFiguresSchema,
  buckets: z.array(bucketSchema).max(100),
  trees: count,
  features: count,
  ambiguous: count,
}) satisfies z.ZodType<ModelFigures>;

/** Milliseconds since the epoch, up to the largest time of a JavaScript date. */
const time = z.number().min(0).max(8.64e15);
const symbolSchema = z.string().min(1).max(40);
const datasetSchema = z.string().min(1).max(200);

const splitTimesSchema = z
  .object({ validation_from: time, test_from: time })
  .refine((times) => times.validation_from <= times.test_from, {
    error: 'validation_from must not be after test_from',
  });

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const bundleSummarySchema = z.object({
  id: z.string(),
  hash: sha256,
  file_hash: sha256,
  symbol: symbolSchema,
  dataset: datasetSchema.nullable(),
  trading_day: z.enum(tradingDays),
  trained_at: time.nullable(),
  seed: z.int().nullable(),
  early_stopping: z.boolean().nullable(),
  figures: perTimeframe(modelFiguresSchema).nullable(),
}) satisfies z.ZodType<BundleSummary>;

/** The part of a bundle that the main process keeps: everything but the models. */
export const loadedBundleSchema = z.object({
  summary: bundleSummarySchema,
  /** As written in the file, not normalised; in the order of `timeframes`. */
  weights: z.tuple([fraction, fraction, fraction]),
  /** Null where the bundle does not give it. */
  agreement_bonus: fraction.nullable(),
  use_regime_adjustment: z.boolean().nullable(),
  /** Null for a foreign bundle. */
  split_times: splitTimesSchema.nullable(),
});
export type LoadedBundle = z.infer<typeof loadedBundleSchema>;

const weightsSchema = perTimeframe(fraction).refine(
  (weights) => timeframes.some((name) => weights[name] > 0),
  {
    error: 'at least one weight must be above 0',
  },
);

const modelEntrySchema = z.object({
  model: z
    .string()
    .refine(isPlainName, { error: 'must be the plain name of a file in the bundle’s own folder' }),
  features: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(10_000)
    .refine((names) => new Set(names).size === names.length, { error: 'names a feature twice' }),
  label: z.object({ barrier_atr: z.number(), atr_period: count, horizon: count }).optional(),
  settings: trainingSettingsSchema.optional(),
  figures: modelFiguresSchema.optional(),
});

/** What `ensemble.json` holds. Only symbol, weights and timeframes with model and features are required. */
export const manifestSchema = z.object({
  format_version: z
    .literal(formatVersion, { error: `must be ${formatVersion}; this bundle was written by a newer version` })
    .optional(),
  symbol: symbolSchema,
  weights: weightsSchema,
  agreement_bonus: fraction.optional(),
  use_regime_adjustment: z.boolean().optional(),
  /** Weights per regime. */
  regime_targets: z.partialRecord(z.enum(regimes), weightsSchema).optional(),
  dataset: datasetSchema.optional(),
  /** Bundles that do not give it come from version 0.1 or from elsewhere, and use UTC days. */
  trading_day: z.enum(tradingDays).default('utc'),
  trained_at: time.optional(),
  seed: z.int().optional(),
  split_times: splitTimesSchema.optional(),
  timeframes: perTimeframe(modelEntrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** True for a file name without a path that is valid on every system. */
export function isPlainName(name: string): boolean {
  return (
    /^[\p{L}\p{N}_][\p{L}\p{N}_ .()@+-]{0,98}$/u.test(name) && !name.endsWith('.') && !name.endsWith(' ')
  );
}

function perTimeframe<S extends z.ZodType>(schema: S): z.ZodObject<Record<Timeframe, S>> {
  return z.object({ '1H': schema, '4H': schema, D: schema });
}
