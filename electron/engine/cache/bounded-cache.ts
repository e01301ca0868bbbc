import type { CacheName, CacheStats } from '../../../shared/caches.ts';
import { createOrderedMap } from './ordered-map.ts';

/** A cache whose limits may change at any time, with counters of hits, misses and every kind of removal. */
export interface BoundedCache<V> {
  /** The entry, or undefined when there is none or it has expired. Counts a hit or a miss. */
  get(key: string): V | undefined;
  /** Stores an entry; over the limit, the oldest one is evicted. */
  set(key: string, value: V): void;
  /** Drops the entries that `concerns` selects, by default all, and records the cause; returns how many. */
  invalidate(cause: string, concerns?: (key: string, value: V) => boolean): number;
  /** Applies changed limits at once: drops expired entries and evicts those over the limit. */
  shrink(): void;
  /** The number of entries that `concerns` picks. */
  count(concerns: (value: V) => boolean): number;
  stats(): CacheStats;
}

export interface CacheOptions {
  readonly name: CacheName;
  readonly service: string;
  /** Read at every operation, so that it always follows the configuration. */
  readonly limit: () => number;
  /** Time to live from the last `set` of an entry; without it, entries do not expire. */
  readonly ttlSeconds?: () => number;
  /** What eviction counts age from: the last `set` of the key, or its first. */
  readonly oldest: 'last-set' | 'first-in';
  /** Wall clock, ms: the time of an invalidation. */
  readonly now: () => number;
  /** Monotonic clock, ms: ages do not depend on changes of the wall clock. */
  readonly elapsed: () => number;
}

const rememberedCauses = 5;

export function createBoundedCache<V>(options: CacheOptions): BoundedCache<V> {
  const { limit, ttlSeconds, now, elapsed } = options;
  // Iterates oldest first, which is the order of eviction.
  const entries = createOrderedMap<{ value: V; setAt: number; since: number }>();
  const counts = { hits: 0, misses: 0, sets: 0, evictions: 0, expirations: 0, invalidations: 0 };
  let causes: CacheStats['causes'] = [];

  /**
   * Runs before every operation, so that an expired entry is neither served nor counted as evicted or invalidated. With
   * `last-set`, entries expire in the order of iteration, so the first live one ends the search.
   */
  function dropExpired(): void {
    if (!ttlSeconds) return;
    const oldest = elapsed() - ttlSeconds() * 1000;
    for (const [key, { setAt }] of entries) {
      if (setAt <= oldest) {
        entries.delete(key);
        counts.expirations += 1;
      } else if (options.oldest === 'last-set') break;
    }
  }

  function shrink(): void {
    dropExpired();
    for (const [key] of entries) {
      if (entries.size <= limit()) return;
      entries.delete(key);
      counts.evictions += 1;
    }
  }

  return {
    shrink,
    get(key) {
      dropExpired();
      const entry = entries.get(key);
      if (entry) counts.hits += 1;
      else counts.misses += 1;
      return entry?.value;
    },
    set(key, value) {
      dropExpired();
      const time = elapsed();
      const since = options.oldest === 'first-in' ? (entries.get(key)?.since ?? time) : time;
      if (options.oldest === 'last-set') entries.delete(key);
      entries.set(key, { value, setAt: time, since });
      counts.sets += 1;
      shrink();
    },
    invalidate(cause, concerns) {
      dropExpired();
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
    count(concerns) {
      dropExpired();
      let found = 0;
      for (const [, { value }] of entries) if (concerns(value)) found += 1;
      return found;
    },
    stats() {
      dropExpired();
      const [[, oldest] = []] = entries;
      return {
        name: options.name,
        service: options.service,
        size: entries.size,
        limit: limit(),
        ttl_seconds: ttlSeconds ? ttlSeconds() : null,
        ...counts,
        oldest_age_ms: oldest ? elapsed() - oldest.since : null,
        causes,
      };
    },
  };
}
