import { describe, expect, it } from 'vitest';
import { createBoundedCache } from '../../../../electron/engine/cache/bounded-cache.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { createTestClock } from '../test-clock.ts';
import { createNaiveCache } from './naive-cache.ts';

describe('a bounded cache', () => {
  const small = (extra: { ttlSeconds?: () => number; limit?: () => number } = {}) => {
    const clock = createTestClock();
    const cache = createBoundedCache<number>({
      name: 'predictions',
      service: 'model-service',
      limit: () => 2,
      oldest: 'last-set',
      now: clock.now,
      elapsed: clock.elapsed,
      ...extra,
    });
    return { cache, clock };
  };

  it('evicts the oldest entry when it is full', () => {
    const { cache } = small();
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const) {
      cache.set(key, value);
    }
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([3, undefined, 4]);
    expect(cache.stats()).toMatchObject({ size: 2, evictions: 1, hits: 2, misses: 1, sets: 4 });
  });

  it('serves an entry until its time to live ends, and not at that moment', () => {
    const { cache, clock } = small({ ttlSeconds: () => 60 });
    cache.set('a', 1);
    clock.skip(59_999);
    expect(cache.get('a')).toBe(1);
    clock.skip(1);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.stats()).toMatchObject({ size: 0, expirations: 1, hits: 1, misses: 1, oldest_age_ms: null });
  });

  it('counts an entry past its time to live as expired, not as evicted or invalidated', () => {
    const { cache, clock } = small({ ttlSeconds: () => 60 });
    cache.set('a', 1);
    clock.skip(30_000);
    cache.set('b', 2);
    clock.skip(30_000);
    cache.set('c', 3);
    expect(cache.get('b')).toBe(2);
    clock.skip(60_000);
    expect(cache.invalidate('a test')).toBe(0);
    expect(cache.stats()).toMatchObject({ evictions: 0, expirations: 3, invalidations: 0, causes: [] });
  });

  it('keeps the latest five causes, newest first', () => {
    const { cache, clock } = small();
    for (let i = 1; i <= 7; i += 1) {
      cache.set('a', i);
      clock.skip(1000);
      cache.invalidate(`cause ${i}`);
      cache.invalidate('nothing was there');
    }
    expect(cache.stats().causes.map(({ cause }) => cause)).toEqual([7, 6, 5, 4, 3].map((i) => `cause ${i}`));
    expect(cache.stats().causes[0]).toEqual({ at: clock.now(), cause: 'cause 7', entries: 1 });
  });

  it('evicts down to a lowered limit, oldest first', () => {
    let limit = 5;
    const { cache } = small({ limit: () => limit });
    for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, 1);
    limit = 2;
    cache.shrink();
    expect(cache.stats()).toMatchObject({ size: 2, limit: 2, evictions: 3 });
    expect([cache.get('c'), cache.get('d')]).toEqual([undefined, 1]);
  });

  it.each([-3_600_000, 3_600_000])(
    'keeps an entry for its time, also when the clock is set by %d ms',
    (shift) => {
      const { cache, clock } = small({ ttlSeconds: () => 60, limit: () => 9 });
      cache.set('a', 1);
      clock.skip(30_000);
      clock.shiftWall(shift);
      cache.set('b', 2);
      clock.skip(29_999);
      expect([cache.get('a'), cache.get('b')]).toEqual([1, 2]);
      expect(cache.stats().oldest_age_ms).toBe(59_999);
      clock.skip(1);
      expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 2]);
      clock.skip(30_000);
      expect(cache.stats()).toMatchObject({ size: 0, expirations: 2 });
    },
  );
});

describe.each([
  ['with a time to live, oldest by last set', true, 'last-set'],
  ['without a time to live, oldest by last set', false, 'last-set'],
  ['first in, first out', false, 'first-in'],
  ['first in, first out, with a time to live', true, 'first-in'],
] as const)('a cache %s', (_name, expires, oldest) => {
  it.each([11, 12, 13])('agrees with a naive cache at each of 10,000 random operations, seed %i', (seed) => {
    const random = createRandom(seed);
    const clock = createTestClock();
    let limit = 5;
    let ttl = 40;
    const options = {
      name: 'predictions',
      service: 'test',
      limit: () => limit,
      oldest,
      now: clock.now,
      elapsed: clock.elapsed,
      ...(expires && { ttlSeconds: () => ttl }),
    } as const;
    const cache = createBoundedCache<number>(options);
    const naive = createNaiveCache<number>(options);
    const problems: string[] = [];

    for (let step = 0; step < 10_000; step += 1) {
      const key = `k${random.int(12)}`;
      const dice = random.next();
      let answers: [unknown, unknown] = [null, null];
      if (dice < 0.4) answers = [cache.get(key), naive.get(key)];
      else if (dice < 0.75) answers = [cache.set(key, step), naive.set(key, step)];
      else if (dice < 0.8) {
        const odd = (_key: string, value: number) => value % 2 === 1;
        answers = [cache.invalidate(`odd ${step}`, odd), naive.invalidate(`odd ${step}`, odd)];
      } else if (dice < 0.82) answers = [cache.invalidate('all'), naive.invalidate('all')];
      else if (dice < 0.87) {
        limit = 1 + random.int(10);
        answers = [cache.shrink(), naive.shrink()];
      } else if (dice < 0.9) ttl = 1 + random.int(60);
      else clock.skip(random.int(9000));
      // Once far back, as when a clock is corrected, and now and then a little.
      if (step === 5000) clock.shiftWall(-3_600_000);
      if (random.next() < 0.01) clock.shiftWall(-random.int(20_000));

      const { name: _name, service: _service, ...stats } = cache.stats();
      const same = JSON.stringify([answers[0], stats]) === JSON.stringify([answers[1], naive.stats()]);
      if (!same) problems.push(`step ${step}: ${JSON.stringify(stats)} ≠ ${JSON.stringify(naive.stats())}`);
    }
    expect(problems.slice(0, 3)).toEqual([]);
    const { hits, misses, evictions, expirations, invalidations } = cache.stats();
    for (const count of [hits, misses, evictions, invalidations, ...(expires ? [expirations] : [])]) {
      expect(count).toBeGreaterThan(100);
    }
  });
});
