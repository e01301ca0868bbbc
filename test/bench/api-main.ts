import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { app } from 'electron';
import { Hono } from 'hono';
import { createApiServer } from '../../electron/api/http/server.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import { freshSession } from '../../electron/engine/instruments/session.ts';
import { openConfigFile } from '../../electron/files/config-file.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import { defaultApiPort } from '../../shared/api.ts';
import { success } from '../../shared/result.ts';
import type { ApiPorts } from './api-load.ts';

// Started by api.bench.ts inside Electron, in a data folder of its own: the door over the real engine with the
// real file, and beside it a bare hono server that answers the same bytes.
void app.whenReady().then(async () => {
  const folder = app.getPath('userData');
  const engine = await createEngine({
    folder,
    configStore: openConfigFile({ folder, now, elapsed, schedule }).store,
    profileStorage: { read: () => success(null), changed: () => false, write: () => success(null) },
    sessionStorage: { load: () => freshSession, save: () => undefined },
    environment: {},
    startWorker: () => {
      throw new Error('no data is opened here');
    },
    now: Date.now,
    elapsed: () => performance.now(),
    schedule,
    seed: 1,
    about: { version: '0', electron: process.versions.electron },
    readApi: () => closed,
  });
  if (!engine.ok) throw new Error(engine.problem.message);
  const token = 'bench-token-of-the-usual-length-0123456789abcdef';
  const server = createApiServer({
    engine: engine.value,
    folder,
    token: () => token,
    open: () => false,
    version: '0',
    now: Date.now,
    elapsed: () => performance.now(),
    schedule,
  });
  const listening = await server.listen(0);
  if (!listening.ok) throw new Error(listening.problem.message);
  const config = await engine.value.handlers['config.get']({});
  const bare = await startBare({ status: 'success', data: config.ok && config.value, config_version: 1 });
  process.send?.({ door: listening.value.port, bare, token } satisfies ApiPorts);
});

const closed = {
  on: false,
  port: defaultApiPort,
  open: false,
  address: null,
  problem: null,
  token_kept: 'session' as const,
  fixed: false,
  readers: 0,
  recent: [],
};

async function startBare(answer: object): Promise<number> {
  const bare = new Hono();
  bare.get('/api/v1/config', (context) =>
    context.json({ ...answer, timestamp: new Date(Date.now()).toISOString() }),
  );
  const server = createServer(getRequestListener(bare.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
