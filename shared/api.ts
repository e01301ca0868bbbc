import { z } from 'zod';
import { operation } from './operation.ts';

/** One request as the panel lists it. Tokens and bodies are never kept. */
export const apiRequestSchema = z.object({
  id: z.int(),
  at: z.number().describe('Wall clock, ms since the epoch.'),
  method: z.string(),
  path: z.string().describe('Without the query.'),
  status: z.int(),
  duration_ms: z.number(),
  /** What the asker called itself (`X-Updated-By`). */
  by: z.string().nullable(),
});
export type ApiRequest = Readonly<z.infer<typeof apiRequestSchema>>;

/** The HTTP door as the window sees it. */
export const apiStateSchema = z.object({
  on: z.boolean(),
  port: z.int().min(1).max(65_535),
  open: z.boolean().describe('Open to every program of this machine: no token is asked for.'),
  address: z.string().nullable().describe('e.g. "http://127.0.0.1:8001"; null while nothing listens.'),
  problem: z.string().nullable().describe('Why nothing listens although it should, with what to do.'),
  token_kept: z
    .enum(['system', 'file', 'session'])
    .describe(
      'Where the token is kept: encrypted by the system, in a file only the user can read, or for this session only.',
    ),
  fixed: z
    .boolean()
    .describe('Set by the command line or the environment, so that the panel cannot change it.'),
  readers: z.int().describe('Readers of the event stream at present.'),
  recent: z.array(apiRequestSchema).describe('Newest first, at most 50.'),
});
export type ApiState = Readonly<z.infer<typeof apiStateSchema>>;

const empty = z.strictObject({});
const token = z.object({ token: z.string() });

/** Only the window may ask for these: what is outside does not open its own door. */
export const apiOperations = {
  'api.configure': operation(
    'Switches the API on or off, moves it to another port, or opens it to this machine.',
    z.strictObject({
      on: z.boolean().optional(),
      port: z.int().min(1024).max(65_535).optional(),
      open: z.boolean().optional(),
    }),
    apiStateSchema,
  ),
  'api.token': operation('The token in force.', empty, token),
  'api.renew-token': operation('Makes a new token; the old one opens nothing from then on.', empty, token),
} as const;

export const defaultApiPort = 8001;
