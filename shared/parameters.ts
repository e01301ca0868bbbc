import { z } from 'zod';

/**
 * The only table of operational parameters. Validation, the controls of the panel, the environment variables and the
 * reference are derived from it, so a new parameter is added here and nowhere else.
 */
export const parameters = {
  cache: {
    prediction_cache_ttl_seconds: integer(
      'Prediction TTL',
      's',
      60,
      1,
      86_400,
      'CACHE_PREDICTION_TTL_SECONDS',
      'How long a combined prediction is served from the cache before it is computed again.',
    ),
    prediction_cache_max_size: integer(
      'Predictions kept',
      'entries',
      100,
      1,
      100_000,
      'CACHE_PREDICTION_MAX_SIZE',
      'Limit of cached combined predictions; the oldest is evicted first.',
    ),
    price_cache_max_size: integer(
      'Prices kept',
      'entries',
      50,
      1,
      100_000,
      'CACHE_PRICE_MAX_SIZE',
      'Limit of symbols whose latest price is cached; the oldest is evicted first.',
    ),
    ohlcv_cache_max_size: integer(
      'OHLCV sets kept',
      'entries',
      20,
      1,
      10_000,
      'CACHE_OHLCV_MAX_SIZE',
      'Limit of bar ranges cached for charts; the oldest is evicted first.',
    ),
    asset_cache_max_size: integer(
      'Assets kept',
      'entries',
      100,
      1,
      100_000,
      'CACHE_ASSET_MAX_SIZE',
      'Limit of symbols whose metadata is cached; first in, first out.',
    ),
  },
  trading: {
    confidence_threshold: fraction(
      'Confidence threshold',
      0.66,
      'CONFIDENCE_THRESHOLD',
      'A prediction becomes a trade if its confidence reaches this value.',
    ),
    default_tp_pips: distance(
      'Take profit',
      25,
      { above: 0 },
      'DEFAULT_TP_PIPS',
      'Distance from entry at which a trade is closed in profit.',
    ),
    default_sl_pips: distance(
      'Stop loss',
      15,
      { above: 0 },
      'DEFAULT_SL_PIPS',
      'Distance from entry at which a trade is closed at a loss.',
    ),
    max_holding_hours: integer(
      'Longest holding',
      'h',
      12,
      1,
      720,
      'MAX_HOLDING_HOURS',
      'A trade still open after this time is closed at the market.',
    ),
    spread_pips: distance(
      'Spread',
      0.5,
      { from: 0 },
      'SPREAD_PIPS',
      'Cost of one round trip, half of it on each side.',
    ),
  },
  model: {
    weight_1h: fraction('1H weight', 0.6, 'MODEL_WEIGHT_1H', 'Share of the 1H model in the ensemble.'),
    weight_4h: fraction('4H weight', 0.3, 'MODEL_WEIGHT_4H', 'Share of the 4H model in the ensemble.'),
    weight_daily: fraction(
      'Daily weight',
      0.1,
      'MODEL_WEIGHT_DAILY',
      'Share of the Daily model in the ensemble.',
    ),
    agreement_bonus: fraction(
      'Agreement bonus',
      0.05,
      'MODEL_AGREEMENT_BONUS',
      'Added to the confidence when all three models point the same way.',
    ),
    use_regime_adjustment: toggle(
      'Regime adjustment',
      true,
      'MODEL_USE_REGIME_ADJUSTMENT',
      'Tilt the weights by the market regime of the last 20 closed daily bars.',
    ),
  },
} as const;

export type Category = keyof typeof parameters;
export const categories = Object.keys(parameters) as Category[];

type ValueOf<P> = P extends Parameter<infer V> ? V : never;
/** Every value, by category and key. Always complete and valid; frozen. */
export type TradingConfig = {
  readonly [C in Category]: {
    readonly [K in keyof (typeof parameters)[C]]: ValueOf<(typeof parameters)[C][K]>;
  };
};
export type ParameterValue = number | boolean;
export type ParameterKey = { [C in Category]: keyof (typeof parameters)[C] }[Category];

/** The whole configuration, key by key; the rules across keys are `crossKeyProblems`. */
export const tradingConfigSchema = z
  .object(
    Object.fromEntries(
      categories.map((category) => [
        category,
        z.object(
          Object.fromEntries(
            Object.entries(parameters[category]).map(([key, parameter]) => [key, parameter.schema]),
          ),
        ),
      ]),
    ),
  )
  .meta({ id: 'TradingConfig' }) as unknown as z.ZodType<TradingConfig>;

