import type { Receipt } from '../../../shared/config.ts';
import { type Category, categories } from '../../../shared/parameters.ts';
import { failure, type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import { touchedCategories } from './callbacks.ts';
import type { Decide, Plan, Refusal, Standing } from './change-plan.ts';
import { createConfigCore } from './config-core.ts';
import type {
  AskedChanges,
  Author,
  ConfigOwner,
  ConfigRecorder,
  RestoreTarget,
  TrialEnd,
} from './config-owner.ts';
import type { ConfigStore, StoredConfig, StoredTrial } from './config-store.ts';
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
import { byFile, notTaken } from './settling.ts';
import { differing, storedBefore, takenBack } from './trials.ts';

export type * from './config-owner.ts';

/**
 * Starts from what is saved. Problems of the saved values are returned, not fatal: what is wrong is
 * left out of the running config, and `store` keeps the file as it was until the next update.
 */
export function createTradingConfig(options: {
  store: ConfigStore;
  stored: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
  recorder?: ConfigRecorder;
  /** Tells a person what has become of what somebody else has stored. */
  tell?: (message: string) => void;
}): { config: ConfigOwner; problems: ProblemDetail[] } {
  const { store, stored, environment, now, elapsed, recorder = noRecorder, tell = () => undefined } = options;
  const { core, problems } = createConfigCore({
    store,
    from: stored,
    environment,
    now,
    elapsed,
    recorder,
    tell,
  });
  const { alone, together } = createSerialQueue(core.settleAll, () => roomInTrail(recorder));

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

  function unlessStale(who: Who, asked: AskedChanges, decide: Decide): Decide {
    const { expected } = who.author;
    return (on) => {
      if (expected === undefined || expected === on.version) return decide(on);
      const stale = failure(
        'stale',
        `This was meant for version ${expected}, but version ${on.version} is in force by now. Read the values again, then decide anew.`,
      );
      return refuse(stale, who, refusedChanges(asked, on.saved));
    };
  }

  function updateAll(on: Standing, changes: AskedChanges, who: Who, end?: TrialEnd): Plan | Refusal {
    const next = checked(changes, { environment, stored: on.stored });
    if (!next.ok) return refuse(next, who, refusedChanges(changes, on.saved));
    const plan: Plan = { ...who, next: next.value, named: Object.keys(changes) as Category[] };
    return end === undefined ? plan : { ...plan, trial: (made) => trialOf(on, next.value, made, end) };
  }

  function trialOf(on: Standing, next: LayerValues, made: number, end: TrialEnd): StoredTrial {
    const changes = changesBetween(on.saved, core.compose(next));
    const before = storedBefore(on.stored, next);
    return 'at' in end
      ? { version: made, revert_at: end.at, left_ms: null, changes, before }
      : { version: made, revert_at: now() + end.after, left_ms: end.after, changes, before };
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

  async function commit(author: Author): Promise<Result<Receipt | null>> {
    const next = core.previewing();
    if (!next) return success(null);
    if (touchedCategories(core.saved(), core.values()).size === 0) return cancel();
    const accepted = await core.settle(() => ({ next, author, action: 'slider', named: [] }));
    // What could not be saved must not go on running as if it had been.
    if (!accepted.ok) cancel();
    return accepted;
  }

  /** Replaces the stored layer; null when it is that already. */
  function replace(
    on: Standing,
    next: LayerValues,
    plan: Omit<Plan, 'next' | 'named'> & Partial<Pick<Plan, 'named'>>,
  ): Plan | Refusal | null {
    if (sameLayer(next, on.stored) && plan.trial === undefined) return null;
    const wrong = layerProblems(next);
    const broken = wrong.length > 0 ? wrong : ruleProblems(core.compose(next));
    if (broken.length === 0) return { named: categories, ...plan, next };
    return refuse(refusal(broken), plan, refusedChanges(next, on.saved));
  }

  function reset(
    on: Standing,
    category: string | undefined,
    key: string | undefined,
    who: Who,
  ): Plan | Refusal | null {
    if (category === undefined && key !== undefined) {
      return refuse(failure('invalid', `Say which category "${key}" belongs to.`), who);
    }
    const details = category === undefined ? [] : valueProblems(category, {});
    if (details.length > 0) return refuse(refusal(details), who);
    if (key !== undefined && !Object.hasOwn(on.saved[category as Category], key)) {
      return refuse(refusal(valueProblems(category as string, { [key]: null })), who);
    }
    const named = category === undefined ? categories : [category as Category];
    return replace(on, withoutStored(on.stored, category as Category | undefined, key), { ...who, named });
  }

  async function reload(author: Author): Promise<Result<Receipt | null>> {
    let answer: Result<Receipt | null> = success(null);
    for (let edit = await store.look(true); edit; edit = await store.look()) {
      [answer] = await core.take({ edits: [edit], author });
    }
    return answer;
  }

  /** Edits come into force as soon as their turn comes. */
  async function follow(): Promise<void> {
    for (let edit = await store.look(); edit; edit = await store.look()) {
      const [taken] = await core.take({ edits: [edit], author: byFile });
      if (!taken.ok) tell(notTaken(taken.problem));
    }
  }

  function move(direction: 'back' | 'forward', author: Author): Plan | null {
    const target = core.undoStack[direction];
    if (target === undefined) return null;
    const action = direction === 'back' ? 'undo' : 'redo';
    return { next: target, author, action, named: categories };
  }

  function restore(on: Standing, target: RestoreTarget, who: Who): Plan | Refusal | null {
    if (!target.paths)
      return replace(on, storedFor(target.values, environment, core.sound(target.stored).layer), who);
    const chosen = chosenValues(target.values, target.paths);
    if (!chosen.ok) return refuse(chosen, who);
    const next = checked(chosen.value, { environment, stored: on.stored });
    return next.ok ? replace(on, next.value, who) : refuse(next, who, refusedChanges(chosen.value, on.saved));
  }

  function begin(on: Standing, changes: AskedChanges, end: TrialEnd, who: Who): Plan | Refusal {
    if (on.trial)
      return refuse(failure('conflict', 'A change is on trial. Keep it or take it back first.'), who);
    const left = 'at' in end ? end.at - now() : end.after;
    if (!(left > 0 && Number.isFinite(left)))
      return refuse(failure('invalid', 'A trial must end at a time in the future.'), who);
    const next = checked(changes, { environment, stored: on.stored });
    if (next.ok && changesBetween(on.saved, core.compose(next.value)).length === 0)
      return refuse(failure('invalid', 'There is nothing to try: these values are in force.'), who);
    return updateAll(on, next.ok ? differing(changes, on.saved) : changes, who, end);
  }

  function revert(on: Standing, author: Author): Plan | Refusal | null {
    if (!on.trial) return null;
    return replace(on, takenBack(on.trial, on.stored), { author, action: 'revert', trial: () => null });
  }

  const stopFollowing = store.changes(() => void alone(follow));

  const config: ConfigOwner = {
    close: stopFollowing,
    values: core.values,
    version: core.version,
    versionOf: () => core.version(),
    revision: core.revision,
    revisionOf: () => core.revision(),
    stored: core.stored,
    previewing: () => core.previewing() !== null,
    trial: core.trial,
    state: core.state,
    subscribe: core.subscribe,
    onChange: core.onChange,
    update: (category, changes, author) => config.updateAll({ [category]: changes }, author, 'update'),
    updateAll(changes, author, action) {
      const who = { author, action };
      return made(together(unlessStale(who, changes, (on) => updateAll(on, changes, who))));
    },
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
    preview: (category, changes) => alone(() => preview(category, changes)),
    commit: (author) => alone(() => commit(author)),
    cancel: () => alone(cancel),
    reset(category, key, author) {
      const who = { author, action: 'reset' } as const;
      return together(unlessStale(who, {}, (on) => reset(on, category, key, who)));
    },
    reload: (author) => alone(() => reload(author)),
    undo: (author) => alone(() => core.settle(() => move('back', author))),
    redo: (author) => alone(() => core.settle(() => move('forward', author))),
    restore(target, author) {
      const who = { author, action: 'restore' } as const;
      return together(unlessStale(who, {}, (on) => restore(on, target, who)));
    },
    try: (changes, end, author) =>
      made(together((on) => begin(on, changes, end, { author, action: 'trial' }))),
    trialLeft: core.trialLeft,
    saveTrialLeft: () =>
      alone(async () => {
        if (core.trial()?.left_ms != null) await core.saveAgain();
      }),
    keep: (author) =>
      together(
        ({ stored, trial }) =>
          trial && { next: stored, author, action: 'keep', named: [], trial: () => null },
      ),
    revert: (author) => together((on) => revert(on, author)),
    adopt: (author, seen) =>
      made(together(({ stored }) => ({ next: stored, author, action: 'reconcile', named: [], ...seen }))),
  };
  return { config, problems };
}

const noRecorder: ConfigRecorder = {
  record: () => undefined,
  unconfirmed: () => [],
  flush: () => Promise.resolve(),
};

type Who = Pick<Plan, 'author' | 'action'>;

function refuse(
  { problem }: ReturnType<typeof failure>,
  { author, action }: Who,
  changes: Refusal['changes'] = [],
): Refusal {
  return { problem, changes, author, action };
}

/** For what is refused or makes a version, never leaves everything as it is. */
function made(answer: Promise<Result<Receipt | null>>): Promise<Result<Receipt>> {
  return answer as Promise<Result<Receipt>>;
}

/** Each save carries what the trail lacks: beyond this, writers wait until it has had its turn. */
const mostUnconfirmed = 256;

function roomInTrail(recorder: ConfigRecorder): Promise<void> | null {
  return recorder.unconfirmed().length < mostUnconfirmed ? null : recorder.flush();
}
