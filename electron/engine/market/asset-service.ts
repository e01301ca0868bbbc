import type { CacheStats } from '../../../shared/caches.ts';
import type { AssetMetadata } from '../../../shared/market.ts';
import { createBoundedCache } from '../cache/bounded-cache.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import { assetMetadata } from './asset.ts';

/** Serves what a symbol's name tells, first in, first out. */
export interface AssetService {
  metadata(symbol: string): AssetMetadata;
  stats(): CacheStats;
  clear(cause: string): number;
  close(): void;
}

export function createAssetService(options: {
  config: ConfigOwner;
  now: () => number;
  elapsed: () => number;
}): AssetService {
  const { config, now, elapsed } = options;
  const cache = createBoundedCache<AssetMetadata>({
    name: 'assets',
    service: 'asset-service',
    limit: () => config.values().cache.asset_cache_max_size,
    oldest: 'first-in',
    now,
    elapsed,
  });
  const undo = config.subscribe('cache', 'asset-service', () => cache.shrink());

  return {
    metadata(symbol) {
      const held = cache.get(symbol);
      if (held) return held;
      const metadata = assetMetadata(symbol);
      cache.set(symbol, metadata);
      return metadata;
    },
    stats: cache.stats,
    clear: (cause) => cache.invalidate(cause),
    close: undo,
  };
}
