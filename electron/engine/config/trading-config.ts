import type { Receipt } from '../../../shared/config.ts';
import { categories } from '../../../shared/parameters.ts';
import { type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import type { Plan } from './change-plan.ts';
import { createConfigCore } from './config-core.ts';
import type { AskedChanges, Author, ConfigOwner, ConfigRecorder } from './config-owner.ts';
import type { ConfigStore, StoredConfig } from './config-store.ts';
import { createDecisions } from './decisions.ts';
import type { LayerValues } from './layers.ts';
import { byFile, notTaken } from './reading-edits.ts';
import { asDifference, changesOfHeld } from './receipts.ts';
import { differingPaths, layerOf, withPaths } from './saved-layers.ts';
import { createSerialQueue } from './serial-queue.ts';

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

  const { composer } = core;
  const decisions = createDecisions({ composer, now });

  function preview(changes: AskedChanges, scope: Scope): Result<{ version: number }> {
    const under = core.previewing();
    const next = decisions.checked(changes, under?.saved ?? core.standing(), scope);
    if (!next.ok) return next;
    core.show({ saved: next.value, scopes: new Set([...(under?.scopes ?? []), scope]) });
    return success({ version: core.standing().version });
  }

  function cancel(): Result<null> {
    if (core.previewing()) core.show(null);
    return success(null);
  }

  async function commit(author: Author): Promise<Result<Receipt | null>> {
    const under = core.previewing();
    if (!under) return success(null);
    if (changesOfHeld(core.standing(), composer.held(under.saved)).length === 0) return cancel();
    const { saved, scopes } = under;
    const moved = differingPaths(core.standing(), saved);
    // An edit from outside that is met by this save stays.
    const accepted = await core.settle((on) => ({
      next: withPaths(on, saved, moved),
      author,
      action: 'slider',
      named: [],
      scopes: [...scopes],
    }));
    // What could not be saved must not go on running as if it had been.
    if (!accepted.ok) cancel();
    return accepted;
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

  const stopFollowing = store.changes(() => void alone(follow));

  const config: ConfigOwner = {
    close: stopFollowing,
    values: core.values,
    version: () => core.standing().version,
    versionOf: core.versionOf,
    revision: core.revision,
    revisionOf: core.revisionOf,
    stored: (scope = null) => layerOf(core.standing(), scope),
    held: core.standing,
    previewing(symbol) {
      const under = core.previewing();
      if (!under || symbol === undefined) return under !== null;
      return under.scopes.has(null) || under.scopes.has(scopeOf(symbol));
    },
    trial: () => core.standing().trial,
    state: (scope = null) => core.state(scope),
    subscribe: core.subscribe,
    onChange: core.onChange,
    update: (category, changes, author, scope) =>
      config.updateAll({ [category]: changes }, author, 'update', scope),
    updateAll(changes, author, action, scope = null) {
      const who = { author, action, scope };
      return made(together(decisions.unlessStale(who, changes, (on) => decisions.update(on, changes, who))));
    },
    validate(changes, scope = null) {
      const next = decisions.checked(changes, core.standing(), scope);
      if (!next.ok)
        return {
          differences: [],
          problems: next.problem.details ?? [{ path: '', message: next.problem.message }],
        };
      const differences = changesOfHeld(core.standing(), composer.held(next.value)).map(asDifference);
      return { differences, problems: [] };
    },
    preview: (category, changes, scope = null) => alone(() => preview({ [category]: changes }, scope)),
    commit: (author) => alone(() => commit(author)),
    cancel: () => alone(cancel),
    reset(category, key, author, scope = null) {
      const who = { author, action: 'reset', scope } as const;
      return together(decisions.unlessStale(who, {}, (on) => decisions.reset(on, category, key, who)));
    },
    reload: (author) => alone(() => reload(author)),
    undo: (author) => alone(() => core.settle(() => move('back', author))),
    redo: (author) => alone(() => core.settle(() => move('forward', author))),
    restore(target, author) {
      const who = { author, action: 'restore', scope: target.scope ?? null } as const;
      return together(decisions.unlessStale(who, {}, (on) => decisions.restore(on, target, who)));
    },
    try: (changes, end, author, scope = null) =>
      made(together((on) => decisions.begin(on, changes, end, { author, action: 'trial', scope }))),
    trialLeft: core.trialLeft,
    saveTrialLeft: () =>
      alone(async () => {
        if (config.trial()?.left_ms != null) await core.saveAgain();
      }),
    keep: (author) => together((on) => decisions.keep(on, author)),
    revert: (author) => together((on) => decisions.revert(on, author)),
    adopt: (author, seen) =>
      made(together((on) => ({ next: on, author, action: 'reconcile', named: [], ...seen }))),
  };
  return { config, problems };
}

const noRecorder: ConfigRecorder = {
  record: () => undefined,
  unconfirmed: () => [],
  flush: () => Promise.resolve(),
};

/** For what is refused or makes a version, never leaves everything as it is. */
function made(answer: Promise<Result<Receipt | null>>): Promise<Result<Receipt>> {
  return answer as Promise<Result<Receipt>>;
}

/** Each save carries what the trail lacks: beyond this, writers wait until it has had its turn. */
const mostUnconfirmed = 256;

function roomInTrail(recorder: ConfigRecorder): Promise<void> | null {
  return recorder.unconfirmed().length < mostUnconfirmed ? null : recorder.flush();
}
