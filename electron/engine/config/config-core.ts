import type { AuditAction } from '../../../shared/audit.ts';
import type { Change, ConfigState, Receipt } from '../../../shared/config.ts';
import type { Category, TradingConfig } from '../../../shared/parameters.ts';
import { type Problem, type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import { type Callbacks, createCallbacks, touchedCategories } from './callbacks.ts';
import type {
  Author,
  ConfigChange,
  ConfigRecorder,
  ConfigStorage,
  StoredConfig,
  StoredTrial,
} from './config-owner.ts';
import { compose, type LayerValues, provenance, sameLayer, sound } from './layers.ts';
import { auditReceipt, causeOf, changesBetween, summaryOf } from './receipts.ts';
import { withoutChanged } from './trials.ts';
import { createUndoStack, type UndoStack } from './undo-stack.ts';

/** What is stored, what is in force, and the one way from one version to the next. */
export interface ConfigCore {
  /** The stored layer, without the preview. */
  stored(): LayerValues;
  /** The values of the stored layer. */
  saved(): TradingConfig;
  /** The values in force. */
  values(): TradingConfig;
  version(): number;
  revision(): number;
  trial(): StoredTrial | null;
  /** The stored layer as it would be with the preview; null without one. */
  previewing(): LayerValues | null;
  state(): ConfigState;
  readonly undoStack: Pick<UndoStack<LayerValues>, 'back' | 'forward'>;
  readonly subscribe: Callbacks['subscribe'];
  onChange(listener: (change: ConfigChange) => void): () => void;
  compose(stored: LayerValues): TradingConfig;
  /** A raw layer without what is wrong with it, and what that was. */
  sound(raw: Readonly<Record<string, unknown>>): { layer: LayerValues; problems: ProblemDetail[] };
  /** What the next change starts from. */
  standing(): Standing;
  /** Decides, saves, commits, notifies; a save that fails leaves everything as it was. */
  settle(decide: Decide): Result<Receipt | null>;
  /**
   * The same for several at once: each is decided on what those before it leave, and one save keeps them all.
   * What comes back commits and notifies, and must be called for each in its order.
   */
  settleAll(decides: readonly Decide[]): readonly (() => Result<Receipt | null>)[];
  /** Puts a layer in force without saving; null ends the preview. */
  show(preview: LayerValues | null): void;
  /** Writes what is stored once more. */
  saveAgain(): void;
}

/** What a save keeps, and the values that are in force by it. */
export interface Standing {
  readonly version: number;
  readonly stored: LayerValues;
  readonly saved: TradingConfig;
  readonly trial: StoredTrial | null;
}

/** What becomes of a change asked for; null where there is nothing to do. Changes nothing by itself. */
export type Decide = (on: Standing) => Plan | Refusal | null;

/** An attempt that goes on record as refused. */
export interface Refusal extends Pick<Plan, 'author' | 'action'> {
  readonly problem: Problem;
  readonly changes: readonly Change[];
}

/** A change on its way to being accepted. */
export interface Plan {
  readonly next: LayerValues;
  readonly author: Author;
  readonly action: AuditAction;
  /** Categories whose subscribers are told even where no value differs. */
  readonly named: readonly Category[];
  readonly atLeast?: number;
  /** What it is seen as a change from; left out, what is in force. */
  readonly from?: TradingConfig;
  /** The trial afterwards, given the new version; left out, the present one less what changes. */
  readonly trial?: (version: number) => StoredTrial | null;
}

/** Starts from what is saved; what is wrong with it is left out and returned. */
export function createConfigCore(options: {
  storage: ConfigStorage;
  from: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
  recorder: ConfigRecorder;
}): { core: ConfigCore; problems: ProblemDetail[] } {
  const { storage, environment, now, elapsed, recorder } = options;
  const callbacks = createCallbacks(now, elapsed);
  const listeners = new Set<(change: ConfigChange) => void>();
  const undoStack = createUndoStack<LayerValues>();

  const start = soundLayer(options.from?.values ?? {});
  let standing: Standing = {
    version: options.from?.version ?? 1,
    stored: start.layer,
    saved: composed(start.layer),
    trial: soundTrial(options.from?.trial ?? null),
  };
  let revision = 0;
  let values = standing.saved;
  let previewing: LayerValues | null = null;
  let lastReceipt: Receipt | null = null;

  function composed(layer: LayerValues): TradingConfig {
    return compose({ environment, stored: layer });
  }

  function soundLayer(raw: Readonly<Record<string, unknown>>) {
    return sound(raw, composed);
  }

  /** What the file says was there before is checked as well: it comes back without anyone looking. */
  function soundTrial(from: StoredTrial | null): StoredTrial | null {
    return from && { ...from, before: soundLayer(from.before).layer };
  }

  function announce(change: ConfigChange): void {
    for (const listener of listeners) listener(change);
  }

  function putInForce(
    next: TradingConfig,
    preview: boolean,
    cause: string,
    touched: ReadonlySet<Category>,
    previous: TradingConfig,
  ) {
    values = next;
    revision += 1;
    return callbacks.notify({ next, previous, touched, version: standing.version, preview, cause });
  }

  /** A plan with all that its save and its entry in the trail need. */
  function draft(plan: Plan, on: Standing): Draft {
    const { author, action } = plan;
    const saved = composed(plan.next);
    const before = plan.from ?? on.saved;
    const version = Math.max(on.version + 1, plan.atLeast ?? 0);
    const trial =
      plan.trial === undefined
        ? on.trial && withoutChanged(on.trial, on.stored, plan.next)
        : (plan.trial?.(version) ?? null);
    const entry: NewAuditEntry = {
      at: now(),
      action,
      changes: changesBetween(before, saved),
      outcome: 'accepted',
      version,
      by: author.by,
      author: author.name || null,
      reason: author.reason || null,
      problem: null,
      receipt: null,
      state: { values: saved, stored: plan.next },
    };
    return { plan, before, next: { version, stored: plan.next, saved, trial }, entry };
  }

  function settleAll(decides: readonly Decide[]): readonly (() => Result<Receipt | null>)[] {
    const drafts: Draft[] = [];
    let on = standing;
    const ends = decides.map((decide) => {
      const decided = decide(on);
      if (!decided) return () => success(null);
      if ('problem' in decided) return () => refused(decided);
      const made = draft(decided, on);
      drafts.push(made);
      on = made.next;
      return () => commit(made);
    });
    if (drafts.length === 0) return ends;
    const { version, stored, trial } = on;
    const journal = [...recorder.unconfirmed(), ...drafts.map(({ entry }) => entry)];
    const written = storage.save({ version, values: stored, trial, journal });
    return written.ok ? ends : decides.map((decide) => () => unsaved(decide, written.problem));
  }

  /** None of those before it came about either, so it is looked at anew: it may be refused for another reason. */
  function unsaved(decide: Decide, problem: Problem): Result<null> {
    const decided = decide(standing);
    if (!decided) return success(null);
    if ('problem' in decided) return refused(decided);
    const { author, action } = decided;
    return refused({ problem, changes: draft(decided, standing).entry.changes, author, action });
  }

  function commit({ plan, before, next, entry }: Draft): Result<Receipt> {
    const { author, action } = plan;
    const { stored } = standing;
    // Also what a preview left in force counts, and a category whose update repeats its value.
    const touched = touchedCategories(before, next.saved)
      .union(touchedCategories(values, next.saved))
      .union(new Set(plan.named));
    if (action === 'undo') undoStack.moved('back', stored);
    else if (action === 'redo') undoStack.moved('forward', stored);
    else if (!sameLayer(stored, next.stored)) undoStack.push(stored);
    standing = next;
    previewing = null;
    const { at, version, changes, reason } = entry;
    const runs = putInForce(next.saved, false, causeOf(version, changes), touched, before);
    recorder.record({ ...entry, receipt: auditReceipt(runs) });
    lastReceipt = {
      version,
      at,
      by: author.by,
      reason,
      changes,
      callbacks: runs,
      summary: summaryOf(runs),
    };
    announce({ receipt: lastReceipt, runs, preview: false });
    return success(lastReceipt);
  }

  function refused({ problem, changes, author, action }: Refusal): Result<never> {
    recorder.record({
      at: now(),
      action,
      changes,
      outcome: 'refused',
      version: standing.version,
      by: author.by,
      author: author.name || null,
      reason: author.reason || null,
      problem: problem.message.slice(0, longestProblem),
      receipt: null,
      state: null,
    });
    return { ok: false, problem };
  }

  function show(preview: LayerValues | null): void {
    const next = preview ? composed(preview) : standing.saved;
    const cause = preview ? `preview on v${standing.version}` : `preview on v${standing.version} cancelled`;
    previewing = preview;
    const runs = putInForce(next, preview !== null, cause, touchedCategories(values, next), values);
    announce({ receipt: null, runs, preview: preview !== null });
  }

  const core: ConfigCore = {
    stored: () => standing.stored,
    saved: () => standing.saved,
    values: () => values,
    version: () => standing.version,
    revision: () => revision,
    trial: () => standing.trial,
    previewing: () => previewing,
    undoStack,
    subscribe: callbacks.subscribe,
    compose: composed,
    sound: soundLayer,
    standing: () => standing,
    settle: (decide) => settleAll([decide])[0](),
    settleAll,
    show,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    saveAgain() {
      const { version, stored, trial } = standing;
      storage.save({ version, values: stored, trial, journal: recorder.unconfirmed() });
    },
    state: () => ({
      version: standing.version,
      values,
      provenance: provenance({ environment, stored: previewing ?? standing.stored }),
      preview: previewing !== null,
      last_receipt: lastReceipt,
      can_undo: undoStack.back !== undefined,
      can_redo: undoStack.forward !== undefined,
      trial: shownTrial(standing.trial),
      metrics: callbacks.metrics(),
    }),
  };
  return { core, problems: start.problems };
}

/** A change that waits for its save. */
interface Draft {
  readonly plan: Plan;
  /** What it is seen as a change from. */
  readonly before: TradingConfig;
  readonly next: Standing;
  readonly entry: NewAuditEntry;
}

function shownTrial(trial: StoredTrial | null): ConfigState['trial'] {
  return trial && { version: trial.version, revert_at: trial.revert_at, changes: trial.changes };
}

const longestProblem = 2000;
