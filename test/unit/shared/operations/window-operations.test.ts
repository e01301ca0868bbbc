import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApiDoor } from '../../../../electron/api/door/api-door.ts';
import type { ApiSwitches } from '../../../../electron/api/door/switches.ts';
import { isServedOutside } from '../../../../electron/api/routes/operation-routes.ts';
import { ask } from '../../../../electron/gateway/gateway.ts';
import { createDialogHandlers } from '../../../../electron/shell/dialogs.ts';
import { windowAsker } from '../../../../shared/asker.ts';
import { entryOf, type OperationName, operationNames } from '../../../../shared/operations/index.ts';
import { success } from '../../../../shared/result.ts';
import { disk } from '../../electron/files/fake-store.ts';
import { createTestEngine, type TestEngine, valueIn } from '../../engine/test-engine.ts';

// What programs can reach too is held to its entry by the contract of the API.

/** What the person at the window chooses in a dialog. */
const person = vi.hoisted(() => ({ path: '' }));
vi.mock('electron', () => ({
  app: { getPath: () => '/' },
  dialog: {
    showOpenDialog: async () => ({ canceled: false, filePaths: [person.path] }),
    showSaveDialog: async () => ({ canceled: false, filePath: person.path }),
  },
}));
vi.mock('electron-store', async () => ({
  default: (await import('../../electron/files/fake-store.ts')).FakeStore,
}));

let desk: TestEngine;
let handlers: Parameters<typeof ask>[0];
let doorSetAtStart: Parameters<typeof ask>[0];

beforeAll(async () => {
  desk = await createTestEngine({});
  await desk.start();
  valueIn(await desk.handlers()['profiles.save']({ name: 'Calm' }));
  const dialogs = createDialogHandlers({} as BrowserWindow, desk.engine());
  handlers = { ...desk.engine().operations, ...dialogs, ...openDoor() };
  doorSetAtStart = openDoor({ port: 8001 });
}, 120_000);
afterAll(() => desk.remove());

function openDoor(switches: Partial<ApiSwitches> = {}) {
  const door = openApiDoor({
    folder: desk.folder,
    switches: { portDemanded: false, ...switches },
    system: null,
    startServer: async () => success({ lockChanged: () => undefined, close: async () => undefined }),
    onChange: () => undefined,
    now: desk.clock.now,
    schedule: desk.clock.schedule,
  });
  return door.handlers as unknown as Parameters<typeof ask>[0];
}

/** A path in the folder of the desk. */
const place = (name: string) => join(desk.folder, name);
const written = async (name: string, text: string) => {
  await writeFile(place(name), text);
  return place(name);
};
const profileFile = () => {
  const document = desk.engine().profileDocument('Calm');
  return written('calm.json', valueIn(document));
};
const bundleFolder = async () => {
  const { models } = await desk.state();
  await cp(place(`bundles/${models.active}`), place('a-bundle'), { recursive: true });
  return place('a-bundle');
};
const brokenBundle = async () => {
  await mkdir(place('broken'), { recursive: true });
  await written('broken/ensemble.json', 'no JSON');
  return place('broken');
};
let spares = 0;
/** A bundle that has not answered yet. */
const spareBundle = async () => {
  spares += 1;
  const name = `spare-${spares}`;
  const from = await bundleFolder();
  await cp(from, place(`bundles/${name}`), { recursive: true });
  const manifest = await readFile(join(from, 'ensemble.json'), 'utf8');
  // Another hash, so that it counts as another bundle.
  await written(`bundles/${name}/ensemble.json`, manifest + ' '.repeat(spares));
  await desk.handlers()['models.remove']({ bundle: 'only-to-look-again' });
  return name;
};
const recorded = async () => {
  const { scope, source, seed } = {
    scope: { part: 'test' as const, spread: 'set' as const },
    source: { from: 'current' as const },
    seed: 1,
  };
  return written(
    'experiment.json',
    JSON.stringify(valueIn(await desk.handlers()['experiments.record']({ scope, source, seed }))),
  );
};

/** Cancels the first job that begins. */
async function cancelFirst(): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    const running = valueIn(await desk.handlers()['jobs.list']({})).find(({ state }) => state === 'running');
    if (running) {
      desk.handlers()['jobs.cancel']({ job: running.id });
      return;
    }
    await nextTurn();
  }
}

