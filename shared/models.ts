import { z } from 'zod';
import type { Timeframe } from './market.ts';

/** Settings of one model's training; the names are XGBoost's own. */
export const trainingSettingsSchema = z.strictObject({
  num_boost_round: z.int().min(1).max(2000),
  max_depth: z.int().min(1).max(12),
  learning_rate: z.number().gt(0).max(1),
  subsample: z.number().gt(0).max(1),
  colsample_bytree: z.number().gt(0).max(1),
  reg_lambda: z.number().min(0).max(1000),
  reg_alpha: z.number().min(0).max(1000),
  gamma: z.number().min(0).max(1000),
  min_child_weight: z.number().min(0).max(1000),
  /** Stop when validation log loss has not improved for so many rounds; 0 = never. */
  early_stopping_rounds: z.int().min(0).max(2000),
});
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

/** Rows, share of correct directions and log loss on one part of the split. */
export interface PartFigures {
  readonly rows: number;
  readonly accuracy: number;
  /** 95 % Wilson score interval of the accuracy. */
  readonly accuracy_low: number;
  readonly accuracy_high: number;
  /** Mean negative log likelihood, nats. */
  readonly log_loss: number;
  /** Share of rows labelled up: what always saying "up" would score. */
  readonly base_rate: number;
}

/** How often the model was right when it was so sure. */
export interface ConfidenceBucket {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Null for an empty bucket, as are the bounds of its 95 % Wilson interval. */
  readonly hit_rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ModelFigures {
  readonly train: PartFigures;
  readonly validation: PartFigures;
  readonly test: PartFigures;
  /** On the test part. */
  readonly buckets: readonly ConfidenceBucket[];
  readonly trees: number;
  readonly features: number;
  /** Labelled rows dropped because both barriers lay within one bar. */
  readonly ambiguous: number;
}

/** A model bundle on disk, as listed. */
export interface BundleSummary {
  /** Folder name under the user's bundles folder. */
  readonly id: string;
  /** SHA-256 over the bundle's files, hex. */
  readonly hash: string;
  readonly symbol: string;
  /** Dataset id the bundle was trained on; null for a foreign bundle. */
  readonly dataset: string | null;
  /** Wall clock, ms; null where the bundle does not say. */
  readonly trained_at: number | null;
  readonly seed: number | null;
  /** Null for foreign bundles, which carry no figures of ours. */
  readonly figures: Readonly<Record<Timeframe, ModelFigures>> | null;
}

/** A parameter that the loaded bundle was trained with at another value. */
export interface BundleDifference {
  readonly path: string;
  readonly bundle: number | boolean;
  readonly config: number | boolean;
}

export interface ModelState {
  readonly bundles: readonly BundleSummary[];
  /** Id of the bundle that answers now. */
  readonly active: string | null;
  readonly differences: readonly BundleDifference[];
  /** Why there are no predictions, in words; null when there are. */
  readonly silent_because: string | null;
}
