import { z } from 'zod';
import { listOf } from './columns.ts';

export const cacheNames = ['predictions', 'prices', 'ohlcv', 'assets'] as const;
export type CacheName = (typeof cacheNames)[number];

/** Counters of one cache since the start. */
export const cacheStatsSchema = z
  .object({
    name: z.enum(cacheNames),
    service: z.string(),
    size: z.int(),
    limit: z.int(),
    ttl_seconds: z.number().nullable().describe('Null where entries do not expire.'),
    hits: z.int(),
    misses: z.int(),
    sets: z.int(),
    evictions: z.int(),
    expirations: z.int(),
    invalidations: z.int(),
    oldest_age_ms: z.number().nullable().describe('Age of the oldest entry, ms; null when empty.'),
    /** The latest invalidations with their cause, newest first, at most 5. */
    causes: listOf(z.object({ at: z.number(), cause: z.string(), entries: z.int() })),
  })
  .meta({ id: 'CacheStats' });
export type CacheStats = Readonly<z.infer<typeof cacheStatsSchema>>;
