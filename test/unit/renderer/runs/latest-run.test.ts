// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLatestRun } from '../../../../renderer/runs/latest-run.ts';
import { windowAsker } from '../../../../shared/asker.ts';
import { failure, success } from '../../../../shared/result.ts';
import { type HeldBridge, holdBridge, mirror, settled } from '../desk-bridge.ts';

const label = 'Trading it on these bars';
let bridge: HeldBridge;

beforeEach(() => {
  bridge = holdBridge();
  mirror({ jobs: [] });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function run() {
  const store = createLatestRun(
    'experiments.bars',
    label,
    (time: number) => ({ from: time, to: time }) as never,
  );
  const { result } = renderHook(() => store.use());
  const ask = (time: number) => act(async () => store.ask({ question: time, key: `at ${time}` }));
  const answer = (at: number, value: unknown) =>
    act(() => bridge.asked[at]?.answer(success(value)) ?? Promise.resolve());
  return { store, now: () => result.current, ask, answer };
}

test('a question is asked once; the same again asks nothing', async () => {
  const { ask, answer, now } = run();
  await ask(1);
  expect(now()).toMatchObject({ asked: 'at 1', running: { question: { question: 1 } }, answered: null });
  await ask(1);
  await answer(0, 'first');
  await ask(1);
  expect(bridge.names()).toEqual(['experiments.bars']);
  expect(now()).toMatchObject({ running: null, answered: { answer: 'first' }, problem: null });
});

test('of what is asked meanwhile the newest wins, and an overtaken answer is shown until it comes', async () => {
  const { ask, answer, now } = run();
  for (const time of [1, 2, 3]) await ask(time);
  expect(bridge.asked).toHaveLength(1);
  await answer(0, 'of 1');
  expect(now()).toMatchObject({ asked: 'at 3', answered: { answer: 'of 1' } });
  expect(now().running).not.toBeNull();
  expect(bridge.asked.map(({ input }) => input)).toEqual([
    { from: 1, to: 1 },
    { from: 3, to: 3 },
  ]);
  await answer(1, 'of 3');
  expect(now()).toMatchObject({ running: null, answered: { answer: 'of 3', question: { key: 'at 3' } } });
});

test('a refusal is told with whether asking again may help, and the answer before it stays', async () => {
  const { store, ask, answer, now } = run();
  await ask(1);
  await answer(0, 'of 1');
  await ask(2);
  await act(
    () => bridge.asked[1]?.answer(failure('invalid', 'There are no such bars.')) ?? Promise.resolve(),
  );
  expect(now()).toMatchObject({ problem: 'There are no such bars.', mayPass: false });
  expect(now().answered?.answer).toBe('of 1');
  await ask(3);
  await act(() => bridge.asked[2]?.answer(failure('internal', 'The worker stopped.')) ?? Promise.resolve());
  expect(now()).toMatchObject({ problem: 'The worker stopped.', mayPass: true });
  await act(async () => store.again());
  await answer(3, 'of 3');
  expect(now()).toMatchObject({ problem: null, answered: { answer: 'of 3' } });
});

test('cancelled by hand, nothing is waited for and its answer counts no more', async () => {
  const { store, ask, answer, now } = run();
  await ask(1);
  await act(async () => store.cancel());
  expect(now()).toMatchObject({ running: null, cancelled: true });
  await answer(0, 'too late');
  expect(now().answered).toBeNull();
  await act(async () => store.again());
  expect(now()).toMatchObject({ cancelled: false });
  expect(bridge.asked).toHaveLength(2);
});

test('cancelled in the list of jobs, it says so', async () => {
  const { ask, now } = run();
  await ask(1);
  await act(() => bridge.asked[0]?.answer(failure('cancelled', 'Cancelled.')) ?? Promise.resolve());
  expect(now()).toMatchObject({ running: null, cancelled: true, problem: null });
});

test.each([label, `${label} on GBPUSD@2025`])(
  'what is overtaken is stopped: its own job "%s", no older one, none of another name or asker',
  async (own) => {
    const job = (id: number, called: string, asker = windowAsker.id) => ({
      id,
      label: called,
      asker,
      state: 'running',
    });
    mirror({ jobs: [job(3, own)] });
    const { ask } = run();
    await ask(1);
    mirror({
      jobs: [job(3, own), job(4, own, 'a client'), job(5, `${label} once more`), job(6, own)],
    });
    await ask(2);
    await settled();
    const stopped = bridge.asked.filter(({ name }) => name === 'jobs.cancel');
    expect(stopped.map(({ input }) => input)).toEqual([{ job: 6 }]);
  },
);
