import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorkerCalls, type WorkerCalls } from '../../../../electron/engine/threads/worker-calls.ts';

let calls: WorkerCalls;
let worker: Worker;
afterEach(() => calls.end());

/** A worker that does `answer` with each request `{ id, body }`; `post` sends anything back. */
function start(answer: string): WorkerCalls {
  const code = `const { parentPort } = require('node:worker_threads');
    const post = (message) => parentPort.postMessage(message);
    parentPort.on('message', ({ id, body }) => { ${answer} });`;
  worker = new Worker(code, { eval: true });
  calls = createWorkerCalls(worker);
  return calls;
}

describe('calls to a worker', () => {
  it('bring back each answer to its own question, with progress on the way', async () => {
    start(`post({ id, progress: { share: 0.5, message: 'half of ' + body } });
      setTimeout(() => post({ id, result: { ok: true, value: body * 2 } }), body === 1 ? 30 : 0);`);
    const progress: unknown[] = [];
    const answers = await Promise.all([
      calls.call(1, z.number(), (share, message) => progress.push([share, message])),
      calls.call(2, z.number()),
    ]);
    expect(answers).toEqual([
      { ok: true, value: 2 },
      { ok: true, value: 4 },
    ]);
    expect(progress).toEqual([[0.5, 'half of 1']]);
  });

  it('end a worker only once its runtime stands', async () => {
    start('');
    const told: string[] = [];
    worker.once('online', () => told.push('online'));
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      told.push('terminated');
      return terminate();
    };
    await calls.end();
    expect(told).toEqual(['online', 'terminated']);
  });

  it('bring back failures as values', async () => {
    start(`post({ id, result: { ok: false, problem: { code: 'invalid', message: 'too few bars' } } });`);
    expect(await calls.call(1, z.number())).toEqual({
      ok: false,
      problem: { code: 'invalid', message: 'too few bars' },
    });
    expect(calls.alive()).toBe(true);
  });

  it.each([
    ['throws', `throw new Error('out of luck');`, 'internal', 'out of luck'],
    ['ends by itself', `process.exit(1);`, 'internal', 'stopped before it had answered'],
  ])('all end when the worker %s', async (_what, answer, code, words) => {
    start(answer);
    const ends = await Promise.all([calls.call(1, z.number()), calls.call(2, z.number())]);
    for (const end of ends) expect(end).toMatchObject({ ok: false, problem: { code } });
    expect(JSON.stringify(ends)).toContain(words);
    expect(calls.alive()).toBe(false);
    expect(await calls.call(3, z.number())).toMatchObject({ problem: { code: 'internal' } });
  });

  it.each([
    ['no message', `post('hello');`],
    ['a message without an answer', `post({ id });`],
    ['a result that is none', `post({ id, result: { ok: 'perhaps' } });`],
    ['a failure without a problem', `post({ id, result: { ok: false, problem: 'bad' } });`],
    ['null', `post(null);`],
  ])('end as failures, and the worker too, when it sends %s', async (_what, answer) => {
    start(answer);
    const exited = once(worker, 'exit');
    expect(await calls.call(1, z.number())).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(calls.alive()).toBe(false);
    await exited;
  });

  it('end as failures when the answer is of another kind than was asked for', async () => {
    start(`post({ id, result: { ok: true, value: { __proto__: null, prob: 'high' } } });`);
    const answer = await calls.call(1, z.object({ prob: z.number() }));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(JSON.stringify(answer)).toContain('prob');
  });

  it('do not mind answers to questions that nobody asked', async () => {
    start(`post({ id: 77, result: { ok: true, value: 0 } }); post({ id, result: { ok: true, value: 1 } });`);
    expect(await calls.call(1, z.number())).toEqual({ ok: true, value: 1 });
  });

  it('end as cancelled when the worker is ended', async () => {
    start('');
    const asked = calls.call(1, z.number());
    await calls.end();
    expect(await asked).toMatchObject({ problem: { code: 'cancelled' } });
    expect(calls.alive()).toBe(false);
  });
});
