import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectDesk } from '../../../renderer/connect.ts';
import { deskStore } from '../../../renderer/store.ts';
import type { DeskBridge } from '../../../shared/bridge.ts';
import type { DeskEvent, DeskState } from '../../../shared/desk.ts';

describe('the connection to the main process', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    deskStore.setState({ mirror: null, refusal: null });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('fetches the whole picture at the start', async () => {
    const desk = await connected(4);
    expect(desk.snapshots()).toBe(1);
    expect(deskStore.getState().mirror?.sequence).toBe(4);
  });

  it('takes events in order without asking again', async () => {
    const desk = await connected(4);
    desk.send(5);
    desk.send(6);
    expect(desk.snapshots()).toBe(1);
    expect(deskStore.getState().mirror?.sequence).toBe(6);
  });

  it('asks for the whole picture after a gap', async () => {
    const desk = await connected(4);
    desk.main.sequence = 9;
    desk.send(9);
    await vi.runAllTimersAsync();
    expect(desk.snapshots()).toBe(2);
    expect(deskStore.getState().mirror?.sequence).toBe(9);
  });

  it('does nothing while hidden and catches up when shown', async () => {
    const desk = await connected(4);
    desk.page.hidden = true;
    desk.show();
    desk.main.sequence = 7;
    desk.send(7);
    await vi.runAllTimersAsync();
    expect(deskStore.getState().mirror?.sequence).toBe(4);
    expect(desk.snapshots()).toBe(1);
    desk.page.hidden = false;
    desk.show();
    await vi.runAllTimersAsync();
    expect(deskStore.getState().mirror?.sequence).toBe(7);
  });

  it('tries again when the main process did not answer', async () => {
    const desk = connect(4, false);
    await vi.advanceTimersByTimeAsync(600);
    expect(deskStore.getState()).toMatchObject({
      mirror: null,
      refusal: expect.stringContaining('no handler yet'),
    });
    desk.main.answers = true;
    await vi.advanceTimersByTimeAsync(600);
    expect(deskStore.getState().mirror?.sequence).toBe(4);
  });

  it('leaves nothing behind when it is undone', async () => {
    const desk = await connected(4);
    desk.undo();
    desk.send(5);
    desk.show();
    expect(desk.snapshots()).toBe(1);
    expect(deskStore.getState().mirror?.sequence).toBe(4);
  });
});

async function connected(sequence: number) {
  const desk = connect(sequence);
  await vi.runAllTimersAsync();
  return desk;
}

function connect(sequence: number, answers = true) {
  const main = { sequence, answers };
  const page = Object.assign(new EventTarget(), { hidden: false });
  const listeners = new Set<(event: DeskEvent) => void>();
  const invoke = vi.fn(async () => {
    if (!main.answers) throw new Error('no handler yet');
    const state = { jobs: [] } as unknown as DeskState;
    const logs = { callbacks: [], predictions: [], notices: [] };
    return { ok: true, value: { sequence: main.sequence, state, logs } };
  });
  const bridge = {
    invoke,
    onEvent: (listener: (event: DeskEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as DeskBridge;
  vi.stubGlobal('window', { desk: bridge });
  const undo = connectDesk(bridge, page as unknown as Document);
  return {
    main,
    page,
    undo,
    snapshots: () => invoke.mock.calls.length,
    send: (number: number) => {
      for (const listener of listeners) listener({ sequence: number, state: {}, logs: {} });
    },
    show: () => page.dispatchEvent(new Event('visibilitychange')),
  };
}
