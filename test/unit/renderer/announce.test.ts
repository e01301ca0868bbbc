import { describe, expect, it } from 'vitest';
import { endings, fromOutside, pressing } from '../../../renderer/announce.ts';
import type { ConfigState, Receipt } from '../../../shared/config.ts';
import type { Job, Notice } from '../../../shared/jobs.ts';

describe('what is announced', () => {
  it('takes the warnings and errors that are new', () => {
    const notices = [noticeOf(1, 'error'), noticeOf(2, 'info'), noticeOf(3, 'warning')];
    expect(pressing(notices, 1).map(({ message }) => message)).toEqual(['notice 3']);
  });

  it('says that asked work is done, and stays silent about what was cancelled, failed or started by itself', () => {
    const done = jobOf({ state: 'done', ended_at: 3_000 });
    expect(endings([jobOf()], [done])[0]?.message).toMatch(/^Training EUR\/USD: done in 2\s+s\.$/);
    expect(endings([jobOf()], [{ ...done, kind: 'simulate' }])).toEqual([]);
    expect(endings([jobOf()], [jobOf({ state: 'cancelled' })])).toEqual([]);
    expect(endings([jobOf()], [jobOf({ state: 'failed' })])).toEqual([]);
    expect(endings([], [done])).toEqual([]);
    expect(endings([done], [done])).toEqual([]);
  });

  it('says what the file changed, but not what stood before the window opened or what was asked here', () => {
    const before = { config: configOf('window') };
    expect(fromOutside(before, { config: configOf('file') })).toEqual([
      { level: 'info', message: 'The config file was edited and taken as v2.' },
    ]);
    expect(fromOutside(null, { config: configOf('file') })).toEqual([]);
    expect(fromOutside(before, before)).toEqual([]);
  });
});

function configOf(by: Receipt['by']): Pick<ConfigState, 'last_receipt'> {
  const summary = '0 of 0 delivered';
  return {
    last_receipt: { version: 2, at: 0, by, reason: null, changes: [], symbols: null, callbacks: [], summary },
  };
}

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
