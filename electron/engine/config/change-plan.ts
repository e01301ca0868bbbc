import type { AuditAction } from '../../../shared/audit.ts';
import type { Change } from '../../../shared/config.ts';
import type { Category } from '../../../shared/parameters.ts';
import type { Problem } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import type { Author } from './config-owner.ts';
import type { StoredTrial } from './config-store.ts';
import type { HeldConfig, SavedLayers } from './saved-layers.ts';
import type { Touched } from './touched.ts';

/** What a save keeps, and the values that are in force by it. */
export interface Standing extends HeldConfig {
  readonly version: number;
  /** The version that last touched each symbol. */
  readonly touched: Touched;
  readonly trial: StoredTrial | null;
}

/** What becomes of a change asked for; null where there is nothing to do. Changes nothing by itself. */
export type Decide = (on: Standing) => Plan | Refusal | null;

/** An attempt that goes on record as refused. */
export interface Refusal extends Pick<Plan, 'author' | 'action'> {
  readonly problem: Problem;
  readonly changes: readonly Change[];
  /** For whom it was meant. */
  readonly scope: Scope;
}

/** A change on its way to being accepted. */
export interface Plan {
  readonly next: SavedLayers;
  readonly author: Author;
  readonly action: AuditAction;
  /** Categories whose subscribers are told even where no value differs. */
  readonly named: readonly Category[];
  /** For whom it was asked: they count as touched even where nothing differs. */
  readonly scopes?: readonly Scope[];
  readonly atLeast?: number;
  /** What it is seen as a change from; left out, what is in force. */
  readonly from?: HeldConfig;
  /** The trial afterwards, given the new version; left out, the present one less what changes. */
  readonly trial?: (version: number) => StoredTrial | null;
}

/** A change that waits for its save. */
export interface Draft {
  readonly plan: Plan;
  /** What it is seen as a change from. */
  readonly before: HeldConfig;
  readonly next: Standing;
  readonly entry: NewAuditEntry;
}
