import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'orval';
import { generateApi } from 'swagger-typescript-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReference } from '../../../../../electron/api/reference/reference.ts';
import { routes } from '../../../../../electron/api/routes/routes.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';

// Clients as others make them from the document of a running desk: each is type-checked and drives that desk.

let api: TestApi;
let folder: string;
let document: string;
beforeEach(async () => {
  api = await startApi({ pages: createReference(routes, '0') });
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  document = join(folder, 'openapi.json');
  writeFileSync(document, (await api.get('/openapi.json')).text);
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.remove();
});

const tsc = join(import.meta.dirname, '../../../../../node_modules/typescript/bin/tsc');

/** Type-checks a program that uses a client, strictly; then runs its `drive`. */
async function drive(name: string, program: string): Promise<Record<string, unknown>> {
  const file = join(folder, name, 'drive.ts');
  writeFileSync(file, program);
  const strict = ['--strict', '--noEmit', '--module', 'esnext', '--moduleResolution', 'bundler'];
  const types = ['--target', 'es2023', '--lib', 'es2023,dom,dom.iterable', '--types', ''];
  const node = { cwd: folder, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } };
  const args = [tsc, ...strict, ...types, '--allowImportingTsExtensions', file];
  await promisify(execFile)(process.execPath, args, node).catch((failed: { stdout: string }) => {
    throw new Error(failed.stdout);
  });
  const { drive } = (await import(file)) as { drive: (token: string) => Promise<Record<string, unknown>> };
  return drive(token);
}

/** What each program does and finds. */
const found = {
  threshold: 0.66,
  version: 2,
  undone: 3,
  restored: 4,
  actions: ['restore', 'undo', 'update', 'reconcile'],
  profile: 'Calm',
  cancelled: null,
  train: 'not-found',
};

test('a client by swagger-typescript-api', async () => {
  const output = join(folder, 'swagger');
  await generateApi({ input: document, output, fileName: 'api.ts', silent: true, httpClientType: 'fetch' });
  const driven = await drive(
    'swagger',
    `import { Api } from './api.ts';

export async function drive(token: string) {
  const client = new Api<string>({
    baseUrl: '${api.address}',
    securityWorker: (key) => ({ headers: { Authorization: 'Bearer ' + key } }),
  });
  client.setSecurityData(token);
  const { api } = client;
  const before = (await api.getConfig()).data.data;
  const threshold: number = before.trading.confidence_threshold;
  const changed = await api.putConfigCategory('trading', {}, { confidence_threshold: threshold / 2 });
  const undone = await api.postConfigUndo();
  const restored = await api.postConfigRestoreVersion(changed.data.data.version, {});
  const history = (await api.getConfigHistory({ limit: 4 })).data.data;
  await api.postProfiles({ name: 'Calm' });
  const document = (await api.getProfilesName('Calm')).data;
  const cancelled = await api.postOperationsConfigCancel();
  const train = await api.postModelsTrain({ dataset: 'NONE' }).catch((refused) => refused);
  return {
    threshold,
    version: changed.data.data.version,
    undone: undone.data.data?.version,
    restored: restored.data.data?.version,
    actions: history.entries.map(({ action }) => action),
    profile: document.profile.name,
    cancelled: cancelled.data.data,
    train: train.error.error.code,
  };
}
`,
  );
  expect(driven).toEqual(found);
}, 60_000);

test('a client by orval', async () => {
  const target = join(folder, 'orval/api.ts');
  const override = { fetch: { includeHttpResponseReturnType: false } };
  await generate({
    input: { target: document },
    output: { target, client: 'fetch', mode: 'single', baseUrl: api.address, override },
  });
  const driven = await drive(
    'orval',
    `import * as desk from './api.ts';

export async function drive(token: string) {
  const asked = { headers: { Authorization: 'Bearer ' + token } };
  const before = (await desk.getConfig({}, asked)).data;
  const threshold: number = before.trading.confidence_threshold;
  const changed = await desk.putConfigCategory('trading', { confidence_threshold: threshold / 2 }, {}, asked);
  const undone = await desk.postConfigUndo(asked);
  const restored = await desk.postConfigRestoreVersion(changed.data.version, {}, {}, asked);
  const history = (await desk.getConfigHistory({ limit: 4 }, asked)).data;
  await desk.postProfiles({ name: 'Calm' }, asked);
  const document = await desk.getProfilesName('Calm', asked);
  const cancelled = await desk.postOperationsConfigCancel({}, asked);
  const train = (await desk.postModelsTrain({ dataset: 'NONE' }, asked)) as unknown as desk.Problem;
  return {
    threshold,
    version: changed.data.version,
    undone: undone.data?.version,
    restored: restored.data?.version,
    actions: history.entries.map(({ action }) => action),
    profile: document.profile.name,
    cancelled: cancelled.data,
    train: train.error.code,
  };
}
`,
  );
  expect(driven).toEqual(found);
}, 60_000);
