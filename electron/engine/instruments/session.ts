import { z } from 'zod';
import { replaySpeeds, tradingDays } from '../../../shared/market.ts';

/** One dataset that was open, and how its replay ran. */
const openInstrumentSchema = z.object({
  dataset: z.string(),
  speed: z.literal(replaySpeeds),
  playing: z.boolean(),
});
export type OpenInstrument = Readonly<z.infer<typeof openInstrumentSchema>>;

/** Where the user left off: not configuration, so losing it costs a click and no more. */
export const sessionSchema = z.object({
  /** The one that had the focus. */
  dataset: z.string().nullable(),
  /** What was open, in its order. */
  open: z.array(openInstrumentSchema).readonly(),
  /** Bundle that was loaded last, by dataset. */
  bundles: z.record(z.string(), z.string()),
  /** Open time of the last replayed 1H bar, ms UTC, by dataset. */
  cursors: z.record(z.string(), z.number()),
  /** Bundles trained in another trading day that the user lets answer all the same, by dataset. */
  agreed: z
    .record(z.string(), z.object({ bundle: z.string(), trading_day: z.enum(tradingDays) }))
    .default({}),
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
  open: [],
  bundles: {},
  cursors: {},
  agreed: {},
  shadows: [],
};

export interface SessionStorage {
  load(): Session;
  save(session: Session): void;
}
