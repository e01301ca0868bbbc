import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oneAtATime } from '../../../../scripts/lib/set-up/lock.mjs';

const lock = join(import.meta.dirname, '../../../../scripts/lib/set-up/lock.mjs');
const newName = () => `\0desk-test-${randomUUID()}`;

/** Another process that takes the lock, says so, and holds it for as long as it lives. */
async function holder(name: string) {
  const program = `
    const { oneAtATime } = await import(${JSON.stringify(lock)});
    await oneAtATime(() => { console.log('held'); return new Promise((done) => setTimeout(done, 60000)); }, ${JSON.stringify(name)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

it.runIf(process.platform === 'linux')('one set-up runs after the other', async () => {
  const name = newName();
  const order: string[] = [];
  const task = (label: string) =>
    oneAtATime(async () => {
      order.push(`${label} begins`);
      await new Promise((done) => setImmediate(done));
      order.push(`${label} ends`);
    }, name);
  await Promise.all([task('a'), task('b'), task('c')]);
  for (let index = 0; index < order.length; index += 2) {
    expect(order[index + 1]).toBe(order[index]?.replace('begins', 'ends'));
  }
  expect(order).toHaveLength(6);
});

it.runIf(process.platform === 'linux')('a holder that was killed holds nothing up', async () => {
  const name = newName();
  const child = await holder(name);
  let entered = false;
  const waiting = oneAtATime(async () => {
    entered = true;
  }, name);
  await new Promise((done) => setTimeout(done, 100));
  expect(entered).toBe(false);
  child.kill('SIGKILL');
  await waiting;
  expect(entered).toBe(true);
});

it.runIf(process.platform === 'linux')('a set-up that failed lets the next one in', async () => {
  const name = newName();
  await expect(
    oneAtATime(async () => {
      throw new Error('no network');
    }, name),
  ).rejects.toThrow('no network');
  expect(await oneAtATime(async () => 'in', name)).toBe('in');
});
