import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { routes } from '../../../../../electron/api/routes/routes.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.remove());

const bearer = `Authorization: Bearer ${token}\r\n`;

/** A connection that stays, and what has come over it. */
async function stay(): Promise<{ socket: Socket; got: () => string; says: (part: string) => Promise<void> }> {
  const socket = connect(api.port, '127.0.0.1').on('error', () => undefined);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'connect');
  const says = async (part: string) => {
    while (!text.includes(part) && !socket.closed) await turn();
  };
  return { socket, got: () => text, says };
}

const ask = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n${headers}\r\n`;

async function follow(headers = '') {
  const reader = await stay();
  reader.socket.write(ask('/api/v1/events', headers));
  await reader.says('retry: 2000');
  return reader;
}

const change = () =>
  api.desk.handlers()['config.update']({ category: 'trading', changes: { spread_pips: 1 } });

it('ends the streams of an old token when it is renewed, and no others', async () => {
  const old = await follow(bearer);
  expect(api.server.readers()).toBe(1);
  api.door.token = 'the-renewed-token';
  const renewed = await follow('Authorization: Bearer the-renewed-token\r\n');
  expect(api.server.readers()).toBe(2);
  api.server.lockChanged();
  expect(api.server.readers()).toBe(1);
  await change();
  await renewed.says('"spread_pips"');
  await old.says('never');
  expect(old.got()).not.toContain('spread_pips');
  expect(renewed.got()).toContain('spread_pips');
});

it('ends the streams of those without a token when it asks for one again', async () => {
  api.door.open = true;
  const stranger = await follow();
  const known = await follow(bearer);
  api.server.lockChanged();
  expect(api.server.readers()).toBe(2);
  api.door.open = false;
  api.server.lockChanged();
  expect(api.server.readers()).toBe(1);
  await change();
  await known.says('"spread_pips"');
  await stranger.says('never');
  expect(stranger.got()).not.toContain('spread_pips');
});

it('asks a connection that stays for the token at each request', async () => {
  const { socket, got, says } = await stay();
  api.door.open = true;
  socket.write(ask('/api/v1/config'));
  await says('"status":"success"');
  api.door.open = false;
  socket.write(ask('/api/v1/config'));
  await says('401');
  expect(got().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
  socket.destroy();
});

it('answers everyone while others keep it waiting with headers and bodies that do not come', async () => {
  await api.remove();
  api = await startApi({ limits: { headersTimeoutMs: 300, bodyTimeoutMs: 300 } });
  const slow = await Promise.all(Array.from({ length: 50 }, stay));
  slow.forEach(({ socket }, i) => {
    const start =
      i % 2 === 0
        ? 'PUT /api/v1/config/trading HTTP/1.1\r\nHo'
        : `PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n${bearer}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`;
    socket.write(start);
  });
  expect((await api.get('/api/v1/config')).status).toBe(200);
  await Promise.all(slow.map(({ says }) => says('never')));
  for (const { got } of slow) expect(got()).toMatch(/^HTTP\/1\.1 408 /);
});

it('does not keep for ever what nobody takes', async () => {
  await api.remove();
  const large = { text: async () => 'a'.repeat(32 * 1024 * 1024), contentType: 'text/plain' };
  api = await startApi({ limits: { connections: 1, answerTimeoutMs: 100 }, pages: { metrics: large } });
  const { socket } = await stay();
  // The second answer waits behind the first.
  socket.pause().write(ask('/metrics', bearer) + ask('/metrics', bearer));
  // There is room for one: who asks is let in once the other has been put out.
  while (!(await api.get('/api/v1/config').catch(() => null))) await turn();
  socket.destroy();
});

it('lets nobody without the token use up what may be changed a second', async () => {
  await api.remove();
  api = await startApi({ limits: { changesPerSecond: 3 } });
  const put = (headers: Record<string, string> = {}) =>
    api.call('PUT', '/api/v1/config/trading', { spread_pips: 1 }, headers);
  for (let i = 0; i < 20; i += 1) expect((await put({ Authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await put()).status).toBe(200);
});

it('changes nothing that matters on any GET, not even while it is open', async () => {
  api.door.open = true;
  await change();
  const before = await watched();
  for (const { method, path } of routes) {
    if (method !== 'GET' || path === '/api/v1/events') continue;
    for (const query of ['', '?from=1&to=1', '?reset=1']) {
      const filled = path
        .replace('{category}', 'trading')
        .replace('{version}', '1')
        .replace(/\{\w+\}/, '1');
      await (await fetch(`${api.address}${filled}${query}`)).text();
      await (await fetch(`${api.address}${filled}${query}`, { method: 'HEAD' })).text();
    }
  }
  expect(await watched()).toEqual(before);
});

/** Everything that a person would miss, or wonder at. */
async function watched() {
  const { config, market, models, jobs, profiles } = { ...(await api.desk.state()) } as Record<
    string,
    unknown
  >;
  const trail = await api.get('/api/v1/config/history');
  return { config, market, models, jobs, profiles, trail: trail.body.data };
}
