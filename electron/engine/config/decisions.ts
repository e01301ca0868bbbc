import { type Category, categories } from '../../../shared/parameters.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import type { Decide, Plan, Refusal, Standing } from './change-plan.ts';
import type { Composer } from './composer.ts';
import type { AskedChanges, Author, RestoreTarget, TrialEnd } from './config-owner.ts';
import type { StoredTrial } from './config-store.ts';
import { layerProblems, notOfOneSymbol, valueProblems } from './layer-problems.ts';
import { chosenValues, type LayerValues, tiedKeys, withoutStored } from './layers.ts';
import { changesOfHeld, refusal } from './receipts.ts';
import { refusedChanges, refusedLayers } from './refused-changes.ts';
import { layerOf, type SavedLayers, sameSaved, valuesFor, withLayer, withPaths } from './saved-layers.ts';
import { differing, savedBefore, takenBack } from './trials.ts';

/** Who asks, what for, and for whom. */
export interface Who extends Pick<Plan, 'author' | 'action'> {
  readonly scope: Scope;
}

/** What becomes of what is asked, decided on what is saved at that moment. Changes nothing by itself. */
export interface Decisions {
  /** What is saved with changes for `scope`; refused with every problem. */
  checked(changes: AskedChanges, on: SavedLayers, scope: Scope): Result<SavedLayers>;
  /** Refused where the asker has seen another version. */
  unlessStale(who: Who, asked: AskedChanges, decide: Decide): Decide;
  update(on: Standing, changes: AskedChanges, who: Who, end?: TrialEnd): Plan | Refusal;
  reset(on: Standing, category: string | undefined, key: string | undefined, who: Who): Plan | Refusal | null;
  restore(on: Standing, target: RestoreTarget, who: Who): Plan | Refusal | null;
  begin(on: Standing, changes: AskedChanges, end: TrialEnd, who: Who): Plan | Refusal;
  keep(on: Standing, author: Author): Plan | null;
  revert(on: Standing, author: Author): Plan | Refusal | null;
}

