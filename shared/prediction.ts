import type { Timeframe } from './market.ts';

/** 1 = long (the price is expected to rise), 0 = short. */
export type Direction = 0 | 1;

export type Regime = 'trending' | 'ranging' | 'volatile' | 'unknown';

/** Which part of the chronological split a bar belongs to; null when the model was not trained on this data. */
export type SplitPart = 'train' | 'validation' | 'test';

/** What one model says. All probabilities and weights are fractions in 0…1. */
export interface Component {
  readonly prob_up: number;
  readonly direction: Direction;
  /** max(prob_up, 1 − prob_up). */
  readonly confidence: number;
  /** Effective weight, after normalisation and the regime's tilt; the three sum to 1. */
  readonly weight: number;
}

/** What the ensemble says at the close of one 1H bar, under one version of the config. */
export interface Prediction {
  /** Dataset id. */
  readonly dataset: string;
  readonly symbol: string;
  /** Open time of the 1H bar at whose close this was said, ms UTC. */
  readonly bar_time: number;
  readonly direction: Direction;
  readonly confidence: number;
  readonly prob_up: number;
  readonly prob_down: number;
  readonly should_trade: boolean;
  /** Components whose direction equals the ensemble's, 0…3. */
  readonly agreement_count: number;
  /** agreement_count / 3. */
  readonly agreement_score: number;
  readonly regime: Regime;
  readonly components: Readonly<Record<Timeframe, Component>>;
  /** The bonus that was added: `model.agreement_bonus` when all agree, else 0. */
  readonly agreement_bonus: number;
  readonly confidence_threshold: number;
  readonly config_version: number;
  /** True while an unsaved preview of the config is in force. */
  readonly preview: boolean;
  readonly cached: boolean;
  readonly split: SplitPart | null;
  /** Hash of the model bundle that answered. */
  readonly bundle: string;
}
