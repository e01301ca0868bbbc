import { createHash } from 'node:crypto';
import { timeframes } from '../../../../shared/market.ts';
import type { BundleSummary } from '../../../../shared/models.ts';
import type { FolderFiles } from './bundle-files.ts';
import type { Manifest } from './bundle-schema.ts';

/**
 * SHA-256, hex, of what decides a bundle's answers: per timeframe the model's file, its features and label, and
 * everything else that `ensemble.json` says but for what is listed below. Trainings that differ only in when they
 * took place have the same hash; the order of keys and the names of files do not matter.
 */
export function contentHash(manifest: Manifest, files: FolderFiles): string {
  const hash = createHash('sha256');
  const { timeframes: entries, ...described } = without(manifest, answerNothing);
  hash.update(canonical(described));
  for (const timeframe of timeframes) {
    const model = files.get(entries[timeframe].model) ?? Buffer.alloc(0);
    const { model: _name, ...entry } = without(entries[timeframe], answerNothing);
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
 * The bundle that a record means. Records of version 0.1 name a bundle by the hash over its files; of several
 * bundles with the same content the one named `id` is taken, otherwise the first.
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
 * Says nothing about the answers: when and from which random draws the models came (what came of it is in their
 * files), how they did, and the configuration in force at that time, which the models do not use.
 */
const answerNothing = [
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
