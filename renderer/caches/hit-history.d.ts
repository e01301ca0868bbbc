import type { CacheStats } from '../../shared/caches.ts';
/** Hit rate of one cache over time: columns of equal length, oldest first. */
export interface HitHistory {
  /** Seconds since the epoch. */
  readonly at: readonly number[];
  /** Hits per look-up since the point before, 0…1; null where nothing was looked up. */
  readonly rate: readonly (number | null)[];
  /** Counters at the last point. */
  readonly hits: number;
  readonly misses: number;
}
export declare const historyPoints = 180;
/** Stats that come faster are taken together. */
export declare const pointSpacingMs = 1000;
/** The history with one more reading at `now` (ms); the same history when it is too soon for a new point. */
export declare function withReading(
  history: HitHistory | undefined,
  stats: CacheStats,
  now: number,
): HitHistory;
/** Hits per look-up over the last points together with the newest counters; null without look-ups. */
export declare function currentRate(history: HitHistory | undefined): number | null;
/** Hits per look-up since the start; null without look-ups. */
export declare function overallRate(stats: CacheStats): number | null;
