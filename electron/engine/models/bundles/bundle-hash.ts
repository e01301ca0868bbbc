import { createHash } from 'node:crypto';
import { timeframes } from '../../../../shared/market.ts';
import type { BundleSummary } from '../../../../shared/models.ts';
import type { FolderFiles } from './bundle-files.ts';
import type { Manifest } from './bundle-schema.ts';

/**
 * SHA-256, hex, of everything that decides a bundle's answers: per timeframe the model file, its features and label, and
 * `ensemble.json` without the keys in `irrelevantKeys`. Trainings that differ only in their time have the same hash. The
 * order of keys and the names of files do not matter.
 */
export function contentHash(manifest: Manifest, files: FolderFiles): string {
  const hash = createHash('sha256');
  const { timeframes: entries, ...described } = without(manifest, irrelevantKeys);
  hash.update(canonical(described));
  for (const timeframe of timeframes) {
    const model = files.get(entries[timeframe].model) ?? Buffer.alloc(0);
    const { model: _name, ...entry } = without(entries[timeframe], irrelevantKeys);
    hash.update(`\0${timeframe}\0${canonical(entry)}\0${model.length}\0`).update(model);
  }
  return hash.digest('hex');
}

/** SHA-256, hex, over names, lengths and contents, in the order of the names. */
export function hashFiles(files: FolderFiles): string {
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) {
    const content = files.get(name) ?? Buffer.alloc(0);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * The bundle that a record refers to by its hash. Records of version 0.1 hold the hash over the bundle's files. Of
 * several bundles with the same content, the one with the id `id` is taken, else the first.
 */
export function bundleByHash(
  bundles: readonly BundleSummary[],
  hash: string,
  id?: string,
): BundleSummary | undefined {
  const found = bundles.filter((bundle) => bundle.hash === hash || bundle.file_hash === hash);
  return found.find((bundle) => bundle.id === id) ?? found[0];
}

/**
 * Keys that do not change the answers: time, seed and settings of the training (their effect is in the model files), its
 * figures, and the configuration that was in force, which the models do not use.
 */
const irrelevantKeys = [
  'format_version',
  'trained_at',
  'seed',
  'settings',
  'figures',
  'weights',
  'agreement_bonus',
  'use_regime_adjustment',
  'regime_targets',
] as const;

function without<T extends object>(value: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as T;
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
