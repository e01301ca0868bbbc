import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../../../electron/api/turns.ts';

it('lets one through at once and the others one per turn of the loop, in order', async () => {
  const mine = createTurns();
  const done: number[] = [];
  const go = async (n: number) => {
    await mine();
    done.push(n);
  };
  const all = [1, 2, 3, 4].map(go);
  const seen: number[] = [];
  while (done.length < 4) {
    await turn();
    seen.push(done.length);
  }
  await Promise.all(all);
  expect(done).toEqual([1, 2, 3, 4]);
  for (let i = 1; i < seen.length; i += 1) expect(seen[i] - seen[i - 1]).toBeLessThanOrEqual(1);
  await turn();
  await turn();
  expect(mine()).toBeUndefined();
});
