import { z } from 'zod';
import { float64Column, int32Column, listOf } from './columns.ts';
import { predictionSchema, regimes, splitParts } from './prediction.ts';

/** Schemas of the experiments: what is asked, what is answered. Pips are the unit of the asset's metadata. */

const time = z.number().int().min(-8.64e15).max(8.64e15);
const changesByCategory = z.record(
  z.string().max(64),
  z.record(z.string().max(64), z.union([z.number(), z.boolean()])),
);
/** A configuration to try: one that exists, with changes on top. */
export const configSourceSchema = z.strictObject({
  from: z
    .union([
      z.literal('current'),
      z.strictObject({ profile: z.string().trim().min(1).max(80) }),
      z.strictObject({
        version: z
          .int()
          .min(1)
          .max(2 ** 31 - 1),
      }),
    ])
    .default('current'),
  changes: changesByCategory.optional(),
});
export type ConfigSource = z.infer<typeof configSourceSchema>;

/** Weights of the 1H, 4H and Daily model. */
const mixSchema = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** Where the spread that trades pay comes from: the data's own column, or the configuration. */
export const spreadKinds = ['recorded', 'set'] as const;
export type SpreadKind = (typeof spreadKinds)[number];

export const scopeParts = ['train', 'validation', 'test', 'all'] as const;

/** The bars to try it on: those that are open unless others are named; the test part unless another is. */
export const scopeSchema = z.strictObject({
  dataset: z.string().min(1).max(64).optional(),
  bundle: z.string().min(1).max(128).optional(),
  part: z.enum(scopeParts).default('test'),
  /** Narrows the part: signals of bars that open at or after `from` and before `to`, ms UTC. */
  from: time.optional(),
  to: time.optional(),
  spread: z
    .enum(spreadKinds)
    .default('recorded')
    .describe(
      'recorded: half of the spread that stood at entry and half of that at exit, where the data have it; set: `trading.spread_pips` throughout.',
    ),
});
export type Scope = z.infer<typeof scopeSchema>;

/** The bars that were used. `parts` is empty where the bundle was not trained on this data. */
export const periodSchema = z.object({
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
});
export type Period = Readonly<z.infer<typeof periodSchema>>;

/**
 * What a set of trades earned. Null where the figure means nothing (no trade, no loss, days all alike). A bar at
 * which the models said nothing counts neither as time nor as exposure.
 */
export const figuresSchema = z.object({
  trades: z.int(),
  wins: z.int(),
  losses: z
    .int()
    .describe('A trade that ended within a hundredth of a pip of its entry is neither won nor lost.'),
  win_rate: z.number().nullable().describe('Trades won by trades won or lost.'),
  total_pips: z.number(),
  mean_pips: z.number().nullable(),
  profit_factor: z.number().nullable().describe('Pips won by pips lost; null without a losing trade.'),
  max_drawdown_pips: z
    .number()
    .describe('Largest fall of the equity curve from its highest point so far, the start included; ≥ 0.'),
  max_drawdown_open_pips: z
    .number()
    .describe(
      'The same with each trade at its worst while it was open, one still open where the data end included: from the highest point of the closed trades so far to the lowest that the open one stood at.',
    ),
  sharpe: z
    .number()
    .nullable()
    .describe(
      'Mean by sample standard deviation of the pips per trading day, times the root of the trading days a year that the data have; null where all days are alike.',
    ),
  exposure: z.number().describe("Share of the period's bars during which a position was open."),
  unfinished_pips: z
    .number()
    .nullable()
    .describe(
      'What a trade still open where the data end stands at; of the other figures only the exposure and the drawdown with open trades count it. Null without one.',
    ),
});
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

export const intervalSchema = z.object({ low: z.number(), high: z.number() });
export type Interval = Readonly<z.infer<typeof intervalSchema>>;

