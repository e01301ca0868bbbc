import type { Receipt } from '../../../shared/config.ts';
import { failure, type Problem, type Result, success } from '../../../shared/result.ts';
import type { NewAuditEntry } from './audit-trail.ts';
import type { Decide, Draft, Plan, Refusal, Standing } from './change-plan.ts';
import type { Composer } from './composer.ts';
import type { Author, ConfigRecorder } from './config-owner.ts';
import type { Committed, ConfigStore, MetEdit, OutsideEdit } from './config-store.ts';
import { byFile, notTaken, readEdit } from './reading-edits.ts';
import { differingPaths, pathText, type SavedLayers } from './saved-layers.ts';

type Run = () => Result<Receipt | null>;

/** Edits that somebody else has made, on behalf of whoever has them taken. */
export interface Edits {
  readonly edits: readonly OutsideEdit[];
  readonly author: Author;
}

export interface Settled {
  /** What has become of the edits that were asked about, in their order. */
  readonly edits: readonly Result<Receipt | null>[];
  /** For each decision what commits and notifies, to be called in their order. */
  readonly runs: readonly Run[];
}

/** The way from one version to the next: decides, saves, and leaves to its caller to commit. */
export interface Settling {
  /**
   * Each is decided on what those before it leave, and one save keeps them all. Edits of somebody else come first,
   * those too that the save meets, each as a version of its own; one that touches what a decision touches is refused.
   */
  settle(decides: readonly Decide[], asked?: Edits): Promise<Settled>;
  /** Writes what stands once more. */
  saveAgain(): Promise<void>;
}

export interface SettlingParts {
  readonly store: ConfigStore;
  readonly recorder: ConfigRecorder;
  readonly standing: () => Standing;
  readonly draft: (plan: Plan, on: Standing) => Draft;
  readonly commit: (draft: Draft) => Result<Receipt>;
  readonly refused: (refusal: Refusal) => Result<never>;
  readonly sound: Composer['sound'];
  /** The trial as it is saved at this moment. */
  readonly stamped: (trial: Standing['trial']) => Standing['trial'];
  /** The latest accepted change; null before the first. */
  readonly latest: () => NewAuditEntry | null;
  /** Tells a person what has become of an edit that nobody waits for. */
  readonly tell: (message: string) => void;
}

/** Something else may change the file faster than it can be saved; then the change is refused. */
const mostRounds = 20;