/** `now` in ms since the epoch. */
export function createDecisions({ composer, now }: { composer: Composer; now: () => number }): Decisions {
  function checked(changes: AskedChanges, on: SavedLayers, scope: Scope): Result<SavedLayers> {
    const details = layerProblems(changes, scope);
    if (details.length > 0) return refusal(details);
    if (Object.values(changes).every((own) => Object.keys(own).length === 0))
      return failure('invalid', 'No changes were given.');
    const next = composer.changed(on, scope, changes as LayerValues);
    const broken = composer.broken(next, scope);
    return broken.length > 0 ? refusal(broken) : success(next);
  }

  function update(on: Standing, changes: AskedChanges, who: Who, end?: TrialEnd): Plan | Refusal {
    const next = checked(changes, on, who.scope);
    if (!next.ok) return refuse(next, who, refusedChanges(changes, on, who.scope));
    const named = Object.keys(changes) as Category[];
    const plan: Plan = { ...who, next: next.value, named, scopes: [who.scope] };
    return end === undefined ? plan : { ...plan, trial: (made) => trialOf(on, next.value, made, end) };
  }

  function trialOf(on: Standing, next: SavedLayers, made: number, end: TrialEnd): StoredTrial {
    const changes = changesOfHeld(on, composer.held(next));
    const before = savedBefore(on, next);
    return 'at' in end
      ? { version: made, revert_at: end.at, left_ms: null, changes, before }
      : { version: made, revert_at: now() + end.after, left_ms: end.after, changes, before };
  }

  /** Replaces what is saved; null when it is that already. */
  function replace(
    on: Standing,
    next: SavedLayers,
    who: Who,
    plan: Partial<Pick<Plan, 'named' | 'trial' | 'scopes'>> = {},
  ): Plan | Refusal | null {
    if (sameSaved(next, on) && plan.trial === undefined) return null;
    const broken = composer.problems(next);
    if (broken.length === 0) return { ...who, named: categories, ...plan, next };
    return refuse(refusal(broken), who, refusedLayers(next, on));
  }

  function reset(
    on: Standing,
    category: string | undefined,
    key: string | undefined,
    who: Who,
  ): Plan | Refusal | null {
    if (category === undefined && key !== undefined)
      return refuse(failure('invalid', `Say which category "${key}" belongs to.`), who);
    const details = category === undefined ? [] : valueProblems(category, {});
    if (details.length > 0) return refuse(refusal(details), who);
    if (key !== undefined && !Object.hasOwn(on.values[category as Category], key))
      return refuse(refusal(valueProblems(category as string, { [key]: null })), who);
    if (category === 'cache' && who.scope !== null) return refuse(refusal([notOfOneSymbol(key ?? '')]), who);
    const layer = withoutStored(layerOf(on, who.scope), category as Category | undefined, key);
    const named = category === undefined ? categories : [category as Category];
    return replace(on, withLayer(on, who.scope, layer), who, { named, scopes: [who.scope] });
  }

  function restore(on: Standing, target: RestoreTarget, who: Who): Plan | Refusal | null {
    const whole = { values: target.values, ...composer.sound(target).saved };
    if (!target.paths) return replace(on, composer.restored(whole, on, target.scope), who);
    const chosen = chosenValues(target.values, target.paths);
    if (!chosen.ok) return refuse(chosen, who);
    const refused = () => refusedChanges(chosen.value, on, who.scope);
    if (who.scope !== null) {
      const details = layerProblems(chosen.value, who.scope);
      if (details.length > 0) return refuse(refusal(details), who, refused());
      return replace(on, restoredAt(on, whole, who.scope, target.paths), who);
    }
    const next = checked(chosen.value, on, null);
    return next.ok ? replace(on, next.value, who) : refuse(next, who, refused());
  }

  /** A symbol gets back what it had, or goes without a value of its own again. */
  function restoredAt(
    on: Standing,
    target: Parameters<Composer['restored']>[0],
    scope: string,
    paths: readonly string[],
  ): SavedLayers {
    const wanted = paths.flatMap((path) => {
      const [category, key] = path.split('.') as [Category, string];
      return tiedKeys(category, key).map((each) => ({ scope, category, key: each }));
    });
    return withPaths(on, composer.restored(target, on, scope), wanted);
  }

  function begin(on: Standing, changes: AskedChanges, end: TrialEnd, who: Who): Plan | Refusal {
    const { scope } = who;
    if (on.trial)
      return refuse(failure('conflict', 'A change is on trial. Keep it or take it back first.'), who);
    const left = 'at' in end ? end.at - now() : end.after;
    if (!(left > 0 && Number.isFinite(left)))
      return refuse(failure('invalid', 'A trial must end at a time in the future.'), who);
    const next = checked(changes, on, scope);
    if (next.ok && changesOfHeld(on, composer.held(next.value)).length === 0)
      return refuse(failure('invalid', 'There is nothing to try: these values are in force.'), who);
    return update(on, next.ok ? differing(changes, valuesFor(on, scope)) : changes, who, end);
  }

  return {
    checked,
    update,
    reset,
    restore,
    begin,
    unlessStale(who, asked, decide) {
      const { expected } = who.author;
      return (on) => {
        if (expected === undefined || expected === on.version) return decide(on);
        const stale = failure(
          'stale',
          `This was meant for version ${expected}, but version ${on.version} is in force by now. Read the values again, then decide anew.`,
        );
        return refuse(stale, who, refusedChanges(asked, on, who.scope));
      };
    },
    keep: (on, author) =>
      on.trial && {
        next: on,
        author,
        action: 'keep',
        named: [],
        trial: () => null,
        scopes: onTrial(on.trial),
      },
    revert(on, author) {
      if (!on.trial) return null;
      const who = { author, action: 'revert', scope: null } as const;
      return replace(on, takenBack(on.trial, on), who, { trial: () => null, scopes: onTrial(on.trial) });
    },
  };
}

function onTrial({ changes }: StoredTrial): readonly Scope[] {
  return changes.map(({ symbol }) => symbol);
}

function refuse(
  { problem }: ReturnType<typeof failure>,
  { author, action, scope }: Who,
  changes: Refusal['changes'] = [],
): Refusal {
  return { problem, changes, author, action, scope };
}
