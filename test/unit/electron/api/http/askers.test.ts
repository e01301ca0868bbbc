import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Asker } from '../../../../../shared/asker.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.remove());
afterEach(() => api.desk.handlers()['config.reset']({}));

const operate = (name: string, body: unknown, client?: string) =>
  api.call('POST', `/api/v1/operations/${name}`, body, client === undefined ? {} : { 'X-Client-Id': client });
const spread = { category: 'trading', changes: { spread_pips: 3 } };

it('knows a client by the id it sends, whatever connections it comes by', async () => {
  expect((await operate('config.preview', spread, 'notebook')).status).toBe(200);
  expect((await operate('config.preview', spread, 'script')).status).toBe(409);
  expect((await operate('config.commit', {}, 'script')).status).toBe(409);
  const { status, text } = await rawCommit('notebook');
  expect(status).toBe(200);
  expect(text).toContain('"version":2');
});

it('knows who sends none by its connection', async () => {
  expect((await operate('config.preview', spread)).status).toBe(200);
  expect((await rawCommit()).status).toBe(409);
  expect((await operate('config.commit', {})).status).toBe(200);
});

it('lets the preview of a client last while it reads the events, and no longer than its lease after', async () => {
  const end = new AbortController();
  const headers = { Authorization: `Bearer ${token}`, 'X-Client-Id': 'reader' };
  const stream = await fetch(`${api.address}/api/v1/events`, { headers, signal: end.signal });
  expect(stream.status).toBe(200);
  expect((await operate('config.preview', spread, 'reader')).status).toBe(200);
  await api.desk.clock.advance(120_000);
  expect(api.desk.engine().configMark().preview).toBe(true);
  end.abort();
  while (api.server.readers() > 0) await turn();
  await api.desk.clock.advance(30_000);
  expect(api.desk.engine().configMark().preview).toBe(false);
});

it.each(['', 'a'.repeat(65), 'a\tb'])('takes no id that is none: %j', async (client) => {
  expect((await operate('config.cancel', {}, client)).status).toBe(400);
});

it('ends what answers on the same request with its connection', async () => {
  const { operations } = api.desk.engine();
  const original = operations['experiments.overfit'];
  let asked: Asker | undefined;
  Object.assign(operations, {
    'experiments.overfit': (input: never, asker: Asker) => {
      asked = asker;
      return original(input, asker);
    },
  });
  const socket = connect(api.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(request('experiments.overfit', '{}'));
  while (!asked) await turn();
  socket.destroy();
  while (!asked.gone?.aborted) await turn();
  Object.assign(operations, { 'experiments.overfit': original });
});

function request(operation: string, body: string, client?: string): string {
  const id = client === undefined ? '' : `X-Client-Id: ${client}\r\n`;
  return `POST /api/v1/operations/${operation} HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${token}\r\n${id}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Commits over a connection of its own. */
async function rawCommit(client?: string): Promise<{ status: number; text: string }> {
  const asked = request('config.commit', '{}', client).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
  const text = await api.raw(asked);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}
