import { z } from 'zod';
import { replaySpeeds, tradingDays } from '../../../shared/market.ts';

/** Where the user left off: not configuration, so losing it costs a click and no more. */
export const sessionSchema = z.object({
  dataset: z.string().nullable(),
  /** Bundle that was loaded last, by dataset. */
  bundles: z.record(z.string(), z.string()),
  /** Open time of the last replayed 1H bar, ms UTC, by dataset. */
  cursors: z.record(z.string(), z.number()),
  /** Bundles trained in another trading day that the user lets answer all the same, by dataset. */
  agreed: z
    .record(z.string(), z.object({ bundle: z.string(), trading_day: z.enum(tradingDays) }))
    .default({}),
  speed: z.literal(replaySpeeds),
  playing: z.boolean(),
  /** Candidates beside the active configuration; what they earned begins anew. */
  shadows: z
    .array(
      z.object({
        name: z.string().min(1).max(80),
        values: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean()]))),
      }),
    )
    .max(8)
    .catch([]),
});
export type Session = z.infer<typeof sessionSchema>;

export const freshSession: Session = {
  dataset: null,
  bundles: {},
  cursors: {},
  agreed: {},
  speed: 1,
  playing: true,
  shadows: [],
};

export interface SessionStorage {
  load(): Session;
  save(session: Session): void;
}
