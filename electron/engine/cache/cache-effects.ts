import type { DryRun } from '../../../shared/audit.ts';
import type { CacheName, CacheStats } from '../../../shared/caches.ts';

/** The cache that each limit belongs to. */
const cacheOf: Readonly<Record<string, CacheName>> = {
  'cache.prediction_cache_max_size': 'predictions',
  'cache.price_cache_max_size': 'prices',
  'cache.ohlcv_cache_max_size': 'ohlcv',
  'cache.asset_cache_max_size': 'assets',
};

/**
 * The entries that a change would drop from the caches in their present state: the cached
 * predictions it touches, even where no value differs, because the version rises; and what a lower limit evicts. A
 * change that would be refused drops nothing. `predictions` counts those it touches: of all symbols, or of one.
 */
export function cacheEffects(
  { differences, problems }: Pick<DryRun, 'differences' | 'problems'>,
  stats: readonly CacheStats[],
  predictions: number,
): Pick<DryRun, 'caches' | 'predictions_dropped'> {
  const sizeOf = (name: CacheName) => stats.find((cache) => cache.name === name)?.size ?? 0;
  const dropped = problems.length === 0 ? predictions : 0;
  const shrunk = differences.flatMap(({ path, to }) => {
    const name = Object.hasOwn(cacheOf, path) ? cacheOf[path] : undefined;
    if (!name || name === 'predictions') return [];
    const entries = Math.max(0, sizeOf(name) - Number(to));
    return entries > 0 ? [{ name, entries }] : [];
  });
  const caches = dropped > 0 ? [{ name: 'predictions', entries: dropped }, ...shrunk] : shrunk;
  return { caches, predictions_dropped: dropped };
}
