import type { ConfigState, Receipt } from '../../../shared/config.ts';
import type { Category, TradingConfig } from '../../../shared/parameters.ts';
import { type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import { type Callbacks, createCallbacks, touchedCategories } from './callbacks.ts';
import type { Decide, Draft, Plan, Refusal, Standing } from './change-plan.ts';
import type { ConfigChange, ConfigRecorder } from './config-owner.ts';
import type { ConfigStore, StoredConfig, StoredTrial } from './config-store.ts';
import { compose, type LayerValues, provenance, sameLayer, sound } from './layers.ts';
import { auditReceipt, causeOf, changesBetween, summaryOf } from './receipts.ts';
import { createSettling, type Edits } from './settling.ts';
import { createTrialClock } from './trial-clock.ts';
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
  settle(decide: Decide): Promise<Result<Receipt | null>>;
  /** The same for several at once; what comes back must be called for each in its order. See `settling.ts`. */
  settleAll(decides: readonly Decide[]): Promise<readonly (() => Result<Receipt | null>)[]>;
  /** Takes edits of somebody else, on behalf of `author`. */
  take(edits: Edits): Promise<readonly Result<Receipt | null>[]>;
  /** What is left of the trial, ms; null where there is none. */
  trialLeft(): number | null;
  /** Puts a layer in force without saving; null ends the preview. */
  show(preview: LayerValues | null): void;
  /** Writes what is stored once more. */
  saveAgain(): Promise<void>;
}

/** Starts from what is saved; what is wrong with it is left out and returned. */
export function createConfigCore(options: {
  store: ConfigStore;
  from: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
  recorder: ConfigRecorder;
  tell: (message: string) => void;
}): { core: ConfigCore; problems: ProblemDetail[] } {
  const { store, environment, now, elapsed, recorder } = options;
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
  const trialClock = createTrialClock(now, elapsed);
  trialClock.follow(standing.trial);
  let latest = options.from?.journal?.at(-1) ?? null;
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
    trialClock.follow(next.trial);
    latest = entry;
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
    if (author.repeated) return { ok: false, problem };
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

  function stamped(trial: StoredTrial | null): StoredTrial | null {
    return trial && trialClock.stamped(trial);
  }

  const settling = createSettling({
    store,
    recorder,
    standing: () => standing,
    draft,
    commit,
    refused,
    sound: soundLayer,
    stamped,
    latest: () => latest,
    tell: options.tell,
  });

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
    settle: async (decide) => (await core.settleAll([decide]))[0](),
    settleAll: async (decides) => (await settling.settle(decides)).runs,
    take: async (edits) => (await settling.settle([], edits)).edits,
    saveAgain: settling.saveAgain,
    trialLeft: () => standing.trial && trialClock.left(standing.trial),
    show,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => ({
      version: standing.version,
      values,
      provenance: provenance({ environment, stored: previewing ?? standing.stored }),
      preview: previewing !== null,
      last_receipt: lastReceipt,
      can_undo: undoStack.back !== undefined,
      can_redo: undoStack.forward !== undefined,
      trial: shownTrial(stamped(standing.trial)),
      metrics: callbacks.metrics(),
    }),
  };
  return { core, problems: start.problems };
}

function shownTrial(trial: StoredTrial | null): ConfigState['trial'] {
  return trial && { version: trial.version, revert_at: trial.revert_at, changes: trial.changes };
}

const longestProblem = 2000;
