import { describe, expect, it } from 'vitest';
import { createJobs, type JobContext, type Jobs } from '../../../electron/engine/jobs.ts';
import type { Job } from '../../../shared/jobs.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { createTestClock } from './test-clock.ts';

function startJobs() {
  const clock = createTestClock(1000);
  let changes = 0;
  const failed: Job[] = [];
  const jobs = createJobs({
    now: clock.now,
    onChange: () => {
      changes += 1;
    },
    onFailed: (job) => failed.push(job),
  });
  return { clock, jobs, failed, changes: () => changes };
}

/** Work that ends when it is cancelled. */
function untilCancelled({ signal }: JobContext): Promise<Result<never>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(failure('internal', 'the worker was ended')));
  });
}

describe('a job', () => {
  it('is listed while it runs, with its progress, and after it ended', async () => {
    const { clock, jobs, changes } = startJobs();
    const { id, ended } = jobs.run('train', 'Training EUR/USD', async ({ report }) => {
      report(0.5, 'half');
      expect(jobs.list()).toMatchObject([
        { state: 'running', progress: 0.5, message: 'half', ended_at: null },
      ]);
      report(7, 'too much');
      expect(jobs.list()[0].progress).toBe(1);
      report(-1, 'too little');
      expect(jobs.list()[0].progress).toBe(0);
      clock.skip(500);
      return success(42);
    });
    expect(jobs.list()).toMatchObject([{ id, kind: 'train', label: 'Training EUR/USD', state: 'running' }]);
    expect(await ended).toEqual({ ok: true, value: 42 });
    expect(jobs.list()).toMatchObject([
      { id, state: 'done', progress: 1, message: 'Done', started_at: 1000, ended_at: 1500 },
    ]);
    expect(changes()).toBe(5);
  });

  it('that fails says why, and is told of once', async () => {
    const { jobs, failed } = startJobs();
    const { ended } = jobs.run('import', 'x', async () => failure('unreadable', 'no table'));
    expect(await ended).toMatchObject({ problem: { code: 'unreadable' } });
    expect(jobs.list()).toMatchObject([{ state: 'failed', message: 'no table' }]);
    expect(failed).toEqual(jobs.list());
  });

  it('with a bug fails instead of taking the desk along', async () => {
    const { jobs } = startJobs();
    const { ended } = jobs.run('import', 'x', () => {
      throw new Error('a bug');
    });
    expect(await ended).toMatchObject({ problem: { code: 'internal', message: 'a bug' } });
    expect(jobs.list()).toMatchObject([{ state: 'failed' }]);
  });

  it('can be cancelled once, while it runs', async () => {
    const { jobs, failed } = startJobs();
    const { id, ended } = jobs.run('train', 'x', untilCancelled);
    await Promise.resolve();
    expect(jobs.cancel(id)).toEqual({ ok: true, value: null });
    expect(await ended).toMatchObject({ problem: { code: 'cancelled' } });
    expect(jobs.list()).toMatchObject([{ state: 'cancelled', message: 'Cancelled; nothing was changed.' }]);
    expect(jobs.cancel(id)).toMatchObject({ problem: { code: 'not-found' } });
    expect(failed).toEqual([]);
    expect(jobs.cancel(99)).toMatchObject({ problem: { code: 'not-found' } });
  });

  it('that was done when the cancel came is done', async () => {
    const { jobs } = startJobs();
    const { ended } = jobs.run('train', 'x', async () => {
      jobs.cancel(1);
      return success(1);
    });
    expect(await ended).toEqual({ ok: true, value: 1 });
    expect(jobs.list()).toMatchObject([{ state: 'done' }]);
  });

  it('does not begin when it was cancelled before', async () => {
    const { jobs } = startJobs();
    let begun = false;
    const { id, ended } = jobs.run('train', 'x', async () => {
      begun = true;
      return success(1);
    });
    jobs.cancel(id);
    expect(await ended).toMatchObject({ problem: { code: 'cancelled' } });
    expect([begun, jobs.list()[0].state]).toEqual([false, 'cancelled']);
  });

  it('reports nothing once it has ended', async () => {
    const { jobs } = startJobs();
    let late: JobContext['report'] = () => undefined;
    await jobs.run('train', 'x', async ({ report }) => {
      late = report;
      return success(1);
    }).ended;
    late(0.3, 'late');
    expect(jobs.list()).toMatchObject([{ progress: 1, message: 'Done' }]);
  });

  it('does not stand in the way of closing: all are cancelled and waited for', async () => {
    const { jobs } = startJobs();
    const one = jobs.run('train', 'x', untilCancelled);
    await Promise.resolve();
    const two = jobs.run('import', 'y', untilCancelled);
    await jobs.close();
    expect(jobs.list().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect([(await one.ended).ok, (await two.ended).ok]).toEqual([false, false]);
  });
});

it('keeps the list of jobs short', async () => {
  const { jobs } = startJobs();
  for (let i = 0; i < 30; i += 1) await jobs.run('import', `job ${i}`, async () => success(i)).ended;
  expect(jobs.list().map(({ label }) => label)).toEqual(
    Array.from({ length: 20 }, (_, i) => `job ${i + 10}`),
  );
});

it('keeps those that run on the list, whatever ends meanwhile', async () => {
  const { jobs } = startJobs();
  const { id } = jobs.run('train', 'long', untilCancelled);
  for (let i = 0; i < 30; i += 1) await jobs.run('import', `job ${i}`, async () => success(i)).ended;
  expect(jobs.list()).toHaveLength(20);
  expect(jobs.list()[0]).toMatchObject({ id, state: 'running' });
  await jobs.close();
});

describe('at once', () => {
  const [one, other] = [{ id: 'client:one' }, { id: 'client:other' }];
  const run = (jobs: Jobs, asker: { id: string }) => jobs.run('experiment', 'x', untilCancelled, asker);

  it('run so many of one asker; a further one is refused until one of them ends', async () => {
    const { jobs } = startJobs();
    const started = Array.from({ length: 32 }, () => run(jobs, one));
    expect(jobs.full(one)).toBe(true);
    const refused = await run(jobs, one).ended;
    expect(refused).toMatchObject({
      problem: { code: 'busy', message: expect.stringMatching(/cancel one/) },
    });
    expect(jobs.list()).toHaveLength(32);
    jobs.cancel(started[0].id);
    await started[0].ended;
    expect(jobs.full(one)).toBe(false);
    expect(await jobs.run('inspect', 'now', async () => success(1), one).ended).toEqual(success(1));
    await jobs.close();
  });

  it('run those of another asker, and of the desk itself, whatever one asks for', async () => {
    const { jobs } = startJobs();
    for (let i = 0; i < 32; i += 1) run(jobs, one);
    expect(jobs.full(other)).toBe(false);
    expect(await jobs.run('inspect', 'x', async () => success(1), other).ended).toEqual(success(1));
    expect(await jobs.run('load', 'x', async () => success(1)).ended).toEqual(success(1));
    await jobs.close();
  });

  it('run so many in all, by how many names they are ever asked for', async () => {
    const { jobs } = startJobs();
    for (let i = 0; i < 256; i += 1) run(jobs, { id: `client:${i}` });
    expect(jobs.full(other)).toBe(true);
    expect(await run(jobs, other).ended).toMatchObject({ problem: { code: 'busy' } });
    await jobs.close();
  });
});
