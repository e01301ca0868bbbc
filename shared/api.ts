import { z } from 'zod';

/** One request as the panel lists it. Tokens and bodies are never kept. */
export const apiRequestSchema = z
  .object({
    id: z.int(),
    at: z.number().describe('Wall clock, ms since the epoch.'),
    method: z.string(),
    path: z.string().describe('Without the query.'),
    status: z.int(),
    duration_ms: z.number(),
    /** What the asker called itself (`X-Updated-By`). */
    by: z.string().nullable(),
  })
  .meta({ id: 'ApiRequest' });
export type ApiRequest = Readonly<z.infer<typeof apiRequestSchema>>;

/** The HTTP door as the window sees it. */
export const apiStateSchema = z
  .object({
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
  })
  .meta({ id: 'ApiState' });
export type ApiState = Readonly<z.infer<typeof apiStateSchema>>;

export const defaultApiPort = 8001;
