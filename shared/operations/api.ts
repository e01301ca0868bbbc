import { z } from 'zod';
import { apiStateSchema } from '../api.ts';
import { nothingSchema } from '../fields.ts';
import { operation } from './operation.ts';

const token = z.object({ token: z.string() });

/** Settings of the API. They are for the window only: the API cannot reconfigure itself. */
export const apiOperations = {
  'api.configure': operation({
    about: 'Switches the API on or off, moves it to another port, or opens it to this machine.',
    input: z.strictObject({
      on: z.boolean().optional(),
      port: z.int().min(1024).max(65_535).optional(),
      open: z.boolean().optional(),
    }),
    answer: apiStateSchema,
    door: 'window',
    failures: ['conflict', 'not-saved'],
    example: { on: true, port: 8001 },
  }),
  'api.token': operation({
    about: 'The token in force.',
    input: nothingSchema,
    answer: token,
    door: 'window',
    example: {},
  }),
  'api.renew-token': operation({
    about: 'Makes a new token; the old one opens nothing from then on.',
    input: nothingSchema,
    answer: token,
    door: 'window',
    example: {},
  }),
} as const;
