import { z } from 'zod';

const interval = z.object({ low: z.number(), high: z.number() }).nullable();
const accuracy = z.object({
  rows: z.number(),
  effective_rows: z.number().nullable(),
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
});

/** What `docs/figures.json` holds: what `npm run bench -- figures` found on six years of real EUR/USD. */
export const documentedFiguresSchema = z.object({
  /** Accuracy on the test part. */
  accuracy: z.object({ '1H': accuracy, '4H': accuracy, D: accuracy }),
  /** The default configuration, part by part. */
  parts: z.array(
    z.object({
      part: z.enum(['train', 'validation', 'test']),
      trades: z.number(),
      win_rate: z.number().nullable(),
      total_pips: z.number(),
      total: interval,
    }),
  ),
  /** The overfit meter on the test part. */
  meter: z.object({
    mixes: z.number(),
    best_pips: z.number(),
    /** Chance that luck makes the best mix look so good. */
    p_value: z.number(),
    own_p_value: z.number(),
    verdict: z.string(),
  }),
});
export type DocumentedFigures = z.infer<typeof documentedFiguresSchema>;

export const documentedFiguresFile = 'docs/figures.json';
