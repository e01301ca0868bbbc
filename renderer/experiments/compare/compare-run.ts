import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConfigSource } from '../../../shared/experiments/source.ts';
import { createLatestRun } from '../../runs/latest-run.ts';
import type { DeskMirror } from '../../store.ts';
import { deskStore } from '../../store.ts';
import type { NamedSource } from '../experiments-store.ts';
import { experimentsStore } from '../experiments-store.ts';
import type { Subject } from '../subject/subject.ts';
import { periodProblem, scopeOf } from '../subject/subject.ts';
import { subjectKey } from '../subject/subject-key.ts';
import { triangleStore } from '../triangle/triangle-store.ts';
import { ownB, sourceOfChoice } from './compare-choice.ts';

export interface CompareQuestion {
  /** Its bars are what counts of it. */
  readonly subject: Subject;
  readonly a: ConfigSource;
  readonly b: ConfigSource;
}

interface Sides {
  readonly a: string;
  /** Counts as long as nothing else was set as B elsewhere since. */
  readonly b: { readonly id: string; readonly other: NamedSource | null } | null;
}

const sidesStore = createStore<Sides>(() => ({ a: 'current', b: null }));

export const compareRun = createLatestRun(
  'experiments.compare',
  'Comparison',
  ({ subject, a, b }: CompareQuestion) => ({ scope: scopeOf(subject), a, b }),
);

export function chooseA(a: string): void {
  sidesStore.setState({ a });
}

export function chooseB(id: string): void {
  sidesStore.setState({ b: { id, other: experimentsStore.getState().other } });
}

/** Ids of both sides; B is null while there is none. */
export function useSides(subject: Subject, other: NamedSource | null) {
  const { a, b } = useStore(sidesStore);
  return { a, b: b?.other === other && b ? b.id : ownB({ subject, other }) };
}

/** Asks now and whenever a side, the bars, the bundle or a value of a side changes. Returns its undo. */
export function followComparison(): () => void {
  function check() {
    const { mirror } = deskStore.getState();
    if (mirror) askAbout(mirror);
  }
  const unsubscribes = [deskStore, experimentsStore, triangleStore, sidesStore].map((store) =>
    store.subscribe(check),
  );
  check();
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}

function askAbout(mirror: DeskMirror): void {
  const { subject, other } = experimentsStore.getState();
  const { point } = triangleStore.getState();
  const { a: idA, b: chosen } = sidesStore.getState();
  const idB = chosen && chosen.other === other ? chosen.id : ownB({ subject, other });
  if (idB === null || periodProblem(subject)) return;
  const a = sourceOfChoice(idA, { subject, point, other });
  const b = sourceOfChoice(idB, { subject, point, other });
  const key = [a, b].map((side) => subjectKey(mirror, subjectOf(subject, side), true)).join('\n');
  compareRun.ask({ question: { subject, a, b }, key });
}

/** One side on the bars of the subject. */
function subjectOf(subject: Subject, { from, changes }: ConfigSource): Subject {
  return { ...subject, from, changes: changes ?? {} };
}
