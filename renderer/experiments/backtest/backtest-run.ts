import { createLatestRun } from '../../runs/latest-run.ts';
import { deskStore } from '../../store.ts';
import { experimentsStore } from '../experiments-store.ts';
import type { Subject } from '../subject/subject.ts';
import { periodProblem, scopeOf, sourceOf } from '../subject/subject.ts';
import { subjectKey } from '../subject/subject-key.ts';

export const backtestRun = createLatestRun('experiments.backtest', 'Backtest', (subject: Subject) => ({
  scope: scopeOf(subject),
  source: sourceOf(subject),
}));

/** Asks now and whenever the subject, the bars, the bundle or a value of it changes. Returns its undo. */
export function followBacktest(): () => void {
  function check() {
    const { mirror } = deskStore.getState();
    const { subject } = experimentsStore.getState();
    if (!mirror || periodProblem(subject)) return;
    backtestRun.ask({ question: subject, key: subjectKey(mirror, subject, true) });
  }
  const unsubscribes = [deskStore.subscribe(check), experimentsStore.subscribe(check)];
  check();
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}
