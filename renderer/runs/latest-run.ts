import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { OperationAnswer, OperationAsk, OperationName } from '../../shared/operations/index.ts';
import type { Result } from '../../shared/result.ts';
import { call, inWords } from '../desk.ts';
import { deskNow } from '../store.ts';
import type { LongRun } from './long-run.ts';
import { cancelJob, isOwnJob } from './long-run.ts';
import { createNewestWins } from './newest-wins.ts';
import { mayHelp } from './try-again.tsx';

/** A question and a text that changes exactly when it has to be asked again. */
export interface Keyed<Q> {
  readonly question: Q;
  readonly key: string;
}

/** Work that runs by itself whenever its question changes: the newest wins, the answer before it stays in sight. */
export interface LatestRun<Q, A> extends LongRun<Keyed<Q>, A> {
  /** Key of what is asked now; empty before the first. */
  readonly asked: string;
  /** Its problem may be over by now: asking again may help. */
  readonly mayPass: boolean;
}

export interface LatestRunStore<Q, A> {
  /** What the job that does the work is called, where it takes long enough to be one. */
  readonly label: string;
  use(): LatestRun<Q, A>;
  /** Asks, unless it is what was asked last. */
  ask(asked: Keyed<Q>): void;
  /** Asks what was asked last once more. */
  again(): void;
  cancel(): void;
}

export function createLatestRun<Q, N extends OperationName>(
  name: N,
  label: string,
  asked: (question: Q) => OperationAsk<N>,
): LatestRunStore<Q, OperationAnswer<N>> {
  type State = LatestRun<Q, OperationAnswer<N>>;
  const store = createStore<State>(() => ({
    asked: '',
    mayPass: false,
    running: null,
    answered: null,
    problem: null,
    cancelled: false,
  }));
  let latest: Keyed<Q> | null = null;
  const runs = createNewestWins<Keyed<Q>, Result<OperationAnswer<N>>>(
    ({ question }) => call(name, asked(question)),
    {
      onAsk: (question) =>
        store.setState({ running: { question, lastJob: deskNow().jobs.at(-1)?.id ?? 0 }, cancelled: false }),
      onAnswer(question, result, newest) {
        if (newest) store.setState({ running: null });
        if (result.ok) store.setState({ answered: { question, answer: result.value }, problem: null });
        else if (newest && result.problem.code === 'cancelled') store.setState({ cancelled: true });
        else if (newest)
          store.setState({ problem: inWords(result.problem), mayPass: mayHelp(result.problem) });
      },
    },
  );

  /** An answer that nobody waits for any more is not worth the work. */
  function stopJob() {
    const after = store.getState().running?.lastJob;
    const job = after === undefined ? after : deskNow().jobs.find((each) => isOwnJob(each, after, label));
    if (job) cancelJob(job);
  }

  function start(question: Keyed<Q>) {
    latest = question;
    store.setState({ asked: question.key });
    stopJob();
    runs.ask(question);
  }

  return {
    label,
    use: () => useStore(store),
    ask(question) {
      if (question.key !== store.getState().asked) start(question);
    },
    again() {
      if (latest) start(latest);
    },
    cancel() {
      stopJob();
      void runs.drop();
      store.setState({ running: null, cancelled: true });
    },
  };
}
