import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyModules } from '../../../../scripts/lib/dependencies.mjs';
import { sweepRuntimeFolder } from '../../../../scripts/lib/electron-fallback.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('an interrupted npm ci leaves nothing that the next one could fail on, and node_modules may be a link', async () => {
  const target = join(folder, 'elsewhere');
  for (const path of ['electron/dist', '.electron-x7', '@scope/half'])
    mkdirSync(join(target, path), { recursive: true });
  writeFileSync(join(target, 'electron/dist/half'), '');
  writeFileSync(join(target, '.package-lock.json'), '');
  symlinkSync(target, join(folder, 'node_modules'));
  await emptyModules(join(folder, 'node_modules'));
  expect(readdirSync(target)).toEqual([]);
  expect(lstatSync(join(folder, 'node_modules')).isSymbolicLink()).toBe(true);
});

it('a signal is heard while a large installation is removed', async () => {
  for (let index = 0; index < 200; index += 1)
    mkdirSync(join(folder, `package-${index}/inner`), { recursive: true });
  let heard = false;
  setImmediate(() => {
    heard = readdirSync(folder).length > 0;
  });
  await emptyModules(folder);
  expect(heard).toBe(true);
});

it('a clone without node_modules has nothing to empty', async () => {
  await emptyModules(join(folder, 'node_modules'));
  expect(existsSync(join(folder, 'node_modules'))).toBe(false);
});

it('an interrupted download of Electron is removed, and nothing else is', () => {
  for (const path of ['unpacking-a1/bin', 'downloading-b2', 'electron-42.0.0', 'prometheus'])
    mkdirSync(join(folder, path), { recursive: true });
  sweepRuntimeFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['electron-42.0.0', 'prometheus']);
  sweepRuntimeFolder(join(folder, 'missing'));
});