export interface Parameter<V extends ParameterValue = ParameterValue> {
  readonly kind: 'integer' | 'number' | 'boolean';
  readonly label: string;
  /** Printed beside the value; empty for fractions and switches. */
  readonly unit: string;
  readonly default: V;
  readonly schema: z.ZodType<V>;
  /** The valid range in words, for refusals and tooltips. */
  readonly valid: string;
  /** Range and step of the slider, which covers a practical part of the valid range. */
  readonly slider: { readonly min: number; readonly max: number; readonly step: number };
  /** Environment variable that overrides the default. */
  readonly env: string;
  readonly description: string;
}

/** The parameter's entry in the table, or undefined for an unknown name. */
export function parameterOf(category: string, key: string): Parameter | undefined {
  if (!Object.hasOwn(parameters, category)) return undefined;
  const group = parameters[category as Category] as Readonly<Record<string, Parameter>>;
  return Object.hasOwn(group, key) ? group[key] : undefined;
}

/** Every parameter with its category and key, in the table's order. */
export function allParameters(): { category: Category; key: ParameterKey; parameter: Parameter }[] {
  return categories.flatMap((category) =>
    Object.entries(parameters[category]).map(([key, parameter]) => ({
      category,
      key: key as ParameterKey,
      parameter: parameter as Parameter,
    })),
  );
}

/** The weights, in the order of `timeframes`. */
export const weightKeys = ['weight_1h', 'weight_4h', 'weight_daily'] as const;
/** The three weights must sum to 1 within this. */
export const weightSumTolerance = 0.01;

/** Whether the weights sum to 1 within the tolerance. Every place that takes weights uses this rule. */
export function weightsSumToOne(weights: readonly number[]): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // The tolerance is widened by a rounding error so that 0.34 + 0.33 + 0.34 counts as within it.
  return Math.abs(sum - 1) <= weightSumTolerance + 1e-9;
}

const problemAcrossWeights = (sum: number) =>
  `The three weights must sum to 1 (±${weightSumTolerance}); they sum to ${Number(sum.toFixed(4))}.`;

/**
 * The rules across keys. Returns one message per broken rule with the paths it concerns;
 * an empty list when the whole is valid.
 */
export function crossKeyProblems(config: TradingConfig): { paths: string[]; message: string }[] {
  const weights = weightKeys.map((key) => config.model[key]);
  if (weightsSumToOne(weights)) return [];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [{ paths: weightKeys.map((key) => `model.${key}`), message: problemAcrossWeights(sum) }];
}

function integer(
  label: string,
  unit: string,
  initial: number,
  min: number,
  max: number,
  env: string,
  description: string,
): Parameter<number> {
  const valid = `a whole number from ${min} to ${max}`;
  return {
    kind: 'integer',
    label,
    unit,
    default: initial,
    env,
    description,
    valid,
    schema: z
      .int({ error: `must be ${valid}` })
      .min(min, { error: `must be ${valid}` })
      .max(max, { error: `must be ${valid}` }),
    slider: { min, max: Math.min(max, initial * 10), step: 1 },
  };
}

function fraction(label: string, initial: number, env: string, description: string): Parameter<number> {
  const valid = 'a number from 0 to 1';
  return {
    kind: 'number',
    label,
    unit: '',
    default: initial,
    env,
    description,
    valid,
    schema: z
      .number({ error: `must be ${valid}` })
      .min(0, { error: `must be ${valid}` })
      .max(1, { error: `must be ${valid}` }),
    slider: { min: 0, max: 1, step: 0.01 },
  };
}

function distance(
  label: string,
  initial: number,
  bound: { above: number } | { from: number },
  env: string,
  description: string,
): Parameter<number> {
  const valid = 'above' in bound ? `a number above ${bound.above}` : `a number of at least ${bound.from}`;
  const base = z.number({ error: `must be ${valid}` });
  return {
    kind: 'number',
    label,
    unit: 'pips',
    default: initial,
    env,
    description,
    valid,
    schema:
      'above' in bound
        ? base.gt(bound.above, { error: `must be ${valid}` })
        : base.min(bound.from, { error: `must be ${valid}` }),
    slider:
      'above' in bound
        ? { min: initial / 50, max: initial * 4, step: initial / 50 }
        : { min: bound.from, max: initial * 10, step: initial / 5 },
  };
}

function toggle(label: string, initial: boolean, env: string, description: string): Parameter<boolean> {
  const valid = 'true or false';
  return {
    kind: 'boolean',
    label,
    unit: '',
    default: initial,
    env,
    description,
    valid,
    schema: z.boolean({ error: `must be ${valid}` }),
    slider: { min: 0, max: 1, step: 1 },
  };
}
