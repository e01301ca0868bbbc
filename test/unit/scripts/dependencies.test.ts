import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInstalled } from '../../../scripts/lib/dependencies.mjs';

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
