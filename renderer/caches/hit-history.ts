import type { CacheStats } from '../../shared/caches.ts';

/** Hit rate of one cache over time: columns of equal length, oldest first. */
export interface HitHistory {
  /** Seconds since the epoch. */
  readonly at: readonly number[];
  /** Hits per look-up since the previous point, 0…1; null without look-ups. */
  readonly rate: readonly (number | null)[];
  /** Counters at the last point. */
  readonly hits: number;
  readonly misses: number;
}

export const historyPoints = 180;
/** Stats that arrive faster are merged into one point. */
export const pointSpacingMs = 1_000;

/** The history with one more reading at `now` (ms); the same history if it is too soon for a new point. */
export function withReading(history: HitHistory | undefined, stats: CacheStats, now: number): HitHistory {
  if (!history || stats.hits < history.hits || stats.misses < history.misses) {
    return { at: [now / 1_000], rate: [null], hits: stats.hits, misses: stats.misses };
  }
  const last = history.at.at(-1) ?? 0;
  if (now - last * 1_000 < pointSpacingMs) return history;
  const hits = stats.hits - history.hits;
  const lookups = hits + stats.misses - history.misses;
  return {
    at: [...history.at, now / 1_000].slice(-historyPoints),
    rate: [...history.rate, lookups > 0 ? hits / lookups : null].slice(-historyPoints),
    hits: stats.hits,
    misses: stats.misses,
  };
}

/** The hit rate of the newest point with look-ups; null where there is none. */
export function currentRate(history: HitHistory | undefined): number | null {
  return history?.rate.findLast((rate) => rate !== null) ?? null;
}

/** Hits per look-up since the start; null without look-ups. */
export function overallRate(stats: CacheStats): number | null {
  const lookups = stats.hits + stats.misses;
  return lookups > 0 ? stats.hits / lookups : null;
}
