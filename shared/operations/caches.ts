import { z } from 'zod';
import { cacheNames, cacheStatsSchema } from '../caches.ts';
import { listOf } from '../columns.ts';
import { nothingSchema } from '../fields.ts';
import { api, operation } from './operation.ts';

export const cacheOperations = {
  'caches.list': operation({
    about: 'Counters of every cache.',
    input: nothingSchema,
    answer: listOf(cacheStatsSchema),
    door: api('GET /caches'),
    example: {},
  }),
  'caches.clear': operation({
    about: 'Empties a cache.',
    input: z.strictObject({ name: z.enum(cacheNames) }),
    answer: z.null(),
    door: api('DELETE /caches/{name}'),
    example: { name: 'predictions' },
  }),
} as const;
