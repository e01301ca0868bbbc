export type CacheName = 'predictions' | 'prices' | 'ohlcv' | 'assets';
export const cacheNames = [
  'predictions',
  'prices',
  'ohlcv',
  'assets',
] as const satisfies readonly CacheName[];

/** Counters of one cache since the start. */
export interface CacheStats {
  readonly name: CacheName;
  readonly service: string;
  readonly size: number;
  readonly limit: number;
  /** Null where entries do not expire. */
  readonly ttl_seconds: number | null;
  readonly hits: number;
  readonly misses: number;
  readonly sets: number;
  readonly evictions: number;
  readonly expirations: number;
  readonly invalidations: number;
  /** Age of the oldest entry, ms; null when empty. */
  readonly oldest_age_ms: number | null;
  /** The latest invalidations with their cause, newest first, at most 5. */
  readonly causes: readonly { readonly at: number; readonly cause: string; readonly entries: number }[];
}
