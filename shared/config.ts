import { z } from 'zod';
import { listOf } from './columns.ts';
import { categories, tradingConfigSchema } from './parameters.ts';

export const parameterValueSchema = z.union([z.number(), z.boolean()], {
  error: 'must be a number, or true or false',
});

export const layers = ['default', 'environment', 'stored', 'symbol'] as const;
export type Layer = (typeof layers)[number];

/** The origin of one value: the layer that provides it, and the values of all layers. */
export const provenanceSchema = z
  .object({
    layer: z.enum(layers),
    default: parameterValueSchema,
    /** Present only where the environment sets a valid value. */
    environment: parameterValueSchema.optional(),
    /** What is saved for all. */
    stored: parameterValueSchema.optional(),
    symbol: parameterValueSchema.optional().describe('What is saved for the symbol that was asked about.'),
  })
  .meta({ id: 'Provenance' });
export type Provenance = Readonly<z.infer<typeof provenanceSchema>>;

export const changeSchema = z
  .object({
    category: z.enum(categories),
    key: z.string(),
    old: parameterValueSchema,
    new: parameterValueSchema,
    symbol: z.string().nullable().describe('The symbol for which it holds; null: for all.'),
  })
  .meta({ id: 'Change' });
export type Change = Readonly<z.infer<typeof changeSchema>>;

/** One run of one subscriber after a change. */
export const callbackRunSchema = z
  .object({
    id: z.int().describe('Rises by one for every run since the start.'),
    at: z.number().describe('Wall clock, ms since the epoch.'),
    service: z.string(),
    category: z.enum(categories),
    config_version: z.int(),
    preview: z.boolean(),
    duration_ms: z.number(),
    error: z.string().nullable().describe('Null when it succeeded.'),
  })
  .meta({ id: 'CallbackRun' });
export type CallbackRun = Readonly<z.infer<typeof callbackRunSchema>>;

export const changeSources = ['window', 'file', 'api', 'environment', 'restore', 'timer'] as const;
export type ChangeSource = (typeof changeSources)[number];

export const symbolValuesSchema = z
  .record(z.string(), z.record(z.string(), z.record(z.string(), parameterValueSchema)))
  .describe('What is saved for single symbols on top of what is saved for all, by symbol and category.');

export const touchedSymbolsSchema = listOf(z.string())
  .nullable()
  .describe('The symbols that it touches; null: all.');

/** What an accepted update did. */
export const receiptSchema = z
  .object({
    version: z.int(),
    at: z.number().describe('Wall clock, ms since the epoch.'),
    by: z.enum(changeSources),
    reason: z.string().nullable(),
    changes: listOf(changeSchema),
    symbols: touchedSymbolsSchema,
    callbacks: listOf(callbackRunSchema),
    summary: z.string().describe('e.g. "5 of 6 delivered, model-service failed: …".'),
  })
  .meta({ id: 'Receipt' });
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

/** A change that reverts by itself unless it is kept. */
export const trialSchema = z
  .object({
    version: z.int().describe('Version that started it.'),
    revert_at: z.number().describe('Wall clock, ms: when it reverts.'),
    changes: listOf(changeSchema),
  })
  .meta({ id: 'Trial' });
export type Trial = Readonly<z.infer<typeof trialSchema>>;

/** How often and how fast a subscriber has run since the start. Times in ms over its latest runs. */
export const callbackMetricsSchema = z
  .object({
    service: z.string(),
    category: z.string(),
    calls: z.int(),
    failures: z.int(),
    last_ms: z.number(),
    p50_ms: z.number(),
    p99_ms: z.number(),
  })
  .meta({ id: 'CallbackMetrics' });
export type CallbackMetrics = Readonly<z.infer<typeof callbackMetricsSchema>>;

/** TradingConfig as the window sees it. */
export const configStateSchema = z
  .object({
    version: z.int(),
    values: tradingConfigSchema,
    provenance: z.record(z.enum(categories), z.record(z.string(), provenanceSchema)),
    symbols: symbolValuesSchema,
    /** True while an unsaved preview is in force; `values` then holds the preview. */
    preview: z.boolean(),
    /** The latest accepted update of this run; null before the first. */
    last_receipt: receiptSchema.nullable(),
    can_undo: z.boolean(),
    can_redo: z.boolean(),
    /** The change that reverts by itself unless it is kept. */
    trial: trialSchema.nullable(),
    /** One per subscription, in order of registration. */
    metrics: listOf(callbackMetricsSchema),
  })
  .meta({ id: 'ConfigState' });
export type ConfigState = Readonly<z.infer<typeof configStateSchema>>;
