import { z } from 'zod';

export const jobKinds = ['inspect', 'import', 'simulate', 'train', 'load', 'experiment'] as const;
export type JobKind = (typeof jobKinds)[number];

/** Work that takes longer than a moment: it has progress and can be cancelled. */
export const jobSchema = z
  .object({
    id: z.int(),
    kind: z.enum(jobKinds),
    label: z.string().describe('What is being done, e.g. "Training EUR/USD".'),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    progress: z.number().describe('0…1.'),
    message: z.string().describe('The step now under way, or how it ended.'),
    started_at: z.number(),
    asker: z
      .string()
      .nullable()
      .optional()
      .describe('Id of who began it, e.g. "window"; null where the desk did by itself.'),
    ended_at: z.number().nullable(),
  })
  .meta({ id: 'Job' });
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** Something the desk has to tell: what happened and what can be done. */
export const noticeSchema = z
  .object({
    id: z.int(),
    at: z.number(),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
  })
  .meta({ id: 'Notice' });
export type Notice = Readonly<z.infer<typeof noticeSchema>>;
