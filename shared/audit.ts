import { z } from 'zod';
import { listOf } from './columns.ts';
import {
  changeSchema,
  changeSources,
  parameterValueSchema,
  symbolValuesSchema,
  touchedSymbolsSchema,
} from './config.ts';
import { timeSchema } from './fields.ts';
import { categories, tradingConfigSchema } from './parameters.ts';
import { symbolSchema } from './symbols.ts';

/** What caused a change. */
export const auditActions = [
  'update',
  'slider',
  'reset',
  'file',
  'restore',
  'undo',
  'redo',
  'profile',
  'bundle',
  'trial',
  'keep',
  'revert',
  'reconcile',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditOutcomes = ['accepted', 'refused'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** How the callbacks of an accepted change ended. */
export const auditReceiptSchema = z.object({
  delivered: z.int(),
  total: z.int(),
  duration_ms: z.number(),
  /** What failed, in words; empty when nothing did. */
  failed: listOf(z.string()),
});
export type AuditReceipt = Readonly<z.infer<typeof auditReceiptSchema>>;

/** One line of the audit trail; never changed once written. */
export const auditEntrySchema = z
  .object({
    id: z.int().describe('Rises by one, in the order of writing.'),
    at: z.number().describe('Wall clock, ms since the epoch.'),
    outcome: z.enum(auditOutcomes),
    action: z.enum(auditActions),
    version: z
      .int()
      .describe('The version that the change made; for a refused change, the version that stayed in force.'),
    by: z.enum(changeSources),
    author: z.string().nullable().describe('Who made it, if the asker gave a name.'),
    reason: z.string().nullable(),
    changes: listOf(changeSchema),
    symbols: touchedSymbolsSchema,
    problem: z.string().nullable().describe('Why it was refused.'),
    /** Null for a refused change, and where the desk ended before the callbacks had run. */
    receipt: auditReceiptSchema.nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;

/** The exact values of one version. */
export const versionValuesSchema = z
  .object({
    version: z.int(),
    at: z.number(),
    values: tradingConfigSchema,
    symbols: symbolValuesSchema,
  })
  .meta({ id: 'VersionValues' });
export type VersionValues = Readonly<z.infer<typeof versionValuesSchema>>;

/** One value that differs between two configurations. */
export const configDifferenceSchema = z
  .object({
    path: z.string(),
    from: parameterValueSchema,
    to: parameterValueSchema,
    symbol: z.string().nullable().describe('The symbol for which it holds; null: for all.'),
  })
  .meta({ id: 'ConfigDifference' });
export type ConfigDifference = Readonly<z.infer<typeof configDifferenceSchema>>;

/** What an update would do. */
export const dryRunSchema = z
  .object({
    differences: listOf(configDifferenceSchema),
    /** Empty when it would be accepted. */
    problems: listOf(z.object({ path: z.string(), message: z.string() })),
    /** Caches that would drop entries, with their number. */
    caches: listOf(z.object({ name: z.string(), entries: z.int() })),
    predictions_dropped: z.int().describe('Cached predictions that would be dropped.'),
  })
  .meta({ id: 'DryRun' });
export type DryRun = Readonly<z.infer<typeof dryRunSchema>>;

export const auditFilterSchema = z
  .strictObject({
    outcome: z.enum(auditOutcomes).optional(),
    by: z.enum(changeSources).optional(),
    action: z.enum(auditActions).optional(),
    category: z.enum(categories as [string, ...string[]]).optional(),
    symbol: symbolSchema.optional().describe('Only what was for this symbol alone.'),
    text: z
      .string()
      .max(200)
      .optional()
      .describe('Text to find in keys, symbols, reasons, authors and problems; the case does not matter.'),
    from: timeSchema.optional(),
    to: timeSchema.optional(),
  })
  .meta({ id: 'AuditFilter' });
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const versionRangeSchema = z.object({ from: z.int(), to: z.int() });
/** Versions `from` to `to`, both included. */
export type VersionRange = Readonly<z.infer<typeof versionRangeSchema>>;

/** Entries, newest first. `older` is the value of `below` that gives the next page; null on the last page. */
export const auditPageSchema = z
  .object({
    entries: listOf(auditEntrySchema),
    older: z.int().nullable(),
    missing: listOf(versionRangeSchema).describe(
      'Versions that are missing from the trail, whose values are unknown. The filter does not apply to them.',
    ),
  })
  .meta({ id: 'AuditPage' });
export type AuditPage = Readonly<z.infer<typeof auditPageSchema>>;

/** A named set of values: a whole configuration or some of its keys. */
export const profileSchema = z
  .object({
    name: z.string(),
    saved_at: z.number(),
    symbol: z.string().nullable().describe('The symbol whose values they are; null: those for all.'),
    values: z.record(z.string(), z.record(z.string(), parameterValueSchema)),
  })
  .meta({ id: 'Profile' });
export type Profile = Readonly<z.infer<typeof profileSchema>>;
