import type { AuditAction } from '../../../shared/audit.ts';
import type { Receipt } from '../../../shared/config.ts';
import { type Category, categories, type TradingConfig } from '../../../shared/parameters.ts';
import { failure, type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import { createCallbacks, touchedCategories } from './callbacks.ts';
import type {
  AskedChanges,
  Author,
  ConfigChange,
  ConfigOwner,
  ConfigRecorder,
  ConfigStorage,
  RestoreTarget,
  StoredConfig,
  StoredTrial,
} from './config-owner.ts';
import {
  chosenValues,
  compose,
  type Layers,
  type LayerValues,
  layerProblems,
  provenance,
  ruleProblems,
  sameLayer,
  sound,
  storedFor,
  valueProblems,
  withAllStored,
  withoutStored,
} from './layers.ts';
import { auditReceipt, causeOf, changesBetween, differencesBetween, refusal, summaryOf } from './receipts.ts';
import { refusedChanges } from './refused-changes.ts';
import { createSerialQueue } from './serial-queue.ts';
import { differing, storedBefore, takenBack, withoutChanged } from './trials.ts';
import { createUndoStack } from './undo-stack.ts';

export type * from './config-owner.ts';

/**
 * Starts from what is saved. Problems of the saved values are returned, not fatal: what is wrong is
 * left out of the running config, and `storage` keeps the file as it was until the next update.
 */
export function createTradingConfig(options: {
  storage: ConfigStorage;
  stored: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
  recorder?: ConfigRecorder;
}): { config: ConfigOwner; problems: ProblemDetail[] } {
  const { storage, environment, now, elapsed, recorder = noRecorder } = options;
  const callbacks = createCallbacks(now, elapsed);
  const listeners = new Set<(change: ConfigChange) => void>();
  const inTurn = createSerialQueue();
  const undoStack = createUndoStack<LayerValues>();

  const start = soundStored(options.stored?.values ?? {});
  let stored = start.layer;
  let version = options.stored?.version ?? 1;
  let trial = soundTrial(options.stored?.trial ?? null);
  let revision = 0;
  let saved = compose({ environment, stored });
  let values = saved;
  let previewing: LayerValues | null = null;
  let lastReceipt: Receipt | null = null;

  function soundStored(raw: Readonly<Record<string, unknown>>) {
    return sound(raw, (layer) => compose({ environment, stored: layer }));
  }

  /** What the file says was there before is checked as well: it comes back without anyone looking. */
  function soundTrial(from: StoredTrial | null): StoredTrial | null {
    return from && { ...from, before: soundStored(from.before).layer };
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

  /** Saves, then commits, then notifies; a save that fails leaves everything as it was. */
  function accept(plan: Plan): Result<Receipt> {
    const { author, action } = plan;
    const before = plan.from ?? saved;
    const next = compose({ environment, stored: plan.next });
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

  function checked(changes: AskedChanges, base: Layers): Result<LayerValues> {
    const asked = Object.entries(changes);
    const details = layerProblems(changes);
    if (details.length > 0) return refusal(details);
    if (asked.every(([, own]) => Object.keys(own).length === 0))
      return failure('invalid', 'No changes were given.');
    const next = withAllStored(base, changes as LayerValues);
    const broken = ruleProblems(compose({ environment, stored: next }));
    return broken.length > 0 ? refusal(broken) : success(next);
  }

  function updateAll(
    changes: AskedChanges,
    author: Author,
    action: AuditAction,
    revertAt?: number,
  ): Result<Receipt> {
    const next = checked(changes, { environment, stored });
    if (!next.ok) return refused(next, refusedChanges(changes, saved), { author, action });
    const plan: Plan = { next: next.value, author, action, named: Object.keys(changes) as Category[] };
    return accept(
      revertAt === undefined ? plan : { ...plan, trial: (made) => trialOf(next.value, made, revertAt) },
    );
  }

  function trialOf(next: LayerValues, made: number, revertAt: number): StoredTrial {
    const changes = changesBetween(saved, compose({ environment, stored: next }));
    return { version: made, revert_at: revertAt, changes, before: storedBefore(stored, next) };
  }

  function preview(
    category: string,
    changes: Readonly<Record<string, unknown>>,
  ): Result<{ version: number }> {
    const next = checked({ [category]: changes }, { environment, stored: previewing ?? stored });
    if (!next.ok) return next;
    previewing = next.value;
    show(compose({ environment, stored: next.value }), true, `preview on v${version}`);
    return success({ version });
  }

  function show(next: TradingConfig, isPreview: boolean, cause: string): void {
    const runs = putInForce(next, isPreview, cause, touchedCategories(values, next), values);
    announce({ receipt: null, runs, preview: isPreview });
  }

  function cancel(): Result<null> {
    if (!previewing) return success(null);
    previewing = null;
    show(saved, false, `preview on v${version} cancelled`);
    return success(null);
  }

  function commit(author: Author): Result<Receipt | null> {
    if (!previewing) return success(null);
    const next = previewing;
    if (touchedCategories(saved, values).size === 0) return cancel();
    const accepted = accept({ next, author, action: 'slider', named: [] });
    // What could not be saved must not go on running as if it had been.
    if (!accepted.ok) cancel();
    return accepted;
  }

  /** Replaces the stored layer; null when it is that already. */
  function replace(
    next: LayerValues,
    plan: Omit<Plan, 'next' | 'named'> & Partial<Pick<Plan, 'named'>>,
  ): Result<Receipt | null> {
    if (sameLayer(next, stored) && plan.trial === undefined) return success(null);
    const wrong = layerProblems(next);
    const broken = wrong.length > 0 ? wrong : ruleProblems(compose({ environment, stored: next }));
    if (broken.length === 0) return accept({ named: categories, ...plan, next });
    return refused(refusal(broken), refusedChanges(next, saved), plan);
  }

  function reset(
    category: string | undefined,
    key: string | undefined,
    author: Author,
  ): Result<Receipt | null> {
    const plan = { author, action: 'reset' } as const;
    if (category === undefined && key !== undefined) {
      return refused(failure('invalid', `Say which category "${key}" belongs to.`), [], plan);
    }
    const details = category === undefined ? [] : valueProblems(category, {});
    if (details.length > 0) return refused(refusal(details), [], plan);
    if (key !== undefined && !Object.hasOwn(saved[category as Category], key)) {
      return refused(refusal(valueProblems(category as string, { [key]: null })), [], plan);
    }
    const named = category === undefined ? categories : [category as Category];
    return replace(withoutStored(stored, category as Category | undefined, key), { ...plan, named });
  }

  function reload(author: Author): Result<Receipt | null> {
    const plan = { author, action: 'file' } as const;
    const loaded = storage.load();
    if (!loaded.ok) return refused(loaded, [], plan);
    const { layer, problems } = soundStored(loaded.value?.values ?? {});
    if (problems.length > 0)
      return refused(refusal(problems), refusedChanges(loaded.value?.values ?? {}, saved), plan);
    const taken = replace(layer, { ...plan, atLeast: loaded.value?.version ?? 0 });
    // The same values with the trial left out: without it on disk, its end would not survive a restart.
    if (taken.ok && taken.value === null && trial && loaded.value?.trial?.version !== trial.version)
      storage.save({ version, values: stored, trial, journal: recorder.unconfirmed() });
    return taken;
  }

  function move(direction: 'back' | 'forward', author: Author): Result<Receipt | null> {
    const target = undoStack[direction];
    if (target === undefined) return success(null);
    const action = direction === 'back' ? 'undo' : 'redo';
    return accept({ next: target, author, action, named: categories });
  }

  function restore(target: RestoreTarget, author: Author): Result<Receipt | null> {
    const plan = { author, action: 'restore' } as const;
    if (!target.paths)
      return replace(storedFor(target.values, environment, soundStored(target.stored).layer), plan);
    const chosen = chosenValues(target.values, target.paths);
    if (!chosen.ok) return refused(chosen, [], plan);
    const next = checked(chosen.value, { environment, stored });
    return next.ok ? replace(next.value, plan) : refused(next, refusedChanges(chosen.value, saved), plan);
  }

  function begin(changes: AskedChanges, revertAt: number, author: Author): Result<Receipt> {
    const plan = { author, action: 'trial' } as const;
    if (trial)
      return refused(failure('conflict', 'A change is on trial. Keep it or take it back first.'), [], plan);
    if (!(revertAt > now() && Number.isFinite(revertAt)))
      return refused(failure('invalid', 'A trial must end at a time in the future.'), [], plan);
    const next = checked(changes, { environment, stored });
    if (next.ok && changesBetween(saved, compose({ environment, stored: next.value })).length === 0)
      return refused(failure('invalid', 'There is nothing to try: these values are in force.'), [], plan);
    return updateAll(next.ok ? differing(changes, saved) : changes, author, 'trial', revertAt);
  }

  function revert(author: Author): Result<Receipt | null> {
    if (!trial) return success(null);
    return replace(takenBack(trial, stored), { author, action: 'revert', trial: () => null });
  }

  const config: ConfigOwner = {
    values: () => values,
    version: () => version,
    revision: () => revision,
    stored: () => stored,
    previewing: () => previewing !== null,
    trial: () => trial,
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
    subscribe: callbacks.subscribe,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (category, changes, author) => inTurn(() => updateAll({ [category]: changes }, author, 'update')),
    updateAll: (changes, author, action) => inTurn(() => updateAll(changes, author, action)),
    validate(changes) {
      const next = checked(changes, { environment, stored });
      if (!next.ok)
        return {
          differences: [],
          problems: next.problem.details ?? [{ path: '', message: next.problem.message }],
        };
      return {
        differences: differencesBetween(saved, compose({ environment, stored: next.value })),
        problems: [],
      };
    },
    preview: (category, changes) => inTurn(() => preview(category, changes)),
    commit: (author) => inTurn(() => commit(author)),
    cancel: () => inTurn(cancel),
    reset: (category, key, author) => inTurn(() => reset(category, key, author)),
    reload: (author) => inTurn(() => reload(author)),
    undo: (author) => inTurn(() => move('back', author)),
    redo: (author) => inTurn(() => move('forward', author)),
    restore: (target, author) => inTurn(() => restore(target, author)),
    try: (changes, revertAt, author) => inTurn(() => begin(changes, revertAt, author)),
    keep: (author) =>
      inTurn(() =>
        trial
          ? accept({ next: stored, author, action: 'keep', named: [], trial: () => null })
          : success(null),
      ),
    revert: (author) => inTurn(() => revert(author)),
    adopt: (author, seen) =>
      inTurn(() => accept({ next: stored, author, action: 'reconcile', named: [], ...seen })),
  };
  return { config, problems: start.problems };
}

/** A change on its way to being accepted. */
interface Plan {
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

const longestProblem = 2000;

const noRecorder: ConfigRecorder = { record: () => undefined, unconfirmed: () => [] };
