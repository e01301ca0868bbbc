import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashFiles, isFresh, writeStamp } from '../../../scripts/lib/build.mjs';

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

describe('a build is made anew', () => {
  const stamp = (): string => join(folder, 'dist/stamp');
  const fresh = (): boolean => isFresh(join(folder, 'dist'), stamp(), hash());

  beforeEach(() => {
    mkdirSync(join(folder, 'dist/workers'), { recursive: true });
    writeFileSync(join(folder, 'dist/main.js'), 'built');
    writeFileSync(join(folder, 'dist/workers/a.js'), 'built');
    writeStamp(join(folder, 'dist'), stamp(), hash());
  });

  test('not while it is whole and its sources are the same', () => {
    expect(fresh()).toBe(true);
  });

  test('where its stamp is missing or cannot be read', () => {
    writeFileSync(stamp(), 'of an earlier kind');
    expect(fresh()).toBe(false);
    rmSync(stamp());
    expect(fresh()).toBe(false);
  });

  test('where a source has changed', () => {
    writeFileSync(join(folder, 'config.ts'), 'three');
    expect(fresh()).toBe(false);
  });

  test.each(['main.js', 'workers/a.js'])('where %s is missing or cut short', (name) => {
    writeFileSync(join(folder, 'dist', name), 'bui');
    expect(fresh()).toBe(false);
    rmSync(join(folder, 'dist', name));
    expect(fresh()).toBe(false);
  });
});
