import { describe, expect, it } from 'vitest';
import {
  currentRate,
  historyPoints,
  overallRate,
  pointSpacingMs,
  withReading,
} from '../../../../renderer/caches/hit-history.ts';
import type { CacheStats } from '../../../../shared/caches.ts';

describe('hit rate over time', () => {
  it('counts only look-ups since the previous point', () => {
    const first = withReading(undefined, statsOf(90, 10), 0);
    const second = withReading(first, statsOf(91, 13), 1_000);
    expect(second.rate).toEqual([null, 0.25]);
    expect(currentRate(second)).toBe(0.25);
  });

  it('leaves a gap without look-ups and keeps the latest rate', () => {
    const first = withReading(undefined, statsOf(0, 0), 0);
    const second = withReading(first, statsOf(3, 1), 1_000);
    const third = withReading(second, statsOf(3, 1), 2_000);
    expect(third.rate).toEqual([null, 0.75, null]);
    expect(currentRate(third)).toBe(0.75);
  });

  it('merges readings that come too soon', () => {
    const first = withReading(undefined, statsOf(0, 0), 0);
    expect(withReading(first, statsOf(5, 0), pointSpacingMs - 1)).toBe(first);
  });

  it('starts again when the counters are reset', () => {
    const first = withReading(undefined, statsOf(50, 50), 0);
    expect(withReading(first, statsOf(1, 0), 5_000).at).toEqual([5]);
  });

  it('keeps a bounded number of points', () => {
    let history = withReading(undefined, statsOf(0, 0), 0);
    for (let second = 1; second <= historyPoints + 50; second += 1) {
      history = withReading(history, statsOf(second, 0), second * 1_000);
    }
    expect(history.at).toHaveLength(historyPoints);
    expect(history.rate).toHaveLength(historyPoints);
    expect(history.at.at(-1)).toBe(historyPoints + 50);
  });

  it('has no overall rate before the first look-up', () => {
    expect(overallRate(statsOf(0, 0))).toBeNull();
    expect(overallRate(statsOf(3, 1))).toBe(0.75);
  });
});

function statsOf(hits: number, misses: number): CacheStats {
  return {
    name: 'predictions',
    service: 'model-service',
    size: 0,
    limit: 100,
    ttl_seconds: 60,
    hits,
    misses,
    sets: 0,
    evictions: 0,
    expirations: 0,
    invalidations: 0,
    oldest_age_ms: null,
    causes: [],
  };
}
