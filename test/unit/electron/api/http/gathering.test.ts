import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createGathering } from '../../../../../electron/api/http/gathering.ts';

it('lets all of one turn through at its end, in order and in one breath', async () => {
  const gathered = createGathering();
  const done: string[] = [];
  const go = async (name: string) => {
    await gathered();
    if (name === 'a') queueMicrotask(() => done.push('all of them'));
    done.push(name);
  };
  const first = ['a', 'b', 'c'].map(go);
  await Promise.resolve();
  expect(done).toEqual([]);
  await turn();
  const second = ['d', 'e'].map(go);
  await Promise.all(first);
  expect(done).toEqual(['a', 'b', 'c', 'all of them']);
  await Promise.all(second);
  expect(done.slice(4)).toEqual(['d', 'e']);
});
