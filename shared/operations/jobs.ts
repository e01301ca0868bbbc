import { z } from 'zod';
import { listOf } from '../columns.ts';
import { nothingSchema } from '../fields.ts';
import { jobSchema } from '../jobs.ts';
import { api, operation } from './operation.ts';

const one = z.strictObject({ job: z.int().min(0) });

/** Work that takes longer than a moment. */
export const jobOperations = {
  'jobs.list': operation({
    about: 'Running and recent jobs.',
    input: nothingSchema,
    answer: listOf(jobSchema),
    door: api('GET /jobs'),
    example: {},
  }),
  'jobs.get': operation({
    about: 'One job.',
    input: one,
    answer: jobSchema,
    door: api('GET /jobs/{job}'),
    failures: ['not-found'],
    example: { job: 1 },
  }),
  'jobs.cancel': operation({
    about: 'Cancels a running job.',
    input: one,
    answer: z.null(),
    door: api('DELETE /jobs/{job}'),
    failures: ['not-found'],
    example: { job: 1 },
  }),
} as const;
