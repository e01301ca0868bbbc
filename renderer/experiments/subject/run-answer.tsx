import type { ReactNode } from 'react';
import type { Period } from '../../../shared/experiments/scope.ts';
import { LatestLine } from '../../runs/latest-line.tsx';
import type { LatestRunStore } from '../../runs/latest-run.ts';
import { NothingToTry } from './nothing-to-try.tsx';
import { useOfOpenData } from './use-of-open-data.ts';

interface RunAnswerProps<Q, A> {
  readonly store: LatestRunStore<Q, A>;
  /** What the run does, in words. */
  readonly label: string;
  /** Shown in the answer's place while there is nothing to ask. */
  readonly instead?: ReactNode;
  /** `outdated`: the answer is of what was asked before. */
  children(
    answer: A,
    asked: { readonly question: Q; readonly key: string; readonly outdated: boolean },
  ): ReactNode;
}

/** The newest answer of a run, how the one that follows it gets on, and what is said before the first. */
export function RunAnswer<Q, A extends { readonly period: Period }>(props: RunAnswerProps<Q, A>) {
  const { store, label, instead, children } = props;
  const run = store.use();
  const answered = useOfOpenData(run.answered);
  return (
    <>
      {(answered || run.running || run.cancelled) && <LatestLine run={run} store={store} label={label} />}
      {instead ??
        (answered
          ? children(answered.answer, {
              ...answered.question,
              outdated: answered.question.key !== run.asked,
            })
          : !run.cancelled && (
              <NothingToTry
                problem={run.problem}
                waiting={`${label}…`}
                onAgain={run.mayPass ? store.again : undefined}
              />
            ))}
    </>
  );
}
