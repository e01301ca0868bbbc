import { z } from 'zod';
import { type Change, type ChangeSource, changeSources } from './config.ts';
import { categories, type ParameterValue, type TradingConfig } from './parameters.ts';

/** How a change came about. */
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
export interface AuditReceipt {
  readonly delivered: number;
  readonly total: number;
  readonly duration_ms: number;
  /** What failed, in words; empty when nothing did. */
  readonly failed: readonly string[];
}

/** One line of the audit trail; never changed once written. */
export interface AuditEntry {
  /** Rises by one, in the order of writing. */
  readonly id: number;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  readonly outcome: AuditOutcome;
  readonly action: AuditAction;
  /** The version that this made; of a refused attempt the version that stayed. */
  readonly version: number;
  readonly by: ChangeSource;
  /** Who, where the asker gave a name. */
  readonly author: string | null;
  readonly reason: string | null;
  readonly changes: readonly Change[];
  /** Why it was refused. */
  readonly problem: string | null;
  /** Null for refusals, and where the desk ended before the callbacks had run. */
  readonly receipt: AuditReceipt | null;
}

/** The values of one version, exactly. */
export interface VersionValues {
  readonly version: number;
  readonly at: number;
  readonly values: TradingConfig;
}

/** One value that differs between two configurations. */
export interface ConfigDifference {
  readonly path: string;
  readonly from: ParameterValue;
  readonly to: ParameterValue;
}

/** What an update would do. */
export interface DryRun {
  readonly differences: readonly ConfigDifference[];
  /** Empty when it would be accepted. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Caches that would drop or shed entries, with how many. */
  readonly caches: readonly { readonly name: string; readonly entries: number }[];
  /** Cached predictions that would be dropped. */
  readonly predictions_dropped: number;
}

export const auditFilterSchema = z.strictObject({
  outcome: z.enum(auditOutcomes).optional(),
  by: z.enum(changeSources).optional(),
  action: z.enum(auditActions).optional(),
  category: z.enum(categories as [string, ...string[]]).optional(),
  /** Found in keys, reasons, authors and problems, whatever the case. */
  text: z.string().max(200).optional(),
  from: z.number().optional(),
  to: z.number().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Newest first. `older` is the id to ask below for the next page; null at the end. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly older: number | null;
}

/** A named set of values: a whole configuration or some of its keys. */
export interface Profile {
  readonly name: string;
  readonly saved_at: number;
  readonly values: { readonly [category: string]: Readonly<Record<string, ParameterValue>> };
}
