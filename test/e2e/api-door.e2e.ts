import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { ApiState } from '../../shared/api.ts';
import type { DeskBridge } from '../../shared/bridge.ts';
import type { OperationAnswer, OperationAsk, OperationName } from '../../shared/operations/index.ts';
import type { Result } from '../../shared/result.ts';
import { freePort } from '../processes/free-port.ts';
import { curl } from './fixtures/curl.ts';
import { withDesk } from './fixtures/desk.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { expect, test } from './fixtures/test.ts';

/** Asks as the window itself does. */
function ask<N extends OperationName>(page: Page, name: N, input: OperationAsk<N>) {
  const asked = page.evaluate(
    ([operation, given]) =>
      (window as unknown as { desk: DeskBridge }).desk.invoke(operation, given as never),
    [name, input] as const,
  );
  return asked as Promise<Result<OperationAnswer<N>>>;
}

async function answerOf<N extends OperationName>(page: Page, name: N, input: OperationAsk<N>) {
  const result = await ask(page, name, input);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

const apiOf = async (page: Page): Promise<ApiState> => (await answerOf(page, 'desk.snapshot', {})).state.api;

const statusWith = async (port: number, token: string) =>
  (await curl('-H', `Authorization: Bearer ${token}`, `http://127.0.0.1:${port}/api/v1/config`)).status;

test('the window switches the API on, moves it and renews its token; the next start finds it as it was left', async () => {
  const folder = copyPrepared();
  try {
    const [first, second] = [await freePort(), await freePort()];
    let token = '';
    await withDesk({ folder }, async ({ page, output }) => {
      expect(await apiOf(page)).toMatchObject({ on: false, open: false, address: null, fixed: false });
      const on = await answerOf(page, 'api.configure', { on: true, port: first });
      expect(on).toMatchObject({ address: `http://127.0.0.1:${first}`, problem: null });
      const old = (await answerOf(page, 'api.token', {})).token;
      expect(await statusWith(first, old)).toBe(200);

      token = (await answerOf(page, 'api.renew-token', {})).token;
      expect([await statusWith(first, old), await statusWith(first, token)]).toEqual([401, 200]);

      await answerOf(page, 'api.configure', { port: second });
      expect(await statusWith(second, token)).toBe(200);
      await expect(statusWith(first, token)).rejects.toThrow(/connect/i);

      await expect
        .poll(async () =>
          (await apiOf(page)).recent.map(({ method, path, status }) => `${method} ${path} ${status}`),
        )
        .toEqual([
          'GET /api/v1/config 200',
          'GET /api/v1/config 200',
          'GET /api/v1/config 401',
          'GET /api/v1/config 200',
        ]);
      const said = JSON.stringify([output, await apiOf(page)]);
      for (const secret of [old, token]) expect(said).not.toContain(secret);
    });
    await withDesk({ folder }, async ({ page }) => {
      await expect.poll(async () => (await apiOf(page)).address).toBe(`http://127.0.0.1:${second}`);
      expect(await statusWith(second, token)).toBe(200);
      await answerOf(page, 'api.configure', { on: false });
      await expect(statusWith(second, token)).rejects.toThrow(/connect/i);
    });
  } finally {
    remove(folder);
  }
});

test('it says truly where the token is kept', async () => {
  const port = await freePort();
  await withDesk({ args: ['--api-port', String(port)] }, async ({ app, page, folder }) => {
    const { token } = await answerOf(page, 'api.token', {});
    // What Electron itself says of this machine decides what must be found on disk.
    const real = await app.evaluate(
      ({ safeStorage }) =>
        safeStorage.isEncryptionAvailable() &&
        (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
    );
    expect((await apiOf(page)).token_kept).toBe(real ? 'system' : 'file');
    const path = join(folder, real ? 'api-token.sealed' : 'api-token');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').includes(token)).toBe(!real);
  });
});

test('a port in use is told in the window with what to do, and another works at once', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  try {
    await withDesk({}, async ({ page }) => {
      const refused = await answerOf(page, 'api.configure', { on: true, port });
      expect(refused).toMatchObject({ on: true, address: null });
      expect(refused.problem).toContain(`Port ${port} is in use`);
      expect(refused.problem).toContain('choose another');
      const free = await freePort();
      const moved = await answerOf(page, 'api.configure', { port: free });
      expect(moved).toMatchObject({ address: `http://127.0.0.1:${free}`, problem: null });
    });
  } finally {
    other.close();
  }
});

test('what was said at the start holds: the window shows it and cannot change it', async () => {
  const port = await freePort();
  const env = { DESK_API_PORT: String(port), DESK_API_OPEN: '1' };
  await withDesk({ env }, async ({ page }) => {
    await expect.poll(async () => (await apiOf(page)).address).toBe(`http://127.0.0.1:${port}`);
    expect(await apiOf(page)).toMatchObject({ on: true, port, open: true, fixed: true });
    expect((await curl(`http://127.0.0.1:${port}/api/v1/config`)).status).toBe(200);
    const refused = await ask(page, 'api.configure', { open: false });
    expect(refused.ok ? '' : refused.problem.message).toContain('DESK_API_PORT');
  });
});

test('the lock of the door is not to be had through the door', async () => {
  const port = await freePort();
  await withDesk({ args: [`--api-port=${port}`, '--api-open'] }, async ({ page }) => {
    await expect.poll(async () => (await apiOf(page)).address).toBe(`http://127.0.0.1:${port}`);
    for (const operation of ['api.token', 'api.configure', 'api.renew-token']) {
      const { status } = await curl(
        ...['-X', 'POST', '-H', 'Content-Type: application/json', '-d', '{}'],
        `http://127.0.0.1:${port}/api/v1/operations/${operation}`,
      );
      expect(status, operation).toBe(404);
    }
  });
});
