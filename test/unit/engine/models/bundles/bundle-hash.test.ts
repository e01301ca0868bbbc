import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownFeatures } from '../../../../../electron/engine/features/known-features.ts';
import { readBundle } from '../../../../../electron/engine/models/bundles/bundle.ts';
import { bundleByHash } from '../../../../../electron/engine/models/bundles/bundle-hash.ts';
import type { BundleSummary } from '../../../../../shared/models.ts';

const fixture = 'test/fixtures/data-folder-0.1';

test('records of version 0.1, which hold the hash over the files, still find the bundle', async () => {
  const { bundles } = JSON.parse(readFileSync(`${fixture}.expected.json`, 'utf8'));
  const [{ id, hash }] = bundles as { id: string; hash: string }[];
  const read = await readBundle(`${fixture}/bundles/${id}`, knownFeatures());
  if (!read.ok) throw new Error(read.problem.message);
  const { summary } = read.value;
  expect(summary.file_hash).toBe(hash);
  expect(summary.hash).not.toBe(hash);
  expect(bundleByHash([summary], hash)?.id).toBe(id);
  expect(bundleByHash([summary], summary.hash)?.id).toBe(id);
  expect(bundleByHash([summary], 'another')).toBeUndefined();
});

test('among bundles with the same content, the named one is chosen', () => {
  const bundle = (id: string) => ({ id, hash: 'a', file_hash: `file of ${id}` }) as BundleSummary;
  const bundles = [bundle('one'), bundle('two')];
  expect(bundleByHash(bundles, 'a', 'two')?.id).toBe('two');
  expect(bundleByHash(bundles, 'a', 'gone')?.id).toBe('one');
  expect(bundleByHash(bundles, 'file of two')?.id).toBe('two');
});
