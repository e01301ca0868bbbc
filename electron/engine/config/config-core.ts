import type { AuditAction } from '../../../shared/audit.ts';
import type { ConfigState, Receipt } from '../../../shared/config.ts';
import type { Category, TradingConfig } from '../../../shared/parameters.ts';
import { type ProblemDetail, type Result, success } from '../../../shared/result.ts';
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
  /** Saves, then commits, then notifies; a save that fails leaves everything as it was. */
  accept(plan: Plan): Result<Receipt>;
  /** Puts a refusal on record and hands it back. */
  refused<R extends Result<never>>(
    result: R,
    changes: NewAuditEntry['changes'],
    plan: Pick<Plan, 'author' | 'action'>,
  ): R;
  /** Puts a layer in force without saving; null ends the preview. */
  show(preview: LayerValues | null): void;
  /** Writes what is stored once more. */
  saveAgain(): void;
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
  let stored = start.layer;
  let version = options.from?.version ?? 1;
  let trial = soundTrial(options.from?.trial ?? null);
  let revision = 0;
  let saved = composed(stored);
  let values = saved;
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
    return callbacks.notify({ next, previous, touched, version, preview, cause });
  }

  function accept(plan: Plan): Result<Receipt> {
    const { author, action } = plan;
    const before = plan.from ?? saved;
    const next = composed(plan.next);
    const changes = changesBetween(before, next);
    const nextVersion = Math.max(version + 1, plan.atLeast ?? 0);
    const nextTrial =
      plan.trial === undefined
        ? trial && withoutChanged(trial, stored, plan.next)
        : (plan.trial?.(nextVersion) ?? null);
    const at = now();
    const entry: NewAuditEntry = {
      at,
      action,
      changes,
      outcome: 'accepted',
      version: nextVersion,
      by: author.by,
      author: author.name || null,
      reason: author.reason || null,
      problem: null,
      receipt: null,
      state: { values: next, stored: plan.next },
    };
    const written = storage.save({
      version: nextVersion,
      values: plan.next,
      trial: nextTrial,
      journal: [...recorder.unconfirmed(), entry],
    });
    if (!written.ok) return refused(written, changes, plan);
    // Also what a preview left in force counts, and a category whose update repeats its value.
    const touched = touchedCategories(before, next)
      .union(touchedCategories(values, next))
      .union(new Set(plan.named));
    if (action === 'undo') undoStack.moved('back', stored);
    else if (action === 'redo') undoStack.moved('forward', stored);
    else if (!sameLayer(stored, plan.next)) undoStack.push(stored);
    stored = plan.next;
    saved = next;
    version = nextVersion;
    trial = nextTrial;
    previewing = null;
    const runs = putInForce(next, false, causeOf(version, changes), touched, before);
    recorder.record({ ...entry, receipt: auditReceipt(runs) });
    lastReceipt = {
      version,
      at,
      by: author.by,
      reason: entry.reason,
      changes,
      callbacks: runs,
      summary: summaryOf(runs),
    };
    announce({ receipt: lastReceipt, runs, preview: false });
    return success(lastReceipt);
  }

  function refused<R extends Result<never>>(
    result: R,
    changes: NewAuditEntry['changes'],
    plan: Pick<Plan, 'author' | 'action'>,
  ): R {
    const { author, action } = plan;
    recorder.record({
      at: now(),
      action,
      changes,
      outcome: 'refused',
      version,
      by: author.by,
      author: author.name || null,
      reason: author.reason || null,
      problem: result.ok ? null : result.problem.message.slice(0, longestProblem),
      receipt: null,
      state: null,
    });
    return result;
  }

  function show(preview: LayerValues | null): void {
    const next = preview ? composed(preview) : saved;
    const cause = preview ? `preview on v${version}` : `preview on v${version} cancelled`;
    previewing = preview;
    const runs = putInForce(next, preview !== null, cause, touchedCategories(values, next), values);
    announce({ receipt: null, runs, preview: preview !== null });
  }

  const core: ConfigCore = {
    stored: () => stored,
    saved: () => saved,
    values: () => values,
    version: () => version,
    revision: () => revision,
    trial: () => trial,
    previewing: () => previewing,
    undoStack,
    subscribe: callbacks.subscribe,
    compose: composed,
    sound: soundLayer,
    accept,
    refused,
    show,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    saveAgain() {
      storage.save({ version, values: stored, trial, journal: recorder.unconfirmed() });
    },
    state: () => ({
      version,
      values,
      provenance: provenance({ environment, stored: previewing ?? stored }),
      preview: previewing !== null,
      last_receipt: lastReceipt,
      can_undo: undoStack.back !== undefined,
      can_redo: undoStack.forward !== undefined,
      trial: trial && { version: trial.version, revert_at: trial.revert_at, changes: trial.changes },
      metrics: callbacks.metrics(),
    }),
  };
  return { core, problems: start.problems };
}

const longestProblem = 2000;
