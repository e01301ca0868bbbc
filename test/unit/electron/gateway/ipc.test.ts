import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stopped } from '../../../../electron/engine/storage/lease.ts';
import { answer, type Frame, invokeChannel, serveOperations } from '../../../../electron/gateway/ipc.ts';
import { terminal } from '../../../../electron/shell/terminal/terminal.ts';
import type { Asker } from '../../../../shared/asker.ts';
import { type Handlers, operations } from '../../../../shared/operations/index.ts';
import { failure, success } from '../../../../shared/result.ts';

type Listener = (event: unknown, name: unknown, input: unknown) => Promise<unknown>;
const channels = vi.hoisted(() => new Map<string, Listener>());

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => channels.set(channel, listener),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const origin = 'desk://app';
const own: Frame = { parent: null, origin };

/** Every operation answers its own name and the input it got; `calls` counts. */
function recordingHandlers() {
  const calls: [string, unknown][] = [];
  const entries = Object.keys(operations).map((name) => [
    name,
    (input: unknown) => {
      calls.push([name, input]);
      return success(null);
    },
  ]);
  return { handlers: Object.fromEntries(entries) as unknown as Handlers, calls };
}

describe('the gateway', () => {
  it('lets the desk’s own top frame ask, with checked input', async () => {
    const { handlers, calls } = recordingHandlers();
    const input = { category: 'model', changes: { weight_1h: 0.5 }, reason: '  because ' };
    expect(await answer(success(handlers), origin, own, 'config.update', input)).toEqual({
      ok: true,
      value: null,
    });
    expect(calls).toEqual([['config.update', { ...input, reason: 'because' }]]);
  });

  it.each<[string, Frame]>([
    ['a frame that is gone', null],
    ['a subframe', { parent: { origin } as NonNullable<Frame>['parent'], origin }],
    ['a frame of another origin', { parent: null, origin: 'https://example.org' }],
    ['a frame without an origin', { parent: null, origin: 'null' }],
    ['an origin that begins like ours', { parent: null, origin: `${origin}.example.org` }],
  ])('answers nothing to %s', async (_who, asker) => {
    const { handlers, calls } = recordingHandlers();
    expect(await answer(success(handlers), origin, asker, 'desk.snapshot', {})).toMatchObject({
      ok: false,
      problem: { code: 'invalid' },
    });
    expect(calls).toEqual([]);
  });

  it.each([
    'config.destroy',
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    null,
    undefined,
    5,
    ['desk.snapshot'],
    { toString: () => 'desk.snapshot' },
  ])('has no operation %j', async (name) => {
    const { handlers, calls } = recordingHandlers();
    expect(await answer(success(handlers), origin, own, name, {})).toMatchObject({
      problem: { code: 'not-found' },
    });
    expect(calls).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['config.update', undefined],
    ['config.update', null],
    ['config.update', 'model'],
    ['config.update', []],
    ['config.update', { category: 'money', changes: {} }],
    ['config.update', { category: '__proto__', changes: {} }],
    ['config.update', { category: 'model', changes: { weight_1h: '0.5' } }],
    ['config.update', { category: 'model', changes: { weight_1h: Number.NaN } }],
    ['config.update', { category: 'model', changes: { weight_1h: Number.POSITIVE_INFINITY } }],
    ['config.update', { category: 'model', changes: {}, extra: 1 }],
    ['config.update', { category: 'model', changes: {}, reason: 'x'.repeat(501) }],
    ['config.update', { category: 'model', changes: { ['x'.repeat(65)]: 1 } }],
    ['desk.snapshot', { all: true }],
    ['market.chart', { timeframe: '2H', bars: 5 }],
    ['market.chart', { timeframe: '1H', bars: 5001 }],
    ['market.chart', { timeframe: '1H', bars: 1.5 }],
    ['replay.step', { bars: 1e9 }],
    ['replay.speed', { speed: 3 }],
    ['replay.jump', { to: Number.NaN }],
    ['caches.clear', { name: 'everything' }],
    ['import.run', { path: '', options: { symbol: 'EURUSD', time_zone: 'UTC' } }],
    ['import.run', { path: '/a.csv', options: { symbol: '../EURUSD', time_zone: 'UTC' } }],
    ['models.activate', { bundle: '' }],
    ['jobs.cancel', { job: -1 }],
  ])('refuses %s with %j, saying what does not fit', async (name, input) => {
    const { handlers, calls } = recordingHandlers();
    const refused = await answer(success(handlers), origin, own, name, input);
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    if (!refused.ok) expect(refused.problem.message).toContain(`${name} was not understood`);
    expect(calls).toEqual([]);
  });

  it('lets no prototype through in changes', async () => {
    const { handlers, calls } = recordingHandlers();
    const changes = JSON.parse('{"__proto__": 5, "weight_1h": 0.5}');
    await answer(success(handlers), origin, own, 'config.update', { category: 'model', changes });
    for (const [, input] of calls) {
      const passed = (input as { changes: object }).changes;
      expect(Object.keys(passed)).toEqual(['weight_1h']);
      expect([Object.prototype, null]).toContain(Object.getPrototypeOf(passed));
    }
    expect(({} as Record<string, unknown>).weight_1h).toBeUndefined();
  });

  it('says why there are no handlers, and to nobody but the desk’s own frame', async () => {
    const refusal = failure('not-saved', 'The market data could not be opened: the disk is full.');
    expect(await answer(refusal, origin, own, 'desk.snapshot', {})).toEqual(refusal);
    expect(await answer(refusal, origin, null, 'desk.snapshot', {})).toMatchObject({
      problem: { code: 'invalid' },
    });
  });

  describe('with a handler that has a bug', () => {
    beforeEach(() => {
      vi.spyOn(terminal, 'bug').mockImplementation(() => undefined);
    });
    afterEach(() => {
      vi.restoreAllMocks();
    });

    it.each([
      [
        'throws',
        () => {
          throw new Error('undefined is no function');
        },
      ],
      ['rejects', () => Promise.reject(new Error('undefined is no function'))],
    ])('that %s, answers a failure and keeps the trace', async (_how, bug) => {
      const handlers = { ...recordingHandlers().handlers, 'replay.play': bug };
      expect(await answer(success(handlers), origin, own, 'replay.play', {})).toEqual({
        ok: false,
        problem: { code: 'internal', message: 'replay.play failed: undefined is no function' },
      });
      expect(terminal.bug).toHaveBeenCalledOnce();
    });

    it('answers what the ending desk has stopped reading as cancelled, which is no bug', async () => {
      const stopped = () => Promise.reject(new Stopped());
      const handlers = { ...recordingHandlers().handlers, 'replay.play': stopped };
      expect(await answer(success(handlers), origin, own, 'replay.play', {})).toMatchObject({
        problem: { code: 'cancelled' },
      });
      expect(terminal.bug).not.toHaveBeenCalled();
    });
  });

  it('serves one channel, reads the asking frame at once, and ends with its undo', async () => {
    const { handlers, calls } = recordingHandlers();
    const undo = serveOperations(Promise.resolve(success(handlers)), origin);
    const listen = channels.get(invokeChannel);
    const sender = new EventEmitter();
    const event: { senderFrame: Frame; sender: EventEmitter } = { senderFrame: own, sender };
    const answered = listen?.(event, 'desk.snapshot', {});
    event.senderFrame = null;
    expect(await answered).toEqual({ ok: true, value: null });
    expect(await listen?.(event, 'desk.snapshot', {})).toMatchObject({ problem: { code: 'invalid' } });
    expect(calls).toHaveLength(1);
    undo();
    expect(channels.size).toBe(0);
  });
});

it.each([
  ['crashes', 'render-process-gone', {}],
  ['is closed', 'destroyed', {}],
  ['is loaded anew', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
])('ends what a page that %s has asked for, and says that it has left', async (_how, happens, details) => {
  const gone: (boolean | undefined)[] = [];
  const askers: string[] = [];
  let asked: Asker | undefined;
  const handlers = {
    'desk.snapshot': (_input: unknown, asker: Asker) => {
      asked = asker;
      return success(null);
    },
  } as unknown as Handlers;
  const undo = serveOperations(Promise.resolve(success(handlers)), origin, ({ id }) => askers.push(id));
  const sender = new EventEmitter();
  const ask = () => channels.get(invokeChannel)?.({ senderFrame: own, sender }, 'desk.snapshot', {});
  await ask();
  gone.push(asked?.gone?.aborted);
  const before = asked;
  sender.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
  sender.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
  expect(askers).toEqual([]);
  sender.emit(happens, details);
  gone.push(before?.gone?.aborted);
  await ask();
  gone.push(asked?.gone?.aborted);
  expect(gone).toEqual([false, true, false]);
  expect(askers).toEqual(['window']);
  undo();
});
