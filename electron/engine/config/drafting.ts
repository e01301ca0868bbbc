import type { NewAuditEntry } from './audit-trail.ts';
import type { Draft, Plan, Refusal, Standing } from './change-plan.ts';
import type { Composer } from './composer.ts';
import { changesOfHeld, touchedSymbols } from './receipts.ts';
import { differingScopes } from './saved-layers.ts';
import { touchedAt } from './touched.ts';
import { withoutChanged } from './trials.ts';

/** A plan with all that its save and its entry in the trail need. `now` in ms since the epoch. */
export function draftOf(plan: Plan, on: Standing, composer: Composer, now: number): Draft {
  const held = composer.held(plan.next);
  const before = plan.from ?? on;
  const version = Math.max(on.version + 1, plan.atLeast ?? 0);
  const trial =
    plan.trial === undefined
      ? on.trial && withoutChanged(on.trial, on, plan.next)
      : (plan.trial?.(version) ?? null);
  const changes = changesOfHeld(before, held);
  const symbols = touchedSymbols([
    ...(plan.scopes ?? []),
    ...differingScopes(before, held),
    ...changes.map(({ symbol }) => symbol),
  ]);
  const entry: NewAuditEntry = {
    ...entryOf(plan, now),
    changes,
    symbols,
    outcome: 'accepted',
    version,
    problem: null,
    state: held,
  };
  const touched = touchedAt(on.touched, symbols, version);
  return { plan, before, next: { ...held, version, touched, trial }, entry };
}

/** A refusal as it goes on record. */
export function refusedEntry(refusal: Refusal, version: number, now: number): NewAuditEntry {
  const { scope, changes, problem } = refusal;
  return {
    ...entryOf(refusal, now),
    changes,
    symbols: touchedSymbols([scope, ...changes.map(({ symbol }) => symbol)]),
    outcome: 'refused',
    version,
    problem: problem.message.slice(0, longestProblem),
    state: null,
  };
}

function entryOf({ author, action }: Pick<Plan, 'author' | 'action'>, now: number) {
  const { by, name, reason } = author;
  return { at: now, action, by, author: name || null, reason: reason || null, receipt: null };
}

const longestProblem = 2000;