interface Case {
  /** What the person chooses, or where the example's path is on this machine. */
  readonly path?: () => Promise<string> | string;
  readonly input?: object | (() => Promise<object>);
  readonly diskRefuses?: true;
  readonly cancelled?: true;
  readonly setAtStart?: true;
}
const nowhere = { path: () => place('no-such-folder/file') };
const elsewhere = { input: { scope: { dataset: 'nowhere' } }, path: () => place('out') };
/** With a bundle that has not answered yet it takes long enough to be cancelled. */
const cancelled: Case = {
  cancelled: true,
  path: () => place('out'),
  input: async () => ({ scope: { dataset: 'EURUSD@simulated', bundle: await spareBundle() } }),
};

/** How each is answered well, and how it fails, by the failures that its entry names. */
const cases: { readonly [N in OperationName]?: Readonly<Record<string, Case>> } = {
  'audit.export': {
    fine: { path: () => place('trail.csv') },
    'not-saved': { path: () => place('no-such-folder/trail.csv') },
  },
  'profiles.choose': { fine: { path: () => place('calm.json') } },
  'profiles.export': {
    fine: { path: () => place('calm.json') },
    'not-found': { input: { name: 'nobody' }, path: () => place('nobody.json') },
    'not-saved': nowhere,
  },
  'profiles.inspect': { fine: { path: profileFile }, unreadable: nowhere },
  'profiles.import': {
    fine: { path: profileFile },
    unreadable: nowhere,
    'not-saved': { path: profileFile, diskRefuses: true },
  },
  'import.choose': { fine: { path: () => place('EURUSD.csv') } },
  'models.choose': { fine: { path: () => place('bundles') } },
  'models.import': {
    fine: { path: bundleFolder },
    'not-found': { path: () => desk.folder },
    unreadable: { path: brokenBundle },
  },
  'experiments.save': {
    fine: { path: () => place('saved.json') },
    'not-found': elsewhere,
    cancelled,
    'not-saved': nowhere,
  },
  'experiments.export': {
    fine: { path: () => place('trades.csv') },
    'not-found': elsewhere,
    cancelled,
    'not-saved': nowhere,
  },
  'experiments.open': {
    fine: { path: recorded },
    unreadable: nowhere,
    cancelled: { cancelled: true, path: recorded },
  },
  'api.configure': { fine: {}, conflict: { setAtStart: true }, 'not-saved': { diskRefuses: true } },
  'api.token': { fine: {} },
  'api.renew-token': { fine: {} },
};

const operations = operationNames.filter((name) => !isServedOutside(name));

describe('every operation of the window alone', () => {
  it.each(operations)('%s fails as its entry says, and in no other way', (name) => {
    const { fine, ...failures } = cases[name] ?? {};
    expect(fine).toBeDefined();
    expect(Object.keys(failures).sort()).toEqual([...(entryOf(name).failures ?? [])].sort());
  });

  it.each(
    operations.flatMap((name) =>
      Object.entries(cases[name] ?? {}).map(([code, each]) => [name, code, each] as const),
    ),
  )(
    '%s answers its example: %s',
    async (name, code, { path, input, diskRefuses, cancelled: cancel, setAtStart }) => {
      const { example } = entryOf(name);
      person.path = (await path?.()) ?? '';
      const here = 'path' in entryOf(name).input.shape ? { path: person.path } : {};
      const more = typeof input === 'function' ? await input() : input;
      desk.storage.writesFail = diskRefuses ?? false;
      disk.behaviour = diskRefuses ? 'is full' : 'works';
      const [answer] = await Promise.all([
        ask(setAtStart ? doorSetAtStart : handlers, name, { ...example, ...here, ...more }, windowAsker),
        cancel && cancelFirst(),
      ]);
      desk.storage.writesFail = false;
      disk.behaviour = 'works';
      expect(answer.ok ? 'fine' : answer.problem.code, answer.ok ? '' : answer.problem.message).toBe(code);
      if (answer.ok) expect(entryOf(name).answer.safeParse(answer.value).error).toBeUndefined();
    },
    60_000,
  );
});

describe('the example of every operation', () => {
  it.each(operationNames)('%s is what the operation takes', (name) => {
    expect(entryOf(name).input.safeParse(entryOf(name).example).error).toBeUndefined();
  });
});
