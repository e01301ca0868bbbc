import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { windowAsker } from '../../shared/asker.ts';
import type { Job } from '../../shared/jobs.ts';
import type { OperationAnswer, OperationAsk, OperationName } from '../../shared/operations/index.ts';
import { call, callOrToast, inWords } from '../desk.ts';
import { deskNow, useDesk } from '../store.ts';

/** Work that takes seconds, asked for by a button: one at a time, and what it answered last. */
export interface LongRun<Q, A> {
  readonly running: { readonly question: Q; readonly lastJob: number } | null;
  /** The newest answer with what it was asked of; kept while another is on its way. */
  readonly answered: { readonly question: Q; readonly answer: A } | null;
  /** How the latest ended without an answer, in words. */
  readonly problem: string | null;
  readonly cancelled: boolean;
}

export interface LongRunStore<Q, A> {
  /** What the job that does the work is called. */
  readonly label: string;
  use(): LongRun<Q, A>;
  /** Does nothing while one is running. */
  start(question: Q): Promise<void>;
}

/** `asked` makes the operation's input of a question; `label` is what the engine calls its job. */
export function createLongRun<Q, N extends OperationName>(
  name: N,
  label: string,
  asked: (question: Q) => OperationAsk<N>,
): LongRunStore<Q, OperationAnswer<N>> {
  const store = createStore<LongRun<Q, OperationAnswer<N>>>(() => ({
    running: null,
    answered: null,
    problem: null,
    cancelled: false,
  }));
  return {
    label,
    use: () => useStore(store),
    async start(question) {
      if (store.getState().running) return;
      const lastJob = deskNow().jobs.at(-1)?.id ?? 0;
      store.setState({ running: { question, lastJob }, problem: null, cancelled: false });
      const result = await call(name, asked(question));
      if (result.ok) store.setState({ running: null, answered: { question, answer: result.value } });
      else {
        const cancelled = result.problem.code === 'cancelled';
        store.setState({ running: null, cancelled, problem: cancelled ? null : inWords(result.problem) });
      }
    },
  };
}

/**
 * Whether this job, begun after another, does the window's work of this name. Work on other data than those in focus
 * names them after it ("Backtest on GBPUSD@…"), and other askers' work may be called the same.
 */
export function isOwnJob(job: Job, after: number, label: string): boolean {
  const { id, asker, state } = job;
  const isCalled = job.label === label || job.label.startsWith(`${label} on `);
  return id > after && asker === windowAsker.id && state === 'running' && isCalled;
}

/** The job that does a run's work, once the desk has told of it. */
export function useRunJob(run: LongRun<unknown, unknown>, label: string): Job | undefined {
  const after = run.running?.lastJob;
  return useDesk((desk) =>
    after === undefined ? undefined : desk.jobs.find((job) => isOwnJob(job, after, label)),
  );
}

export function cancelJob(job: Job): void {
  void callOrToast('jobs.cancel', { job: job.id });
}
