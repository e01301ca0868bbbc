import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInstalled, lockDifferences, newerNodeAsked } from '../../../scripts/lib/dependencies.mjs';

const linux = { platform: 'linux', arch: 'x64' };
const wanted = {
  '': {},
  'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
  'node_modules/native-linux': {
    version: '1.0.0',
    optional: true,
    os: ['linux'],
    cpu: ['x64'],
    libc: ['glibc'],
  },
  'node_modules/native-musl': {
    version: '1.0.0',
    optional: true,
    os: ['linux'],
    cpu: ['x64'],
    libc: ['musl'],
  },
  'node_modules/native-mac': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] },
};
const { '': _, 'node_modules/native-mac': __, 'node_modules/native-musl': ___, ...installed } = wanted;

test('an installation without the packages of other machines is complete', () => {
  expect(isInstalled(wanted, installed, linux)).toBe(true);
});

test('an installation made on another machine is not complete', () => {
  expect(isInstalled(wanted, installed, { platform: 'darwin', arch: 'arm64' })).toBe(false);
});

test('a missing, an outdated, a changed and a surplus package each ask for a new installation', () => {
  const { 'node_modules/zod': zod, ...withoutZod } = installed;
  const other = { version: '1.0.0' };
  expect(isInstalled(wanted, withoutZod, linux)).toBe(false);
  expect(isInstalled(wanted, { ...installed, 'node_modules/zod': { ...zod, version: '3.9.0' } }, linux)).toBe(
    false,
  );
  expect(isInstalled(wanted, { ...installed, 'node_modules/zod': { ...zod, integrity: 'x' } }, linux)).toBe(
    false,
  );
  expect(isInstalled(wanted, { ...installed, 'node_modules/other': other }, linux)).toBe(false);
});

test('the lockfile names every optional package, or npm ci refuses it', () => {
  const file = join(import.meta.dirname, '../../../package-lock.json');
  const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
    readFileSync(file, 'utf8'),
  ).packages;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('a dependency edited without the lock is named with both versions', () => {
  const locked = { dependencies: { zod: '4.0.0', gone: '1.0.0' }, devDependencies: { vite: '8.0.0' } };
  expect(lockDifferences(locked, locked)).toEqual([]);
  const edited = { dependencies: { zod: '4.1.0' }, devDependencies: { vite: '8.0.0', added: '2.0.0' } };
  expect(lockDifferences(edited, locked)).toEqual([
    'zod is 4.1.0, in package-lock.json 4.0.0',
    'gone is missing, in package-lock.json 1.0.0',
    'added is 2.0.0, in package-lock.json missing',
  ]);
});

test('the lock is what package.json asks for', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../..', name), 'utf8'));
  expect(lockDifferences(read('package.json'), read('package-lock.json').packages[''])).toEqual([]);
});

test('packages that ask for a newer Node are named, and no others', () => {
  const packages = {
    '': { engines: { node: '>=99' }, dependencies: { electron: '45.4.1', c: '1.0.0', d: '1.0.0' } },
    'node_modules/brought-along': { version: '1.0.0', engines: { node: '>=22' } },
    'node_modules/electron': { version: '45.4.1', engines: { node: '>= 22.12.0' } },
    'node_modules/a/node_modules/b': { version: '1.0.0', engines: { node: '^18 || >=20' } },
    'node_modules/c': { version: '1.0.0' },
    'node_modules/d': { version: '1.0.0', optional: true, engines: { node: '>=99' } },
  };
  expect(newerNodeAsked(packages, '20.19.0')).toEqual(['electron 45.4.1 asks for Node >= 22.12.0']);
  expect(newerNodeAsked(packages, '22.12.0')).toEqual([]);
});