/** 95 % bootstrap intervals, all from the same resampled days; null where there are too few trades to say. */
export const intervalsSchema = z.object({
  win_rate: intervalSchema.nullable(),
  total_pips: intervalSchema.nullable(),
  mean_pips: intervalSchema.nullable(),
  profit_factor: intervalSchema.nullable(),
  sharpe: intervalSchema.nullable(),
});
export type Intervals = Readonly<z.infer<typeof intervalsSchema>>;

export const exitReasons = ['take-profit', 'stop-loss', 'time-limit', 'end-of-data'] as const;
export type ExitReason = (typeof exitReasons)[number];

export const tradeSchema = z.object({
  signal_time: z
    .number()
    .describe('Open time of the 1H bar at whose close the signal came; the trade opens with the next bar.'),
  entry_time: z.number(),
  exit_time: z.number().describe('Open time of the 1H bar in which it was closed.'),
  direction: z.union([z.literal(0), z.literal(1)]),
  entry: z.number().describe('Prices as paid: half the spread against us on both sides.'),
  exit: z.number(),
  reason: z.enum(exitReasons),
  pips: z.number(),
  confidence: z.number(),
  regime: z.enum(regimes),
  split: z.enum(splitParts).nullable(),
});
export type Trade = Readonly<z.infer<typeof tradeSchema>>;

/** Pips earned so far after each closed trade, in time order. */
export const curveSchema = z.object({ time: float64Column, pips: float64Column });
export type Curve = Readonly<z.infer<typeof curveSchema>>;

const configValues = z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean()])));

/** A configuration that was tried, named in words: "current (v12)", "profile Calm", "v7 with 2 changes". */
export const triedSchema = z.object({ label: z.string(), values: configValues });
export type Tried = Readonly<z.infer<typeof triedSchema>>;

export const pointSchema = z.object({
  period: periodSchema,
  tried: triedSchema,
  figures: figuresSchema,
  curve: curveSchema,
});
export type Point = Readonly<z.infer<typeof pointSchema>>;

export const backtestSchema = pointSchema.extend({
  intervals: intervalsSchema,
  trades: listOf(tradeSchema),
  /** By the regime at the signal. */
  by_regime: listOf(z.object({ regime: z.enum(regimes), bars: z.int(), figures: figuresSchema })),
  /** By the UTC month of the exit, "2024-03". */
  by_month: listOf(z.object({ month: z.string(), trades: z.int(), wins: z.int(), total_pips: z.number() })),
  empty_because: z.string().nullable().describe('Why there is nothing to see, in words; null when there is.'),
});
export type Backtest = Readonly<z.infer<typeof backtestSchema>>;

export const decisions = ['long', 'short', 'none'] as const;
export type Decision = (typeof decisions)[number];

const sideSchema = z.object({
  decision: z.enum(decisions),
  traded: z.boolean().describe('False where a position was open already, or nothing was decided.'),
  pips: z.number().nullable().describe('What the trade opened here earned; null where none was.'),
});

/** A bar at which the two sides decide differently. */
export const flipSchema = z.object({ bar_time: z.number(), a: sideSchema, b: sideSchema });
export type Flip = Readonly<z.infer<typeof flipSchema>>;

/** B minus A, with its 95 % paired bootstrap interval over trading days. */
const differenceSchema = z.object({ value: z.number(), interval: intervalSchema.nullable() });

export const comparisonSchema = z.object({
  period: periodSchema,
  a: z.object({ tried: triedSchema, figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema }),
  b: z.object({ tried: triedSchema, figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema }),
  differences: z.object({
    total_pips: differenceSchema,
    win_rate: differenceSchema.nullable(),
    mean_pips: differenceSchema.nullable(),
    profit_factor: differenceSchema.nullable(),
    sharpe: differenceSchema.nullable(),
    max_drawdown_pips: differenceSchema,
    max_drawdown_open_pips: differenceSchema,
    trades: differenceSchema,
  }),
  flips: listOf(flipSchema),
});
export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;

