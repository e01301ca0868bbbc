import { beforeEach, describe, expect, it } from 'vitest';
import { applied, deskStore, logLimit, receive } from '../../../renderer/store.ts';
import type { DeskEvent, DeskSnapshot, DeskState } from '../../../shared/desk.ts';
import type { Notice } from '../../../shared/jobs.ts';

describe('the mirror of the main process', () => {
  beforeEach(() => deskStore.setState({ mirror: null }));

  it('asks for a snapshot when events come before the first one', () => {
    expect(receive({ kind: 'event', event: eventOf(7) })).toBe(true);
    expect(deskStore.getState().mirror).toBeNull();
  });

  it('takes the first snapshot whole', () => {
    expect(receive({ kind: 'snapshot', snapshot: snapshotOf(3, { prediction: null }) })).toBe(false);
    expect(deskStore.getState().mirror).toMatchObject({ sequence: 3, prediction: null, notices: [] });
  });

  it('replaces only the slices an event carries', () => {
    receive({ kind: 'snapshot', snapshot: snapshotOf(3) });
    const before = deskStore.getState().mirror;
    receive({ kind: 'event', event: eventOf(4, { jobs: [job] }) });
    const after = deskStore.getState().mirror;
    expect(after?.jobs).not.toBe(before?.jobs);
    expect(after?.market).toBe(before?.market);
    expect(after?.notices).toBe(before?.notices);
    expect(after?.sequence).toBe(4);
  });

  it('keeps the identity of what came again unchanged', () => {
    receive({ kind: 'snapshot', snapshot: snapshotOf(3, { jobs: [job] }) });
    const before = deskStore.getState().mirror;
    receive({ kind: 'event', event: eventOf(4, { jobs: [{ ...job }] }) });
    expect(deskStore.getState().mirror?.jobs).toBe(before?.jobs);
  });

  it('drops an event that is not newer', () => {
    receive({ kind: 'snapshot', snapshot: snapshotOf(5) });
    const before = deskStore.getState().mirror;
    expect(receive({ kind: 'event', event: eventOf(5, { jobs: [] }) })).toBe(false);
    expect(receive({ kind: 'event', event: eventOf(2, { jobs: [] }) })).toBe(false);
    expect(deskStore.getState().mirror).toBe(before);
  });

  it('takes what comes after a gap and asks for the whole picture', () => {
    receive({ kind: 'snapshot', snapshot: snapshotOf(5) });
    expect(receive({ kind: 'event', event: eventOf(8, { jobs: [] }) })).toBe(true);
    expect(deskStore.getState().mirror?.sequence).toBe(8);
  });

  it('refuses a snapshot that events have overtaken and asks again', () => {
    receive({ kind: 'snapshot', snapshot: snapshotOf(5) });
    receive({ kind: 'event', event: eventOf(6) });
    const before = deskStore.getState().mirror;
    expect(receive({ kind: 'snapshot', snapshot: snapshotOf(5) })).toBe(true);
    expect(deskStore.getState().mirror).toBe(before);
  });

  it('appends log entries in order and lets a snapshot replace them', () => {
    const first = applied(null, { kind: 'snapshot', snapshot: snapshotOf(0, {}, [noticeOf(1)]) });
    const second = applied(first.mirror, {
      kind: 'event',
      event: eventOf(1, {}, [noticeOf(2), noticeOf(3)]),
    });
    expect(second.mirror?.notices.map(({ id }) => id)).toEqual([1, 2, 3]);
    const third = applied(second.mirror, { kind: 'snapshot', snapshot: snapshotOf(9, {}, [noticeOf(8)]) });
    expect(third.mirror?.notices.map(({ id }) => id)).toEqual([8]);
  });

  it('keeps the newest entries of a log, never more than the limit', () => {
    let { mirror } = applied(null, { kind: 'snapshot', snapshot: snapshotOf(0) });
    for (let sequence = 1; sequence <= 10; sequence += 1) {
      const notices = Array.from({ length: 70 }, (_, index) => noticeOf(sequence * 100 + index));
      mirror = applied(mirror, { kind: 'event', event: eventOf(sequence, {}, notices) }).mirror;
    }
    expect(mirror?.notices).toHaveLength(logLimit);
    expect(mirror?.notices.at(-1)?.id).toBe(1_069);
  });
});

const job = {
  id: 1,
  kind: 'train',
  label: 'Training EUR/USD',
  state: 'running',
  progress: 0.5,
  message: '',
  started_at: 0,
  ended_at: null,
} as const;

function eventOf(sequence: number, state: Partial<DeskState> = {}, notices?: Notice[]): DeskEvent {
  return { sequence, state, logs: notices ? { notices } : {} };
}

function snapshotOf(sequence: number, state: Partial<DeskState> = {}, notices: Notice[] = []): DeskSnapshot {
  const market = { datasets: [], active: null, asset: null, latest_price: null };
  return {
    sequence,
    state: { prediction: null, caches: [], jobs: [], market, ...state } as unknown as DeskState,
    logs: { callbacks: [], predictions: [], notices },
  };
}

function noticeOf(id: number): Notice {
  return { id, at: 0, level: 'info', message: `notice ${id}` };
}
