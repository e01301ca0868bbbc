import type { CacheStats } from '../../../../shared/caches.ts';

/** A cache as one would explain it: a list, searched and filtered anew at every operation. */
export interface NaiveCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  invalidate(cause: string, concerns?: (key: string, value: V) => boolean): number;
  shrink(): void;
  /** All but name and service. */
  stats(): Omit<CacheStats, 'name' | 'service'>;
}

export function createNaiveCache<V>(options: {
  limit: () => number;
  ttlSeconds?: () => number;
  oldest: 'last-set' | 'first-in';
  now: () => number;
  elapsed: () => number;
}): NaiveCache<V> {
  interface Entry {
    key: string;
    value: V;
    setAt: number;
    since: number;
  }
  /** In order of age, the oldest first. */
  let entries: Entry[] = [];
  const counts = { hits: 0, misses: 0, sets: 0, evictions: 0, expirations: 0, invalidations: 0 };
  const causes: { at: number; cause: string; entries: number }[] = [];

  function forgetExpired(): void {
    const ttl = options.ttlSeconds;
    if (!ttl) return;
    const alive = entries.filter(({ setAt }) => options.elapsed() - setAt < ttl() * 1000);
    counts.expirations += entries.length - alive.length;
    entries = alive;
  }

  function shrink(): void {
    forgetExpired();
    const over = Math.max(0, entries.length - options.limit());
    counts.evictions += over;
    entries = entries.slice(over);
  }

  return {
    shrink,
    get(key) {
      forgetExpired();
      const entry = entries.find((each) => each.key === key);
      counts[entry ? 'hits' : 'misses'] += 1;
      return entry?.value;
    },
    set(key, value) {
      forgetExpired();
      counts.sets += 1;
      const held = entries.find((each) => each.key === key);
      const at = options.elapsed();
      if (held && options.oldest === 'first-in') {
        held.value = value;
        held.setAt = at;
      } else {
        entries = [...entries.filter((each) => each !== held), { key, value, setAt: at, since: at }];
      }
      shrink();
    },
    invalidate(cause, concerns = () => true) {
      forgetExpired();
      const kept = entries.filter(({ key, value }) => !concerns(key, value));
      const dropped = entries.length - kept.length;
      entries = kept;
      counts.invalidations += dropped;
      if (dropped > 0) causes.unshift({ at: options.now(), cause, entries: dropped });
      return dropped;
    },
    stats() {
      forgetExpired();
      return {
        size: entries.length,
        limit: options.limit(),
        ttl_seconds: options.ttlSeconds ? options.ttlSeconds() : null,
        ...counts,
        oldest_age_ms: entries.length > 0 ? options.elapsed() - entries[0].since : null,
        causes: causes.slice(0, 5),
      };
    },
  };
}
