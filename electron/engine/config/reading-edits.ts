import { categories } from '../../../shared/parameters.ts';
import { failure, type Problem } from '../../../shared/result.ts';
import type { Decide, Refusal, Standing } from './change-plan.ts';
import type { Composer, RawLayers } from './composer.ts';
import type { Author } from './config-owner.ts';
import type { OutsideEdit } from './config-store.ts';
import { editedLayers, touchedByBoth } from './outside-edit.ts';
import { refusal } from './receipts.ts';
import { refusedLayers } from './refused-changes.ts';
import { sameSaved } from './saved-layers.ts';

/** What becomes of an edit that somebody else has made. */
export interface Reading {
  readonly decide: Decide;
  /** The document lacks what a restart would need, so that it must be written again. */
  readonly heals: boolean;
  readonly note: string | null;
}

/** Reads an edit beside what the desk itself is about to change, `others`, which comes first. */
export function readEdit(
  { held }: OutsideEdit,
  author: Author,
  parts: { others: ReadonlySet<string>; sound: Composer['sound']; standing: Standing },
): Reading {
  const { others, sound } = parts;
  const who = { author, action: 'file' } as const;
  const refuse = ({ problem }: ReturnType<typeof failure>, raw: RawLayers = { stored: {}, symbols: {} }) => ({
    decide: (on: Standing): Refusal => ({ ...who, problem, changes: refusedLayers(raw, on), scope: null }),
    heals: false,
    note: null,
  });
  if (!held.ok) return refuse(held);
  if (held.value === null) return refuse(removed);
  const document = held.value;
  const raw = { stored: document.values, symbols: document.symbols ?? {} };
  const { saved, problems } = sound(raw);
  if (problems.length > 0) return refuse(refusal(problems), raw);
  const { version, trial } = parts.standing;
  return {
    heals: document.version !== version || document.trial?.version !== trial?.version,
    note: document.version > version ? versionEdited(document.version, version) : null,
    decide(on) {
      const { touched, next } = editedLayers(document, saved, on, (layers) => sound(layers).saved);
      const both = touchedByBoth(touched, others);
      if (both.length > 0) return refuse(bothChanged(both), raw).decide(on);
      const broken = sound(next).problems;
      if (broken.length > 0) return refuse(refusal(broken), raw).decide(on);
      return sameSaved(next, on) ? null : { ...who, next, named: categories };
    },
  };
}

/** Edits that nobody in the desk has asked for. */
export const byFile: Author = { by: 'file', reason: 'The file was edited outside the desk' };

const removed = failure(
  'unreadable',
  'The saved configuration was removed outside the desk. The running values stay and are saved again with the next change.',
);

function bothChanged(paths: readonly string[]) {
  return failure(
    'conflict',
    `${paths.join(', ')} ${paths.length === 1 ? 'was' : 'were'} being changed by the desk at the same time, which came first.`,
  );
}

/** What a person is told of a version that is not the desk's. */
export function versionEdited(said: number, version: number): string {
  return `The saved configuration says version ${said}. Versions are counted by the desk, which goes on from v${version}.`;
}

/** What a person is told of an edit that was refused. */
export function notTaken(problem: Problem): string {
  const { message } = problem;
  if (problem === removed.problem) return message;
  return `The edited config file was not taken; the running values stay. ${message}`;
}