/** The whole simplex: one value per mix, in the order of `simplex.ts`. NaN where a figure means nothing. */
export const triangleSchema = z.object({
  period: periodSchema,
  tried: triedSchema,
  steps: z.int(),
  trades: int32Column,
  wins: int32Column,
  losses: int32Column,
  total_pips: float64Column,
  profit_factor: float64Column,
  max_drawdown_pips: float64Column,
  max_drawdown_open_pips: float64Column,
  sharpe: float64Column,
});
export type Triangle = Readonly<z.infer<typeof triangleSchema>>;

export const overfitSchema = z.object({
  period: periodSchema,
  tried: triedSchema,
  mixes_tried: z.int(),
  /** The mix on each part of the split, whatever part was asked for; empty where no split is known. */
  parts: listOf(z.object({ part: z.enum(splitParts), figures: figuresSchema })),
  /** How the mixes around it do: a plateau can be trusted sooner than a spike. */
  plateau: z.object({
    radius: z.number().describe('Largest difference of one weight.'),
    neighbours: z.int(),
    own_pips: z.number(),
    mean_pips: z.number(),
    worst_pips: z.number(),
    score: z
      .number()
      .nullable()
      .describe(
        "Share of the neighbours' mean in the own result, clamped to 0…1; null where the own result is no gain.",
      ),
  }),
  /**
   * Bailey and López de Prado: chance that the true Sharpe is above 0 after so many tries, and what the best of
   * them shows by luck. Sharpe ratios per year, as in the figures. Null where the mix does not trade.
   */
  deflated_sharpe: z
    .object({ sharpe: z.number(), expected_best: z.number(), probability: z.number() })
    .nullable(),
  /** White's reality check by stationary bootstrap: chance that the best mix looks this good by luck. */
  reality_check: z.object({
    p_value: z.number(),
    resamples: z.int(),
    mean_block_days: z.number(),
    best: mixSchema,
    best_pips: z.number(),
    own_p_value: z
      .number()
      .describe(
        'The same for this mix: chance that luck lifts the best of all mixes as high as this one is.',
      ),
  }),
  /** The rule is `verdictOf` in the engine's `overfit.ts`. */
  verdict: z.enum(['edge', 'luck', 'nothing', 'unjudged']),
  unjudged_because: z
    .enum(['seen-bars', 'unknown-bars', 'alike-days'])
    .nullable()
    .describe(
      'Why it cannot be judged: bars of the training or validation part are among them; it is not known whether; the days are all alike.',
    ),
});
export type Overfit = Readonly<z.infer<typeof overfitSchema>>;

export const objectives = ['total_pips', 'profit_factor', 'win_rate', 'sharpe'] as const;
export type Objective = (typeof objectives)[number];

export const walkForwardSchema = z.object({
  period: periodSchema,
  tried: triedSchema,
  objective: z.enum(objectives),
  windows: listOf(
    z.object({
      choose_from: z.number(),
      trade_from: z.number(),
      trade_to: z.number().describe('Excluded.'),
      mix: mixSchema,
      carried_until: z
        .number()
        .nullable()
        .describe(
          'Open time of the bar in which a position of an earlier window is closed, held into this one as a real one would be; null where none was.',
        ),
      /** Where the mix was chosen, and where it then traded. */
      chosen_on: figuresSchema,
      traded_on: figuresSchema,
    }),
  ),
  procedure: z
    .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
    .describe('What choosing and then trading earned, over all windows.'),
  fixed: z
    .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
    .describe("The configuration's own weights over the same trading windows."),
});
export type WalkForward = Readonly<z.infer<typeof walkForwardSchema>>;

/** One step of the waterfall: what it adds to the confidence, and where that leaves it. */
export const whyStepSchema = z.object({
  name: z.enum(['1H', '4H', 'D', 'agreement', 'cap']),
  change: z.number().describe('Fractions of 1; the first three start from 0.'),
  total: z.number(),
});

