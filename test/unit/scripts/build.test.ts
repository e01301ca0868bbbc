import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFiles, isFresh } from '../../../scripts/lib/build.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-'));
  mkdirSync(join(folder, 'shared'));
  writeFileSync(join(folder, 'shared/a.ts'), 'one');
  writeFileSync(join(folder, 'config.ts'), 'two');
});
afterEach(() => rmSync(folder, { recursive: true }));

const hash = (): string => hashFiles(folder, ['shared', 'config.ts', 'missing.ts']);

test('the same sources have the same hash, whenever they were written', () => {
  const before = hash();
  writeFileSync(join(folder, 'shared/a.ts'), 'one');
  expect(hash()).toBe(before);
});

test('a changed, a new and a renamed source each change the hash', () => {
  const before = hash();
  writeFileSync(join(folder, 'shared/a.ts'), 'one, changed');
  const changed = hash();
  writeFileSync(join(folder, 'shared/b.ts'), '');
  const added = hash();
  renameSync(join(folder, 'shared/b.ts'), join(folder, 'shared/c.ts'));
  expect(new Set([before, changed, added, hash()]).size).toBe(4);
});

test('a build is stale without its stamp or with the stamp of other sources', () => {
  const stamp = join(folder, 'stamp');
  expect(isFresh(stamp, hash())).toBe(false);
  writeFileSync(stamp, hash());
  expect(isFresh(stamp, hash())).toBe(true);
  writeFileSync(join(folder, 'config.ts'), 'three');
  expect(isFresh(stamp, hash())).toBe(false);
});
