import { describe, expect, it } from 'vitest';
import { createJobs } from '../../../../electron/engine/jobs.ts';
import type { CallOptions } from '../../../../electron/engine/laboratory/laboratory.ts';
import { createLongWork, momentMs } from '../../../../electron/engine/laboratory/long-work.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';

/** Work that ends when the test says so, on a clock that the test moves. */
function setUp() {
  const timers = new Map<() => void, number>();
  const jobs = createJobs({ now: () => 0, onChange: () => {}, onFailed: () => {} });
  const run = createLongWork({
    jobs,
    schedule(then, ms) {
      timers.set(then, ms);
      return () => timers.delete(then);
    },
  });
  let end: (result: Result<number>) => void = () => {};
  let call: CallOptions = {};
  const gone = new AbortController();
  const asker = { id: 'a', by: 'api', gone: gone.signal } as const;
  const answer = run('Backtest', asker, (options) => {
    call = options;
    options.signal?.addEventListener('abort', () => end(failure('cancelled', 'Cancelled.')));
    return new Promise<Result<number>>((resolve) => {
      end = resolve;
    });
  });
  return {
    answer,
    gone,
    jobs,
    timers,
    end: (value: number) => end(success(value)),
    call: () => call,
    async momentPasses() {
      for (const then of timers.keys()) then();
      // The job's work begins a few microtasks later.
      for (let i = 0; i < 5; i += 1) await Promise.resolve();
    },
  };
}

describe('work that mostly takes a moment', () => {
  it('is no job where it does', async () => {
    const { answer, jobs, timers, end } = setUp();
    expect([...timers.values()]).toEqual([momentMs]);
    end(7);
    expect(await answer).toEqual(success(7));
    expect(jobs.list()).toEqual([]);
    expect(timers.size).toBe(0);
  });

  it('ends with who asked for it, before it is a job and after', async () => {
    for (const isJob of [false, true]) {
      const { answer, gone, jobs, call, momentPasses } = setUp();
      if (isJob) await momentPasses();
      expect(jobs.list().map(({ asker }) => asker)).toEqual(isJob ? ['a'] : []);
      gone.abort();
      expect(call().signal?.aborted).toBe(true);
      expect(await answer).toMatchObject({ problem: { code: 'cancelled' } });
      expect(jobs.list().map(({ state }) => state)).toEqual(isJob ? ['cancelled'] : []);
    }
  });

  it('becomes a job with progress where it takes longer', async () => {
    const { answer, jobs, end, call, momentPasses } = setUp();
    call().onProgress?.(0.1, 'too early to tell');
    await momentPasses();
    expect(jobs.list()).toMatchObject([{ kind: 'experiment', label: 'Backtest', state: 'running' }]);
    call().onProgress?.(0.5, 'half of it');
    expect(jobs.list()).toMatchObject([{ progress: 0.5, message: 'half of it' }]);
    end(7);
    expect(await answer).toEqual(success(7));
    expect(jobs.list()).toMatchObject([{ state: 'done' }]);
  });

  it('can be cancelled then', async () => {
    const { answer, jobs, momentPasses } = setUp();
    await momentPasses();
    jobs.cancel(jobs.list()[0].id);
    expect(await answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    expect(jobs.list()).toMatchObject([{ state: 'cancelled' }]);
  });
});