/** Why the decision fell as it did, and how far the weights are from another one. */
export const whySchema = z.object({
  prediction: predictionSchema,
  decision: z.enum(decisions),
  steps: listOf(whyStepSchema),
  threshold: z.number(),
  /** Null where no weights at all would change the decision. */
  flip: z
    .object({
      to: z.enum(decisions),
      /** Configured weights, normalised, at which the decision changes or beyond which it does. */
      weights: mixSchema,
      moved: z
        .number()
        .describe('Weight that has to move from one model to others: half the sum of the absolute changes.'),
      reached: z.boolean().describe('False where the decision changes only just beyond these weights.'),
    })
    .nullable(),
});
export type Why = Readonly<z.infer<typeof whySchema>>;

/** What one version earned while it was in force in the replay, beside its predecessor on the same bars. */
export const versionResultSchema = z.object({
  version: z.int(),
  dataset: z.string(),
  bundle: z.string(),
  from: z.number().describe('Open times of its first and last 1H bar, ms UTC.'),
  to: z.number(),
  bars: z.int(),
  figures: figuresSchema,
  predecessor: z.int().nullable(),
  predecessor_figures: figuresSchema.nullable(),
  /** "category.key" that differ from the predecessor. */
  changed: listOf(z.string()),
});
export type VersionResult = Readonly<z.infer<typeof versionResultSchema>>;

/** Candidates that score at a time. */
export const mostCandidates = 8;

/** A candidate that scores every closed bar beside the active configuration. */
export const shadowSchema = z.object({
  id: z.int(),
  name: z.string(),
  /** "category.key" with the value, where it differs from the active configuration. */
  differs: listOf(z.object({ path: z.string(), value: z.union([z.number(), z.boolean()]) })),
  figures: figuresSchema,
  decision: z.enum(decisions),
  confidence: z.number().nullable().describe('Null where the models had nothing to say at the latest bar.'),
  flips: z.int().describe('Bars at which it decided otherwise than the active configuration.'),
});
export type Shadow = Readonly<z.infer<typeof shadowSchema>>;

export const shadowStateSchema = z.object({
  since: z
    .number()
    .nullable()
    .describe('Open time of the first bar that was scored, ms UTC; null before it.'),
  bars: z.int(),
  active: shadowSchema.pick({ figures: true, decision: true, confidence: true }),
  candidates: listOf(shadowSchema),
});
export type ShadowState = Readonly<z.infer<typeof shadowStateSchema>>;

/** Everything that is needed to run an experiment again and to see that it comes out the same. */
export const experimentFileSchema = z.strictObject({
  format: z.literal([1, 2]).describe('1 in files of version 0.1, whose figures are fewer.'),
  saved_at: z.number(),
  config: configValues,
  label: z.string(),
  bundle: z
    .strictObject({ id: z.string(), hash: z.string() })
    .describe(
      "SHA-256, hex, of what decides the bundle's answers; in files of version 0.1 over the bundle's files.",
    ),
  data: z
    .strictObject({
      dataset: z.string(),
      symbol: z.string(),
      hash: z.string(),
      bars: z.int(),
      from: z
        .number()
        .optional()
        .describe('Open time of the first 1H bar, ms UTC; files from before it was noted lack it.'),
    })
    .describe('SHA-256, hex, over the columns of the 1H bars.'),
  seed: z.int(),
  scope: scopeSchema,
  results: z.strictObject({
    figures: figuresSchema.partial({ losses: true, unfinished_pips: true, max_drawdown_open_pips: true }),
    intervals: intervalsSchema,
    trades: z.array(tradeSchema).max(100_000).readonly(),
  }),
});
export type ExperimentFile = Readonly<z.infer<typeof experimentFileSchema>>;

/** What opening an experiment file found. */
export const reproductionSchema = z.object({
  file: experimentFileSchema,
  same: z.boolean(),
  /** What differs, in words with both values; at most 50. */
  differences: listOf(z.object({ path: z.string(), recorded: z.string(), now: z.string() })),
});
export type Reproduction = Readonly<z.infer<typeof reproductionSchema>>;
