import type { AuditAction, ConfigDifference } from '../../../shared/audit.ts';
import type { CallbackRun, ChangeSource, ConfigState, Receipt } from '../../../shared/config.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import type { ProblemDetail, Result } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import type { Callbacks } from './callbacks.ts';
import type { StoredTrial } from './config-store.ts';
import type { LayerValues } from './layers.ts';
import type { HeldConfig } from './saved-layers.ts';

/** Values by category and key, as someone asks for them: unchecked. */
export type AskedChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Who asks for a change, and why. */
export interface Author {
  readonly by: ChangeSource;
  readonly name?: string | null;
  readonly reason?: string | null;
  /** The version the asker has seen: where another is in force by the change's turn, it is refused as stale. */
  readonly expected?: number;
  /** Tried again by a clock: where it is refused once more, that is not put on record again. */
  readonly repeated?: boolean;
}

/**
 * The one owner of every operational parameter; everyone else reads. What takes a `scope` is for one symbol, in its
 * normal form, or for all where it is null or left out.
 */
export interface ConfigOwner {
  /** The values in force, a running preview included; frozen. Those of one symbol where it is named, else those for all. */
  values(symbol?: string): TradingConfig;
  /** Of the latest accepted update. */
  version(): number;
  /** The latest version that touched this symbol: those for all and its own count, those for other symbols do not. */
  versionOf(symbol: string): number;
  /** Rises with every change of `values()` or `version()`; tells previews of one version apart. */
  revision(): number;
  /** The same for one symbol: it stands still while only other symbols change. */
  revisionOf(symbol: string): number;
  /** What is saved for all or for one symbol, without the preview. */
  stored(scope?: Scope): LayerValues;
  /** All that is saved, with the values that hold for all by it. */
  held(): HeldConfig;
  /** True while an unsaved preview is in force; of a symbol, while one is in force for it. */
  previewing(symbol?: string): boolean;
  /** As it is for all, or for one symbol. */
  state(scope?: Scope): ConfigState;
  trial(): StoredTrial | null;
  subscribe: Callbacks['subscribe'];
  /** Told after every change, previews included; `receipt` is null for previews. Returns its undo. */
  onChange(listener: (change: ConfigChange) => void): () => void;
  /** All or nothing. Asked from inside a callback it runs after the current update. */
  update(
    category: string,
    changes: Readonly<Record<string, unknown>>,
    author: Author,
    scope?: Scope,
  ): Promise<Result<Receipt>>;
  /** The same over several categories, as one version; `action` says what for. */
  updateAll(
    changes: AskedChanges,
    author: Author,
    action: AuditAction,
    scope?: Scope,
  ): Promise<Result<Receipt>>;
  /** What `updateAll` would do, without doing it. */
  validate(
    changes: AskedChanges,
    scope?: Scope,
  ): { differences: ConfigDifference[]; problems: readonly ProblemDetail[] };
  /** Applies to the running system without saving. Merges with the preview under way. */
  preview(
    category: string,
    changes: Readonly<Record<string, unknown>>,
    scope?: Scope,
  ): Promise<Result<{ version: number }>>;
  /** Saves the preview as one update, from the values before it; null when it changed nothing. */
  commit(author: Author): Promise<Result<Receipt | null>>;
  /** Back to the values before the preview. */
  cancel(): Promise<Result<null>>;
  /**
   * Clears what is saved for the scope: a key, a category, everything. Null when nothing was saved there. What is
   * saved for symbols stays when it is cleared for all.
   */
  reset(
    category: string | undefined,
    key: string | undefined,
    author: Author,
    scope?: Scope,
  ): Promise<Result<Receipt | null>>;
  /** Takes the stored layer from disk again; null when nothing changed. */
  reload(author: Author): Promise<Result<Receipt | null>>;
  /** Back before the latest change, or forward again; null when there is none. */
  undo(author: Author): Promise<Result<Receipt | null>>;
  redo(author: Author): Promise<Result<Receipt | null>>;
  /** Makes the values of an earlier version, or those of `paths`, the ones in force; null when they are. */
  restore(target: RestoreTarget, author: Author): Promise<Result<Receipt | null>>;
  /** An update that goes back by itself at `end` unless kept. One at a time. */
  try(changes: AskedChanges, end: TrialEnd, author: Author, scope?: Scope): Promise<Result<Receipt>>;
  /** What is left of the trial, ms; null where there is none. */
  trialLeft(): number | null;
  /** Saves what is left of the trial, so that a restart goes on from there. */
  saveTrialLeft(): Promise<void>;
  /** Keeps what is on trial; null when nothing is. */
  keep(author: Author): Promise<Result<Receipt | null>>;
  /** Takes back what is on trial, but for what has been changed since; null when nothing is. */
  revert(author: Author): Promise<Result<Receipt | null>>;
  /** Makes a new version of what is in force, seen as a change from `from`: for the start, when file and trail differ. */
  adopt(author: Author, seen: { atLeast: number; from: HeldConfig }): Promise<Result<Receipt>>;
  /** Stops following what others store. */
  close(): void;
}

export interface ConfigChange {
  readonly receipt: Receipt | null;
  readonly runs: readonly CallbackRun[];
  readonly preview: boolean;
}

export interface RestoreTarget extends HeldConfig {
  /** Whose values are restored: of one symbol, or with null those for all. Left out, everything is. */
  readonly scope?: Scope;
  /** "category.key", of the scope; without one, of those for all. Left out, all of them. */
  readonly paths?: readonly string[];
}

/** When a trial goes back by itself: at a moment (wall clock, ms), or after a time (ms), however the clock is set. */
export type TrialEnd = { readonly at: number } | { readonly after: number };

/** Where every change and every refusal is noted. */
export interface ConfigRecorder {
  record(entry: NewAuditEntry): void;
  /** Accepted changes on their way to the trail; they are saved along with the values until they are there. */
  unconfirmed(): readonly NewAuditEntry[];
  /** Waits until everything recorded so far is in the trail, or could not be written. */
  flush(): Promise<void>;
}
