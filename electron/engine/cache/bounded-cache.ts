import type { CacheName, CacheStats } from '../../../shared/caches.ts';

/** A cache whose limits may change at any time and which counts everything that happens to it. */
export interface BoundedCache<V> {
  /** The entry, or undefined when there is none or it has expired. Counts a hit or a miss. */
  get(key: string): V | undefined;
  /** Puts an entry in; over the limit the oldest goes. */
  set(key: string, value: V): void;
  /** Drops every entry that `concerns` picks and notes why; returns how many. */
  invalidate(cause: string, concerns?: (key: string, value: V) => boolean): number;
  /** Applies limits that have changed: what is over them goes at once. */
  shrink(): void;
  stats(): CacheStats;
}

export interface CacheOptions {
  readonly name: CacheName;
  readonly service: string;
  /** Read at every operation, so the limit is never a copy of the configuration. */
  readonly limit: () => number;
  /** Entries live this long from their last `set`; left out, they do not expire. */
  readonly ttlSeconds?: () => number;
  /** What "oldest" means: since the last `set` of the key, or since it first came in. */
  readonly oldest: 'last-set' | 'first-in';
  /** Wall clock, ms. */
  readonly now: () => number;
}

const rememberedCauses = 5;

export function createBoundedCache<V>(options: CacheOptions): BoundedCache<V> {
  const { limit, ttlSeconds, now } = options;
  // A Map iterates in the order of insertion: oldest first, which is the order of eviction.
  const entries = new Map<string, { value: V; at: number }>();
  const counts = { hits: 0, misses: 0, sets: 0, evictions: 0, expirations: 0, invalidations: 0 };
  let causes: CacheStats['causes'] = [];

  function expired(entry: { at: number }, time: number): boolean {
    if (ttlSeconds === undefined) return false;
    const age = time - entry.at;
    // A clock that was set back must not keep old entries alive.
    return age >= ttlSeconds() * 1000 || age < 0;
  }

  /** Expired entries go before live ones are evicted, so that an eviction always cost something. */
  function dropExpired(): void {
    if (!ttlSeconds) return;
    const time = now();
    for (const [key, entry] of entries) {
      if (!expired(entry, time)) {
        if (options.oldest === 'last-set') return;
        continue;
      }
      entries.delete(key);
      counts.expirations += 1;
    }
  }

  function shrink(): void {
    if (entries.size <= limit()) return;
    dropExpired();
    for (const key of entries.keys()) {
      if (entries.size <= limit()) return;
      entries.delete(key);
      counts.evictions += 1;
    }
  }

  return {
    shrink,
    get(key) {
      const entry = entries.get(key);
      if (entry && expired(entry, now())) {
        entries.delete(key);
        counts.expirations += 1;
      } else if (entry) {
        counts.hits += 1;
        return entry.value;
      }
      counts.misses += 1;
      return undefined;
    },
    set(key, value) {
      if (options.oldest === 'last-set') entries.delete(key);
      entries.set(key, { value, at: now() });
      counts.sets += 1;
      shrink();
    },
    invalidate(cause, concerns) {
      let dropped = 0;
      for (const [key, entry] of entries) {
        if (concerns && !concerns(key, entry.value)) continue;
        entries.delete(key);
        dropped += 1;
      }
      if (dropped === 0) return 0;
      counts.invalidations += dropped;
      causes = [{ at: now(), cause, entries: dropped }, ...causes].slice(0, rememberedCauses);
      return dropped;
    },
    stats() {
      dropExpired();
      let oldestAt = Number.POSITIVE_INFINITY;
      for (const { at } of entries.values()) {
        oldestAt = Math.min(oldestAt, at);
        if (options.oldest === 'last-set') break;
      }
      return {
        name: options.name,
        service: options.service,
        size: entries.size,
        limit: limit(),
        ttl_seconds: ttlSeconds ? ttlSeconds() : null,
        ...counts,
        oldest_age_ms: entries.size > 0 ? now() - oldestAt : null,
        causes,
      };
    },
  };
}
