import type { Trial } from '../../../shared/config.ts';
import type { Problem, Result } from '../../../shared/result.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import type { LayerValues } from './layers.ts';
import type { SavedLayers, SymbolLayers } from './saved-layers.ts';
import type { Touched } from './touched.ts';

/**
 * Where the stored layer lives: a file today, a database where one stands in its place. Somebody else may change
 * what is stored at any time; nothing of theirs is overwritten before the configuration has met it.
 */
export interface ConfigStore {
  /** What is stored; null where nothing is. For the start. */
  load(): Promise<Result<StoredConfig | null>>;
  /**
   * Saves `plan` in the place of version `expected`. Resolves once it is on disk, or with the edit that somebody else
   * has made since, and then nothing is saved. `plan.met` says which edits have been met by now.
   */
  commit(expected: number, plan: CommitPlan): Promise<Committed>;
  /** What somebody else has stored, each edit once; null where there is nothing new. `again` brings back the latest. */
  look(again?: boolean): Promise<OutsideEdit | null>;
  /** Takes note that an edit says nothing else than what is in force. */
  adopt(edit: OutsideEdit): void;
  /** Told that somebody else may have stored something; `look` says what. Returns its undo. */
  changes(listener: () => void): () => void;
}

export interface CommitPlan {
  readonly next: StoredConfig & { readonly values: LayerValues; readonly symbols: SymbolLayers };
  readonly met: readonly MetEdit[];
}

/** An edit, and whether the plan holds what it says; where not, it is kept under a name of its own. */
export interface MetEdit {
  readonly edit: OutsideEdit;
  readonly taken: boolean;
}

export type Committed =
  /** `kept`: names under which edits that were not taken are kept. */
  | { readonly kind: 'saved'; readonly kept: readonly string[] }
  | { readonly kind: 'met'; readonly edit: OutsideEdit }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What somebody else has stored: a document, something that is none, or null where it was removed. */
export interface OutsideEdit {
  readonly held: Result<StoredConfig | null>;
}

/** What is stored. */
export interface StoredConfig {
  readonly version: number;
  /** What is saved for all. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is saved for single symbols, by symbol. */
  readonly symbols?: Readonly<Record<string, unknown>>;
  readonly touched?: Touched;
  readonly trial?: StoredTrial | null;
  /** Accepted changes that may not have reached the audit trail yet; the latest change is always among them. */
  readonly journal?: readonly NewAuditEntry[];
}

/** A trial with what it puts back: absent where nothing was saved. */
export interface StoredTrial extends Trial {
  readonly before: SavedLayers;
  /** What is left of the time it was given, ms; null where it ends at a moment, `revert_at`. */
  readonly left_ms: number | null;
}
