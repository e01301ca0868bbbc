import type { Category, ParameterValue, TradingConfig } from './parameters.ts';

export type Layer = 'default' | 'environment' | 'stored';

/** One value with the layer that wins and what the layers under it hold. */
export interface Provenance {
  readonly layer: Layer;
  readonly default: ParameterValue;
  /** Present only where the environment sets a valid value. */
  readonly environment?: ParameterValue;
  readonly stored?: ParameterValue;
}

export interface Change {
  readonly category: Category;
  readonly key: string;
  readonly old: ParameterValue;
  readonly new: ParameterValue;
}

/** One run of one subscriber after a change. */
export interface CallbackRun {
  /** Rises by one for every run since the start. */
  readonly id: number;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  readonly service: string;
  readonly category: Category;
  readonly config_version: number;
  readonly preview: boolean;
  readonly duration_ms: number;
  /** Null when it succeeded. */
  readonly error: string | null;
}

export const changeSources = ['window', 'file', 'api', 'environment', 'restore', 'timer'] as const;
export type ChangeSource = (typeof changeSources)[number];

/** What an accepted update did. */
export interface Receipt {
  readonly version: number;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  readonly by: ChangeSource;
  readonly reason: string | null;
  readonly changes: readonly Change[];
  readonly callbacks: readonly CallbackRun[];
  /** e.g. "5 of 6 delivered, model-service failed: …". */
  readonly summary: string;
}

/** A change that goes back by itself unless it is kept. */
export interface Trial {
  /** Version that began it. */
  readonly version: number;
  /** Wall clock, ms: when it goes back. */
  readonly revert_at: number;
  readonly changes: readonly Change[];
}

/** How often and how fast a subscriber has run since the start. Times in ms over its latest runs. */
export interface CallbackMetrics {
  readonly service: string;
  readonly category: string;
  readonly calls: number;
  readonly failures: number;
  readonly last_ms: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** TradingConfig as the window sees it. */
export interface ConfigState {
  readonly version: number;
  readonly values: TradingConfig;
  readonly provenance: Readonly<Record<Category, Readonly<Record<string, Provenance>>>>;
  /** True while an unsaved preview is in force; `values` then holds the preview. */
  readonly preview: boolean;
  /** The latest accepted update of this run; null before the first. */
  readonly last_receipt: Receipt | null;
  readonly can_undo: boolean;
  readonly can_redo: boolean;
  /** The change that goes back by itself unless kept. */
  readonly trial: Trial | null;
  /** One per subscription, in order of registration. */
  readonly metrics: readonly CallbackMetrics[];
}
