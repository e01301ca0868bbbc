import { z } from 'zod';
import { listOf } from '../../../shared/columns.ts';
import { backtestSchema } from '../../../shared/experiments/backtest.ts';
import { comparisonSchema, type Flip } from '../../../shared/experiments/comparison.ts';
import { curveSchema, figuresSchema, intervalsSchema } from '../../../shared/experiments/figures.ts';
import { overfitSchema } from '../../../shared/experiments/overfit.ts';
import type { Trade } from '../../../shared/experiments/trade.ts';
import { triangleSchema } from '../../../shared/experiments/triangle.ts';
import { objectives, walkForwardSchema } from '../../../shared/experiments/walk-forward.ts';
import { barsSchema, byTimeframe, periodRulesSchema } from '../../../shared/market.ts';
import { answersSchema } from '../threads/worker-schemas.ts';

/** Schemas of the messages to and from the workers of the laboratory. */

const triple = z.tuple([z.number(), z.number(), z.number()]).readonly();

const rulesSchema = z.object({
  takeProfit: z.number(),
  stopLoss: z.number(),
  maxHours: z.number(),
  spread: z.number(),
  recordedSpread: z.boolean(),
});

const decisionSchema = z.object({
  weights: triple,
  agreementBonus: z.number(),
  regimeAdjustment: z.boolean(),
  threshold: z.number(),
});

const rangeSchema = z.object({ from: z.int(), to: z.int() });
const splitTimesSchema = z.object({ validation_from: z.number(), test_from: z.number() }).nullable();
const configSchema = z.object({ rules: rulesSchema, decision: decisionSchema });

/** The material of the experiments: complete, or bars of all timeframes and the folder of the bundle to run on them. */
export const labMaterialSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    hours: barsSchema,
    answers: answersSchema,
    periods: periodRulesSchema,
    pipSize: z.number(),
    splitTimes: splitTimesSchema,
  }),
  z.object({
    kind: z.literal('bars'),
    bars: byTimeframe(barsSchema),
    periods: periodRulesSchema,
    bundle: z.string(),
    pipSize: z.number(),
    splitTimes: splitTimesSchema,
  }),
]);
export type LabMaterial = Readonly<z.infer<typeof labMaterialSchema>>;

export const requestSchemas = {
  point: configSchema.extend({ range: rangeSchema }),
  backtest: configSchema.extend({ range: rangeSchema, seed: z.int() }),
  compare: z.object({ a: configSchema, b: configSchema, range: rangeSchema, seed: z.int() }),
  /** The weights of the decision are ignored. */
  triangle: configSchema.extend({ range: rangeSchema, steps: z.int() }),
  overfit: configSchema.extend({ range: rangeSchema, steps: z.int(), resamples: z.int(), seed: z.int() }),
  walkForward: configSchema.extend({
    range: rangeSchema,
    chooseDays: z.int(),
    tradeDays: z.int(),
    objective: z.enum(objectives),
    /** Mixes with fewer closed trades in the choosing window are not chosen. */
    minTrades: z.int(),
    steps: z.int(),
    seed: z.int(),
  }),
} as const;

export type Requests = {
  readonly [Kind in keyof typeof requestSchemas]: z.infer<(typeof requestSchemas)[Kind]>;
};
export type PointRequest = Requests['point'];
export type BacktestRequest = Requests['backtest'];
export type CompareRequest = Requests['compare'];
export type TriangleRequest = Requests['triangle'];
export type OverfitRequest = Requests['overfit'];
export type WalkForwardRequest = Requests['walkForward'];

// The desk's own worker made these thousands of rows: only the list is checked, to keep the main process responsive.
const tradeRows = z.custom<readonly Trade[]>(Array.isArray, { error: 'must be a list of trades' });
const flipRows = z.custom<readonly Flip[]>(Array.isArray, { error: 'must be a list of flips' });

const sideSchema = z.object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema });

/** The answers of the operations, without the descriptions of period and configuration. */
export const resultSchemas = {
  point: z.object({ figures: figuresSchema, curve: curveSchema }),
  backtest: backtestSchema
    .omit({ period: true, tried: true, empty_because: true })
    .extend({ trades: tradeRows }),
  compare: z.object({
    a: sideSchema,
    b: sideSchema,
    differences: comparisonSchema.shape.differences,
    flips: flipRows,
  }),
  triangle: triangleSchema.omit({ period: true, tried: true }),
  overfit: overfitSchema.omit({ period: true, tried: true }),
  walkForward: walkForwardSchema.omit({ period: true, tried: true }),
} as const;

export type Results = {
  readonly [Kind in keyof typeof resultSchemas]: Readonly<z.infer<(typeof resultSchemas)[Kind]>>;
};
/** The same, by the kind of experiment. */
export const answerSchemas: { readonly [Kind in keyof Results]: z.ZodType<Results[Kind]> } = resultSchemas;
export type PointResult = Results['point'];
export type BacktestResult = Results['backtest'];
export type CompareResult = Results['compare'];
export type TriangleResult = Results['triangle'];
export type OverfitResult = Results['overfit'];
export type WalkForwardResult = Results['walkForward'];

/** The requests to a worker; `key` identifies material that `load` has brought before. */
export const laboratoryRequestSchema = z.discriminatedUnion('kind', [
  /** `forget` holds the keys of materials to drop. */
  z.object({
    kind: z.literal('load'),
    key: z.string(),
    material: labMaterialSchema,
    forget: listOf(z.string()),
  }),
  z.object({ kind: z.literal('point'), key: z.string(), request: requestSchemas.point }),
  z.object({ kind: z.literal('backtest'), key: z.string(), request: requestSchemas.backtest }),
  z.object({ kind: z.literal('compare'), key: z.string(), request: requestSchemas.compare }),
  /** The mixes `from` … `to` (excluded) of the triangle. */
  z.object({
    kind: z.literal('triangle'),
    key: z.string(),
    request: requestSchemas.triangle,
    from: z.int(),
    to: z.int(),
  }),
  z.object({ kind: z.literal('overfit'), key: z.string(), request: requestSchemas.overfit }),
  z.object({ kind: z.literal('walkForward'), key: z.string(), request: requestSchemas.walkForward }),
]);
export type LaboratoryRequest = z.infer<typeof laboratoryRequestSchema>;