export function createSettling(parts: SettlingParts): Settling {
  const { store, recorder, standing, draft, commit, refused, sound, stamped, latest, tell } = parts;

  async function settle(decides: readonly Decide[], asked?: Edits, again = false): Promise<Settled> {
    const results: Result<Receipt | null>[] = [];
    /** Edits that wait for their turn, those asked about first; and those that were refused since the last save. */
    let waiting = (asked?.edits ?? []).map((edit) => ({ edit, author: asked?.author ?? byFile }));
    let refusedEdits: readonly MetEdit[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const taken = await take();
      if (taken === 'again') continue;
      const { group, drafts, last } = decided(decides);
      if (drafts.length === 0) return { edits: results, runs: group.map(({ run }) => run) };
      const answer = await save(last, drafts, refusedEdits);
      if (answer.kind === 'saved') return { edits: results, runs: group.map(({ run }) => run) };
      if (answer.kind === 'refused') return { edits: results, runs: unsavedAll(decides, answer.problem) };
    }
    return { edits: results, runs: unsavedAll(decides, busy.problem) };

    /** Gives the waiting edits their versions, in a save of their own: an undo must find them in place. */
    async function take(): Promise<'done' | 'again'> {
      if (waiting.length === 0 && !again) return 'done';
      const others = touchedBy(decides);
      const readings = waiting.map(({ edit, author }) =>
        readEdit(edit, author, { others, sound, standing: standing() }),
      );
      const { group, drafts, last } = decided(readings.map(({ decide }) => decide));
      const met = waiting.map(({ edit }, i) => ({ edit, taken: group[i].outcome !== 'refused' }));
      let runs: readonly Run[] = group.map(({ run }) => run);
      if (drafts.length > 0 || again || readings.some(({ heals }) => heals)) {
        const answer = await save(last, drafts, [...refusedEdits, ...met]);
        if (answer.kind === 'met') return 'again';
        if (answer.kind === 'refused')
          runs = unsavedAll(
            readings.map(({ decide }) => decide),
            answer.problem,
          );
        else refusedEdits = [];
      } else {
        for (const { edit, taken } of met) if (taken) store.adopt(edit);
        refusedEdits = [...refusedEdits, ...met.filter(({ taken }) => !taken)];
      }
      for (const [i, run] of runs.entries()) {
        const result = run();
        const { note } = readings[i];
        if (note) tell(note);
        if (asked?.edits.includes(waiting[i].edit)) results.push(result);
        else if (!result.ok) tell(notTaken(result.problem));
      }
      waiting = [];
      again = false;
      return 'done';
    }

    async function save(
      last: Standing,
      drafts: readonly Draft[],
      met: readonly MetEdit[],
    ): Promise<Committed> {
      const answer = await store.commit(standing().version, { next: documentOf(last, drafts), met });
      if (answer.kind === 'met') waiting = [...waiting, { edit: answer.edit, author: byFile }];
      if (answer.kind !== 'saved') return answer;
      for (const name of answer.kept)
        tell(`What was not taken of an edit outside the desk was kept as ${name}.`);
      return answer;
    }
  }

  function unsavedAll(decides: readonly Decide[], problem: Problem): readonly Run[] {
    return decides.map((decide) => () => unsaved(decide, problem));
  }

  /** What several decisions come to, one after the other, and what they leave. */
  function decided(decides: readonly Decide[]) {
    const drafts: Draft[] = [];
    let on = standing();
    const group = decides.map((decide): { outcome: 'nothing' | 'refused' | 'accepted'; run: Run } => {
      const plan = decide(on);
      if (!plan) return { outcome: 'nothing', run: () => success(null) };
      if ('problem' in plan) return { outcome: 'refused', run: () => refused(plan) };
      const made = draft(plan, on);
      drafts.push(made);
      on = made.next;
      return { outcome: 'accepted', run: () => commit(made) };
    });
    return { group, drafts, last: on };
  }

  function touchedBy(decides: readonly Decide[]): ReadonlySet<string> {
    const { drafts } = decided(decides);
    let from: SavedLayers = standing();
    const touched = new Set<string>();
    for (const { next } of drafts) {
      for (const path of differingPaths(from, next)) touched.add(pathText(path));
      from = next;
    }
    return touched;
  }

  /** Each save carries what the trail lacks, and always the latest change: it says what the document was made by. */
  function documentOf({ version, stored, symbols, touched, trial }: Standing, drafts: readonly Draft[]) {
    const journal = [...recorder.unconfirmed(), ...drafts.map(({ entry }) => entry)];
    const last = latest();
    const whole = journal.length === 0 && last ? [last] : journal;
    return { version, values: stored, symbols, touched, trial: stamped(trial), journal: whole };
  }

  /** None of those before it came about either, so it is looked at anew: it may be refused for another reason. */
  function unsaved(decide: Decide, problem: Problem): Result<null> {
    const on = standing();
    const plan = decide(on);
    if (!plan) return success(null);
    if ('problem' in plan) return refused(plan);
    const { author, action } = plan;
    const { changes, symbols } = draft(plan, on).entry;
    return refused({ problem, changes, author, action, scope: symbols?.[0] ?? null });
  }

  return {
    settle,
    async saveAgain() {
      await settle([], undefined, true);
    },
  };
}

const busy = failure('not-saved', 'Nothing was changed: something else keeps changing what is stored.');
