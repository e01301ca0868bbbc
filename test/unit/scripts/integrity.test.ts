import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasIntegrity } from '../../../scripts/lib/integrity.mjs';

const folder = mkdtempSync(join(tmpdir(), 'integrity-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('accepts the very bytes that the integrity string describes and no others', async () => {
  const file = join(folder, 'archive.tgz');
  const integrity = `sha512-${createHash('sha512').update('the archive').digest('base64')}`;
  writeFileSync(file, 'the archive');
  expect(await hasIntegrity(file, integrity)).toBe(true);
  writeFileSync(file, 'the Archive');
  expect(await hasIntegrity(file, integrity)).toBe(false);
});

test('refuses weaker digests', async () => {
  const file = join(folder, 'archive.tgz');
  writeFileSync(file, 'the archive');
  expect(await hasIntegrity(file, `sha1-${createHash('sha1').update('the archive').digest('base64')}`)).toBe(
    false,
  );
});
