import { expect, it, vi } from 'vitest';
import { answer } from '../../../electron/gateway/ipc.ts';
import type { Handlers } from '../../../shared/operations/index.ts';
import { success } from '../../../shared/result.ts';

vi.mock('electron', () => ({ ipcMain: {} }));

const own = { parent: null, origin: 'desk://app' };

async function ask(input: unknown) {
  const calls: unknown[] = [];
  const handlers = {
    'config.validate': (given: unknown) => {
      calls.push(given);
      return success(null);
    },
  } as unknown as Handlers;
  return { answered: await answer(success(handlers), own.origin, own, 'config.validate', input), calls };
}

it.each([
  '{"changes":{"__proto__":{"spread_pips":1},"trading":{"spread_pips":1}}}',
  '{"changes":{"trading":{"__proto__":1,"spread_pips":1}}}',
  '{"__proto__":{},"changes":{"trading":{"spread_pips":1}}}',
])('%s is refused whole rather than taken without its prototype', async (text) => {
  const { answered, calls } = await ask(JSON.parse(text));
  expect(answered).toMatchObject({ ok: false, problem: { code: 'invalid' } });
  expect(calls).toEqual([]);
});

it('an input that goes round in circles, or very deep, is answered', async () => {
  const circle: Record<string, unknown> = { changes: {} };
  circle.self = circle;
  expect((await ask(circle)).answered).toMatchObject({ ok: false });
  let deep: unknown = {};
  for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
  expect((await ask({ changes: {}, deep })).answered).toMatchObject({ ok: false });
});

it('an ordinary input goes through', async () => {
  const input = { changes: { trading: { spread_pips: 1 }, constructor: {} } };
  expect((await ask(input)).calls).toEqual([input]);
});
