import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createEventLog } from '../../../../../electron/api/events/event-log.ts';
import { createBucket } from '../../../../../electron/api/http/limits.ts';
import { createApiServer } from '../../../../../electron/api/http/server.ts';
import { schedule } from '../../../../../electron/shell/clock.ts';
import { rawExchange, startApi, type TestApi } from '../api-harness.ts';

describe('a bucket', () => {
  it('lets a burst through, then as many as the time allows, and says how long to wait', () => {
    let time = 0;
    const bucket = createBucket(10, () => time);
    expect(Array.from({ length: 11 }, bucket.take)).toEqual([...Array(10).fill(0), 1]);
    time = 100;
    expect([bucket.take(), bucket.take()]).toEqual([0, 1]);
    time = 1e9;
    expect(Array.from({ length: 11 }, bucket.take).filter((wait) => wait === 0)).toHaveLength(10);
  });
});

describe('the log of events', () => {
  it('holds the newest within both bounds and knows each by its number', () => {
    const log = createEventLog<'a'>({ entries: 100, bytes: 500 });
    expect([log.oldest(), log.newest()]).toEqual([1, 0]);
    for (let i = 1; i <= 1000; i += 1) log.add('a', (n) => Buffer.from(String(n).padStart(10)));
    expect([log.oldest(), log.newest()]).toEqual([951, 1000]);
    for (let n = log.oldest(); n <= log.newest(); n += 1) expect(Number(log.at(n).bytes.toString())).toBe(n);
    log.add('a', () => Buffer.alloc(10_000));
    expect([log.oldest(), log.newest()]).toEqual([1001, 1001]);
  });
});

describe('the door', () => {
  it('answers a storm with 429 and when to come back', async () => {
    const api = await startApi({ limits: { requestsPerSecond: 20, changesPerSecond: 2 } });
    const changes = await Promise.all(
      Array.from({ length: 6 }, () => api.call('PUT', '/api/v1/config/trading', { spread_pips: 1 })),
    );
    const refused = changes.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(Number(refused[0].headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const reads = await Promise.all(Array.from({ length: 40 }, () => api.get('/health')));
    expect(reads.some(({ status }) => status === 429)).toBe(true);
    await api.remove();
  });

  it('says what to do when its port is taken, and is no worse for it', async () => {
    const api = await startApi();
    const second = anotherServer(api);
    const taken = await second.listen(api.port);
    expect(taken).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    if (!taken.ok) expect(taken.problem.message).toMatch(/in use.*--api-port/);
    const other = await second.listen(0);
    expect(other.ok).toBe(true);
    await second.close();
    expect((await api.get('/health')).status).toBe(200);
    await api.remove();
  });

  it.runIf(addresses().includes('::1'))(
    'does not share its port with a program that has it on the other loopback address',
    async () => {
      const api = await startApi();
      const other = await listenOn('::1');
      const { port } = other.address() as AddressInfo;
      const server = anotherServer(api);
      expect(await server.listen(port)).toMatchObject({ ok: false, problem: { code: 'conflict' } });
      // Nor does it keep the half that it had.
      const half = await listenOn('127.0.0.1', port);
      for (const each of [other, half]) await new Promise((resolve) => each.close(resolve));
      await server.close();
      await api.remove();
    },
  );

  it('is on the loopback addresses and on no other of the machine', async () => {
    const api = await startApi();
    const others = addresses().filter((address) => !['127.0.0.1', '::1'].includes(address));
    // The rest of the loopback net reaches whoever listens on all addresses.
    for (const address of ['127.0.0.2', ...others]) {
      const asked = `GET /health HTTP/1.1\r\nHost: localhost:${api.port}\r\nConnection: close\r\n\r\n`;
      expect(await rawExchange(api.port, asked, address), address).toBe('');
    }
    await api.remove();
  });

  it('says when the disk refuses, and that nothing changed', async () => {
    const api = await startApi();
    api.desk.storage.writesFail = true;
    const put = await api.call('PUT', '/api/v1/config/trading', { spread_pips: 1 });
    expect(put.status).toBe(503);
    expect(put.body.error).toMatchObject({ code: 'not-saved' });
    api.desk.storage.writesFail = false;
    expect((await api.get('/api/v1/config/trading')).body.data).toMatchObject({ spread_pips: 0.5 });
    await api.remove();
  });

  it('shows what describes it', async () => {
    const api = await startApi();
    expect((await api.get('/metrics')).text).toBe('up 1\n');
    expect(JSON.parse((await api.get('/openapi.json')).text)).toMatchObject({
      servers: [{ url: api.address }],
    });
    const page = await api.get('/docs');
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect((await api.call('HEAD', '/api/v1/config')).text).toBe('');
    await api.remove();
  });
});

/** The addresses of this machine; those that need the name of an interface beside them are left out. */
function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ scopeid }) => !scopeid)
    .map(({ address }) => address);
}

/** One more door of the same desk, not yet listening. */
function anotherServer(api: TestApi) {
  return createApiServer({
    engine: api.desk.engine(),
    folder: api.desk.folder,
    token: () => 'x',
    open: () => false,
    version: '0',
    now: Date.now,
    elapsed: () => performance.now(),
    schedule,
  });
}

async function listenOn(host: string, port = 0): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}
