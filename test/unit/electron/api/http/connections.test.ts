import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Limits } from '../../../../../electron/api/http/limits.ts';
import { createTestClock } from '../../../engine/test-clock.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';

const megabyte = 1024 * 1024;
const bearer = `Authorization: Bearer ${token}\r\n`;

let api: TestApi;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await api.remove();
});

/** A door whose `/metrics` answers `bytes`, each answer marked with its number, and how many it has made. */
async function start(bytes: number, limits: Partial<Limits> = {}) {
  const clock = createTestClock();
  let made = 0;
  const text = async () => {
    made += 1;
    return `answer ${made};`.padEnd(bytes, '.');
  };
  const pages = { metrics: { text, contentType: 'text/plain' } };
  api = await startApi({ limits, pages, schedule: clock.schedule });
  return { clock, made: () => made };
}

async function open(): Promise<Socket> {
  const socket = connect(api.port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const ask = (path: string, headers = bearer) =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n${headers}\r\n`;

/** Everything that comes until `part` has come so many times. */
async function read(socket: Socket, part: RegExp, times = 1): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  socket.resume();
  while ((text.match(part)?.length ?? 0) < times && !socket.closed) await turn();
  return text;
}

const health = async () => (await api.get('/health', { Connection: 'close' })).status;

/** Until nothing has been made for a while, however long it takes. */
async function settled(made: () => number): Promise<number> {
  for (;;) {
    const before = made();
    for (let i = 0; i < 5; i += 1) await health();
    if (made() === before) return before;
  }
}

it('makes no further answers for who takes none, and holds up nobody else', async () => {
  const { made } = await start(megabyte);
  const greedy = await Promise.all([open(), open(), open()]);
  for (const socket of greedy) socket.pause().write(ask('/metrics').repeat(300));
  const most = await settled(made);
  // Four megabytes each, beside what the system itself takes off our hands.
  expect(most).toBeGreaterThanOrEqual(3 * 4);
  expect(most).toBeLessThan(3 * 20);
  expect(await health()).toBe(200);
});

it('answers all that were asked in one go, in order, as they are taken', async () => {
  await start(70_000);
  const socket = await open();
  socket.write(ask('/metrics').repeat(80));
  const text = await read(socket, /answer \d+;/g, 80);
  const order = [...text.matchAll(/answer (\d+);/g)].map(([, n]) => Number(n));
  expect(order).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
});

it('has at most so many requests of a connection under way', async () => {
  let under = 0;
  let most = 0;
  const text = async () => {
    under += 1;
    most = Math.max(most, under);
    await turn();
    under -= 1;
    return 'x';
  };
  api = await startApi({ limits: { requestsUnderWay: 2 }, pages: { metrics: { text, contentType: 'a/b' } } });
  const socket = await open();
  socket.write(ask('/metrics').repeat(20));
  await read(socket, /HTTP\/1\.1 200/g, 20);
  expect(most).toBeLessThanOrEqual(2);
});

it('holds so much for all together: who leaves the most goes', async () => {
  const { made } = await start(megabyte, { heldBytes: 9 * megabyte });
  const modest = await open();
  modest.pause().write(ask('/metrics'));
  await settled(made);
  const greedy = await Promise.all([open(), open(), open()]);
  for (const socket of greedy) socket.pause().write(ask('/metrics').repeat(300));
  await settled(made);
  // Only now do they see that they have been cut off.
  for (const socket of greedy) socket.resume();
  while (greedy.every(({ closed }) => !closed)) await turn();
  expect(await read(modest, /answer 1;/g)).toContain('answer 1;');
  expect(await health()).toBe(200);
});

it('counts the bodies that it keeps: who sends the most goes', async () => {
  await start(10, { heldBytes: 2 * megabyte, jsonBytes: megabyte });
  const put = (length: number) =>
    `PUT /api/v1/config/cache HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n${bearer}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  const body = '{"prediction_cache_ttl_seconds":120}';
  const modest = await open();
  modest.write(put(body.length) + body.slice(0, 10));
  const greedy = await Promise.all([open(), open(), open()]);
  // None is too large by itself, and none is whole.
  for (const socket of greedy) socket.write(put(megabyte) + ' '.repeat(megabyte - 1));
  while (greedy.every(({ closed }) => !closed)) await turn();
  modest.write(body.slice(10));
  expect(await read(modest, /"status":"success"/g)).toContain('HTTP/1.1 200');
  expect(greedy.filter(({ closed }) => !closed)).toHaveLength(2);
  // What is let go counts no more.
  for (const socket of greedy) socket.destroy();
  const later = await open();
  later.write(put(megabyte) + body.padEnd(megabyte));
  expect(await read(later, /"status":"success"/g)).toContain('HTTP/1.1 200');
});

it('lets those with the token in while hundreds without one keep their connections', async () => {
  const { clock } = await start(10);
  const inside = await open();
  inside.write(ask('/api/v1/config'));
  await read(inside, /"status":"success"/g);
  const silent = await Promise.all(Array.from({ length: 300 }, open));
  expect(await health()).toBe(200);
  expect((await api.get('/api/v1/config')).status).toBe(200);
  while (silent.filter(({ closed }) => !closed).length > 32) await turn();
  // Those that are left have their time, and no more.
  await clock.advance(4999);
  expect(silent.filter(({ closed }) => !closed).length).toBeGreaterThan(0);
  await clock.advance(1);
  while (silent.some(({ closed }) => !closed)) await turn();
  expect(inside.closed).toBe(false);
  inside.write(ask('/api/v1/config'));
  await read(inside, /"status":"success"/g);
});

it('tells who has begun and does not show in time that it may ask', async () => {
  const { clock } = await start(10);
  const slow = await open();
  slow.write('GET /health HTTP/1.1\r\nHo');
  const answer = read(slow, /HTTP/g);
  expect(await health()).toBe(200);
  await clock.advance(5000);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
});

it('lets the longest idle go where those who may ask are too many, and nobody who is being answered', async () => {
  await start(10, { connections: 2 });
  const [first, second] = [await open(), await open()];
  for (const socket of [first, second]) {
    socket.write(ask('/api/v1/config'));
    await read(socket, /"status":"success"/g);
  }
  // The first asks again: now the second is the longest idle.
  first.write(ask('/api/v1/events'));
  await read(first, /retry: 2000/g);
  const third = await open();
  third.write(ask('/api/v1/events'));
  await read(third, /retry: 2000/g);
  while (!second.closed) await turn();
  const fourth = await open();
  fourth.write(ask('/api/v1/config'));
  expect(await read(fourth, /never/g)).toBe('');
  expect([first.closed, third.closed]).toEqual([false, false]);
});
