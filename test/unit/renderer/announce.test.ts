import { describe, expect, it } from 'vitest';
import { endings, pressing } from '../../../renderer/announce.ts';
import type { Job, Notice } from '../../../shared/jobs.ts';

describe('what is announced', () => {
  it('takes the warnings and errors that are new', () => {
    const notices = [noticeOf(1, 'error'), noticeOf(2, 'info'), noticeOf(3, 'warning')];
    expect(pressing(notices, 1).map(({ message }) => message)).toEqual(['notice 3']);
  });

  it('says why a job failed that was seen running', () => {
    const failed = jobOf({ state: 'failed', message: 'Too few bars.' });
    expect(endings([jobOf()], [failed])).toEqual([
      { level: 'error', message: 'Training EUR/USD failed: Too few bars.' },
    ]);
    expect(endings([], [failed])).toEqual([]);
    expect(endings([failed], [failed])).toEqual([]);
  });

  it('says that asked work is done, and stays silent about what was cancelled or started by itself', () => {
    const done = jobOf({ state: 'done', ended_at: 3_000 });
    expect(endings([jobOf()], [done])[0]?.message).toMatch(/^Training EUR\/USD: done in 2\s+s\.$/);
    expect(endings([jobOf()], [{ ...done, kind: 'simulate' }])).toEqual([]);
    expect(endings([jobOf()], [jobOf({ state: 'cancelled' })])).toEqual([]);
  });
});

function noticeOf(id: number, level: Notice['level']): Notice {
  return { id, at: 0, level, message: `notice ${id}` };
}

function jobOf(changes: Partial<Job> = {}): Job {
  return {
    id: 7,
    kind: 'train',
    label: 'Training EUR/USD',
    state: 'running',
    progress: 0.5,
    message: '',
    started_at: 1_000,
    ended_at: null,
    ...changes,
  };
}
