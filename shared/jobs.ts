import { z } from 'zod';

export const jobKinds = ['inspect', 'import', 'simulate', 'train', 'load', 'experiment'] as const;
export type JobKind = (typeof jobKinds)[number];

/** Work that takes a while: it reports progress and can be cancelled. */
export const jobSchema = z
  .object({
    id: z.int(),
    kind: z.enum(jobKinds),
    label: z.string().describe('What is being done, e.g. "Training EUR/USD".'),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    progress: z.number().describe('0…1.'),
    message: z.string().describe('The current step, or how the job ended.'),
    started_at: z.number(),
    asker: z
      .string()
      .nullable()
      .optional()
      .describe('Id of the asker that started it, e.g. "window"; null if the desk did.'),
    ended_at: z.number().nullable(),
  })
  .meta({ id: 'Job' });
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** A message of the desk: what happened and what can be done. */
export const noticeSchema = z
  .object({
    id: z.int(),
    at: z.number(),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
  })
  .meta({ id: 'Notice' });
export type Notice = Readonly<z.infer<typeof noticeSchema>>;
