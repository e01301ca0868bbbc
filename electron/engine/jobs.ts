import type { Asker } from '../../shared/asker.ts';
import type { Job, JobKind } from '../../shared/jobs.ts';
import { failure, messageOf, type Result, success } from '../../shared/result.ts';

/** What a running job is given. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** `share` is 0…1. */
  report(share: number, message: string): void;
}

/** Long work that reports progress and can be cancelled. */
export interface Jobs {
  list(): readonly Job[];
  /** True while so many jobs of this asker, or of all, run that another one would be refused. */
  full(asker: Pick<Asker, 'id'>): boolean;
  /** Starts the work; the promise gives its result. While `full`, it is refused and not listed. */
  run<T>(
    kind: JobKind,
    label: string,
    work: (context: JobContext) => Promise<Result<T>>,
    /** The asker that started it. The job is cancelled when `gone` is aborted. */
    asker?: Pick<Asker, 'id' | 'gone'>,
  ): StartedJob<T>;
  /** Fails where the job is not running. */
  cancel(id: number): Result<null>;
  /** Cancels all jobs, waits for their end, and starts no more. */
  close(): Promise<void>;
}

export interface StartedJob<T> {
  readonly id: number;
  readonly ended: Promise<Result<T>>;
}

const rememberedJobs = 20;
/** Limit per asker, so that no asker can block another. */
const mostRunning = 32;
/** Limit of all askers together, because a client may use a new id each time. */
const mostRunningInAll = 256;
export const tooManyJobs = failure('busy', 'Too many jobs are running. Wait for one to end, or cancel one.');
const neverBegan = failure('cancelled', 'Cancelled before it started.');

export function createJobs(options: {
  now: () => number;
  onChange: () => void;
  /** Called once for every job that failed, not for cancelled ones. */
  onFailed: (job: Job) => void;
}): Jobs {
  const { now, onChange, onFailed } = options;
  const running = new Map<
    number,
    { asker: string | null; abort: AbortController; ended: Promise<unknown> }
  >();
  let jobs: readonly Job[] = [];
  let lastId = 0;
  let closed = false;

  function change(id: number, patch: Partial<Job>): void {
    jobs = jobs.map((job) => (job.id === id ? { ...job, ...patch } : job));
    onChange();
  }

  async function follow<T>(id: number, signal: AbortSignal, work: Promise<Result<T>>): Promise<Result<T>> {
    let result: Result<T>;
    try {
      result = await work;
    } catch (bug) {
      result = failure('internal', messageOf(bug));
    }
    if (!result.ok && signal.aborted) result = failure('cancelled', 'Cancelled; nothing was changed.');
    running.delete(id);
    const state = result.ok ? 'done' : result.problem.code === 'cancelled' ? 'cancelled' : 'failed';
    const end = result.ok ? { progress: 1, message: 'Done' } : { message: result.problem.message };
    change(id, { state, ended_at: now(), ...end });
    const failed = jobs.find((job) => job.id === id && job.state === 'failed');
    if (failed) onFailed(failed);
    return result;
  }

  function isFull(asker: string | null): boolean {
    const own = [...running.values()].filter((each) => each.asker === asker).length;
    return own >= mostRunning || running.size >= mostRunningInAll;
  }

  return {
    list: () => jobs,
    full: ({ id }) => isFull(id),
    run(kind, label, work, asker) {
      if (closed) return { id: 0, ended: Promise.resolve(neverBegan) };
      if (isFull(asker?.id ?? null)) return { id: 0, ended: Promise.resolve(tooManyJobs) };
      lastId += 1;
      const id = lastId;
      const abort = new AbortController();
      const started: Job = {
        id,
        kind,
        label,
        state: 'running',
        progress: 0,
        message: 'Starting',
        started_at: now(),
        ended_at: null,
        asker: asker?.id ?? null,
      };
      const past = jobs.filter(({ state }) => state !== 'running');
      const forgotten = new Set(past.slice(0, Math.max(0, jobs.length + 1 - rememberedJobs)));
      jobs = [...jobs.filter((job) => !forgotten.has(job)), started];
      onChange();
      const report = (share: number, message: string) => {
        if (running.has(id)) change(id, { progress: Math.min(1, Math.max(0, share)), message });
      };
      const context = { signal: abort.signal, report };
      const entry = { asker: asker?.id ?? null, abort, ended: Promise.resolve() as Promise<unknown> };
      running.set(id, entry);
      const ended = follow(
        id,
        abort.signal,
        // Work that starts after its cancellation would wait for an abort event that has passed.
        Promise.resolve().then(() => (abort.signal.aborted ? neverBegan : work(context))),
      );
      entry.ended = ended;
      const leave = () => abort.abort();
      if (asker?.gone?.aborted) leave();
      asker?.gone?.addEventListener('abort', leave, { once: true });
      const forget = () => asker?.gone?.removeEventListener('abort', leave);
      ended.then(forget, forget);
      return { id, ended };
    },
    cancel(id) {
      const job = running.get(id);
      if (!job) return failure('not-found', `Job ${id} is not running.`);
      job.abort.abort();
      return success(null);
    },
    async close() {
      closed = true;
      for (const { abort } of running.values()) abort.abort();
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** The asker without `gone`: a job that is answered with its id outlives the request that started it. */
export function lasting({ id }: Asker): Pick<Asker, 'id'> {
  return { id };
}
