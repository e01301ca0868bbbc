import type { CacheStats } from '../../../../shared/caches.ts';
import type { AssetMetadata, AssetSettings } from '../../../../shared/market.ts';
import { normalSymbol } from '../../../../shared/symbols.ts';
import { createBoundedCache } from '../../cache/bounded-cache.ts';
import type { ConfigOwner } from '../../config/trading-config.ts';
import { assetMetadata } from './asset-metadata.ts';
import type { PriceFacts } from './price-facts.ts';

/** Serves what is known of a symbol, first in, first out. */
export interface AssetService {
  metadata(symbol: string): AssetMetadata;
  /** The same for other prices than those taken note of: what an import would bring. */
  metadataFor(symbol: string, facts: PriceFacts): AssetMetadata;
  /** Takes note of what a symbol's prices tell. */
  learn(symbol: string, facts: PriceFacts): void;
  /** Takes note of what the user has set. */
  set(symbol: string, settings: AssetSettings): void;
  stats(): CacheStats;
  clear(cause: string): number;
  close(): void;
}

/** `settings` are those kept, by symbol in its normal form. */
export function createAssetService(options: {
  config: ConfigOwner;
  now: () => number;
  elapsed: () => number;
  settings?: ReadonlyMap<string, AssetSettings>;
}): AssetService {
  const { config, now, elapsed } = options;
  const settings = new Map(options.settings);
  const facts = new Map<string, PriceFacts>();
  const cache = createBoundedCache<AssetMetadata>({
    name: 'assets',
    service: 'asset-service',
    limit: () => config.values().cache.asset_cache_max_size,
    oldest: 'first-in',
    now,
    elapsed,
  });
  const undo = config.subscribe('cache', 'asset-service', () => cache.shrink());

  /** The same symbol may be held under more than one way of writing it. */
  function forget(name: string, cause: string): void {
    cache.invalidate(cause, (key) => normalSymbol(key) === name);
  }

  return {
    metadata(symbol) {
      const held = cache.get(symbol);
      if (held) return held;
      const name = normalSymbol(symbol);
      const metadata = assetMetadata(symbol, facts.get(name), settings.get(name));
      cache.set(symbol, metadata);
      return metadata;
    },
    metadataFor: (symbol, learned) => assetMetadata(symbol, learned, settings.get(normalSymbol(symbol))),
    learn(symbol, learned) {
      const name = normalSymbol(symbol);
      const known = facts.get(name);
      if (known?.decimals === learned.decimals && known.five_minute_range === learned.five_minute_range)
        return;
      facts.set(name, learned);
      forget(name, `prices of ${name} were read`);
    },
    set(symbol, chosen) {
      const name = normalSymbol(symbol);
      settings.set(name, chosen);
      forget(name, `${name} was set by hand`);
    },
    stats: cache.stats,
    clear: (cause) => cache.invalidate(cause),
    close: undo,
  };
}
