import type { AuditAction } from '../../../shared/audit.ts';
import type { Receipt } from '../../../shared/config.ts';
import { type Category, categories } from '../../../shared/parameters.ts';
import { failure, type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import { touchedCategories } from './callbacks.ts';
import { createConfigCore, type Plan } from './config-core.ts';
import type {
  AskedChanges,
  Author,
  ConfigOwner,
  ConfigRecorder,
  ConfigStorage,
  RestoreTarget,
  StoredConfig,
  StoredTrial,
} from './config-owner.ts';
import {
  chosenValues,
  type Layers,
  type LayerValues,
  layerProblems,
  ruleProblems,
  sameLayer,
  storedFor,
  valueProblems,
  withAllStored,
  withoutStored,
} from './layers.ts';
import { changesBetween, differencesBetween, refusal } from './receipts.ts';
import { refusedChanges } from './refused-changes.ts';
import { createSerialQueue } from './serial-queue.ts';
import { differing, storedBefore, takenBack } from './trials.ts';

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
  const { storage, stored, environment, now, elapsed, recorder = noRecorder } = options;
  const inTurn = createSerialQueue();
  const { core, problems } = createConfigCore({ storage, from: stored, environment, now, elapsed, recorder });

  function checked(changes: AskedChanges, base: Layers): Result<LayerValues> {
    const asked = Object.entries(changes);
    const details = layerProblems(changes);
    if (details.length > 0) return refusal(details);
    if (asked.every(([, own]) => Object.keys(own).length === 0))
      return failure('invalid', 'No changes were given.');
    const next = withAllStored(base, changes as LayerValues);
    const broken = ruleProblems(core.compose(next));
    return broken.length > 0 ? refusal(broken) : success(next);
  }

  /** Nothing comes between this and the task: both have the same turn. */
  function unlessStale<T>(
    { author, action }: Pick<Plan, 'author' | 'action'>,
    asked: AskedChanges,
    task: () => Result<T>,
  ): Result<T> {
    const { expected } = author;
    if (expected === undefined || expected === core.version()) return task();
    const stale = failure(
      'stale',
      `This was meant for version ${expected}, but version ${core.version()} is in force by now. Read the values again, then decide anew.`,
    );
    return core.refused(stale, refusedChanges(asked, core.saved()), { author, action });
  }

  function updateAll(
    changes: AskedChanges,
    author: Author,
    action: AuditAction,
    revertAt?: number,
  ): Result<Receipt> {
    const next = checked(changes, { environment, stored: core.stored() });
    if (!next.ok) return core.refused(next, refusedChanges(changes, core.saved()), { author, action });
    const plan: Plan = { next: next.value, author, action, named: Object.keys(changes) as Category[] };
    return core.accept(
      revertAt === undefined ? plan : { ...plan, trial: (made) => trialOf(next.value, made, revertAt) },
    );
  }

  function trialOf(next: LayerValues, made: number, revertAt: number): StoredTrial {
    const changes = changesBetween(core.saved(), core.compose(next));
    return { version: made, revert_at: revertAt, changes, before: storedBefore(core.stored(), next) };
  }

  function preview(
    category: string,
    changes: Readonly<Record<string, unknown>>,
  ): Result<{ version: number }> {
    const next = checked(
      { [category]: changes },
      { environment, stored: core.previewing() ?? core.stored() },
    );
    if (!next.ok) return next;
    core.show(next.value);
    return success({ version: core.version() });
  }

  function cancel(): Result<null> {
    if (core.previewing()) core.show(null);
    return success(null);
  }

  function commit(author: Author): Result<Receipt | null> {
    const next = core.previewing();
    if (!next) return success(null);
    if (touchedCategories(core.saved(), core.values()).size === 0) return cancel();
    const accepted = core.accept({ next, author, action: 'slider', named: [] });
    // What could not be saved must not go on running as if it had been.
    if (!accepted.ok) cancel();
    return accepted;
  }

  /** Replaces the stored layer; null when it is that already. */
  function replace(
    next: LayerValues,
    plan: Omit<Plan, 'next' | 'named'> & Partial<Pick<Plan, 'named'>>,
  ): Result<Receipt | null> {
    if (sameLayer(next, core.stored()) && plan.trial === undefined) return success(null);
    const wrong = layerProblems(next);
    const broken = wrong.length > 0 ? wrong : ruleProblems(core.compose(next));
    if (broken.length === 0) return core.accept({ named: categories, ...plan, next });
    return core.refused(refusal(broken), refusedChanges(next, core.saved()), plan);
  }

  function reset(
    category: string | undefined,
    key: string | undefined,
    author: Author,
  ): Result<Receipt | null> {
    const plan = { author, action: 'reset' } as const;
    if (category === undefined && key !== undefined) {
      return core.refused(failure('invalid', `Say which category "${key}" belongs to.`), [], plan);
    }
    const details = category === undefined ? [] : valueProblems(category, {});
    if (details.length > 0) return core.refused(refusal(details), [], plan);
    if (key !== undefined && !Object.hasOwn(core.saved()[category as Category], key)) {
      return core.refused(refusal(valueProblems(category as string, { [key]: null })), [], plan);
    }
    const named = category === undefined ? categories : [category as Category];
    return replace(withoutStored(core.stored(), category as Category | undefined, key), { ...plan, named });
  }

  function reload(author: Author): Result<Receipt | null> {
    const plan = { author, action: 'file' } as const;
    const loaded = storage.load();
    if (!loaded.ok) return core.refused(loaded, [], plan);
    const { layer, problems } = core.sound(loaded.value?.values ?? {});
    if (problems.length > 0)
      return core.refused(refusal(problems), refusedChanges(loaded.value?.values ?? {}, core.saved()), plan);
    const taken = replace(layer, { ...plan, atLeast: loaded.value?.version ?? 0 });
    // The same values with the trial left out: without it on disk, its end would not survive a restart.
    const trial = core.trial();
    if (taken.ok && taken.value === null && trial && loaded.value?.trial?.version !== trial.version)
      core.saveAgain();
    return taken;
  }

  function move(direction: 'back' | 'forward', author: Author): Result<Receipt | null> {
    const target = core.undoStack[direction];
    if (target === undefined) return success(null);
    const action = direction === 'back' ? 'undo' : 'redo';
    return core.accept({ next: target, author, action, named: categories });
  }

  function restore(target: RestoreTarget, author: Author): Result<Receipt | null> {
    const plan = { author, action: 'restore' } as const;
    if (!target.paths)
      return replace(storedFor(target.values, environment, core.sound(target.stored).layer), plan);
    const chosen = chosenValues(target.values, target.paths);
    if (!chosen.ok) return core.refused(chosen, [], plan);
    const next = checked(chosen.value, { environment, stored: core.stored() });
    return next.ok
      ? replace(next.value, plan)
      : core.refused(next, refusedChanges(chosen.value, core.saved()), plan);
  }

  function begin(changes: AskedChanges, revertAt: number, author: Author): Result<Receipt> {
    const plan = { author, action: 'trial' } as const;
    if (core.trial())
      return core.refused(
        failure('conflict', 'A change is on trial. Keep it or take it back first.'),
        [],
        plan,
      );
    if (!(revertAt > now() && Number.isFinite(revertAt)))
      return core.refused(failure('invalid', 'A trial must end at a time in the future.'), [], plan);
    const next = checked(changes, { environment, stored: core.stored() });
    if (next.ok && changesBetween(core.saved(), core.compose(next.value)).length === 0)
      return core.refused(
        failure('invalid', 'There is nothing to try: these values are in force.'),
        [],
        plan,
      );
    return updateAll(next.ok ? differing(changes, core.saved()) : changes, author, 'trial', revertAt);
  }

  function revert(author: Author): Result<Receipt | null> {
    const trial = core.trial();
    if (!trial) return success(null);
    return replace(takenBack(trial, core.stored()), { author, action: 'revert', trial: () => null });
  }

  const config: ConfigOwner = {
    values: core.values,
    version: core.version,
    revision: core.revision,
    stored: core.stored,
    previewing: () => core.previewing() !== null,
    trial: core.trial,
    state: core.state,
    subscribe: core.subscribe,
    onChange: core.onChange,
    update: (category, changes, author) => config.updateAll({ [category]: changes }, author, 'update'),
    updateAll: (changes, author, action) =>
      inTurn(() => unlessStale({ author, action }, changes, () => updateAll(changes, author, action))),
    validate(changes) {
      const next = checked(changes, { environment, stored: core.stored() });
      if (!next.ok)
        return {
          differences: [],
          problems: next.problem.details ?? [{ path: '', message: next.problem.message }],
        };
      return {
        differences: differencesBetween(core.saved(), core.compose(next.value)),
        problems: [],
      };
    },
    preview: (category, changes) => inTurn(() => preview(category, changes)),
    commit: (author) => inTurn(() => commit(author)),
    cancel: () => inTurn(cancel),
    reset: (category, key, author) =>
      inTurn(() => unlessStale({ author, action: 'reset' }, {}, () => reset(category, key, author))),
    reload: (author) => inTurn(() => reload(author)),
    undo: (author) => inTurn(() => move('back', author)),
    redo: (author) => inTurn(() => move('forward', author)),
    restore: (target, author) =>
      inTurn(() => unlessStale({ author, action: 'restore' }, {}, () => restore(target, author))),
    try: (changes, revertAt, author) => inTurn(() => begin(changes, revertAt, author)),
    keep: (author) =>
      inTurn(() =>
        core.trial()
          ? core.accept({ next: core.stored(), author, action: 'keep', named: [], trial: () => null })
          : success(null),
      ),
    revert: (author) => inTurn(() => revert(author)),
    adopt: (author, seen) =>
      inTurn(() => core.accept({ next: core.stored(), author, action: 'reconcile', named: [], ...seen })),
  };
  return { config, problems };
}

const noRecorder: ConfigRecorder = { record: () => undefined, unconfirmed: () => [] };
