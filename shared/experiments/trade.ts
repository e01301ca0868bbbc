import { z } from 'zod';
import { regimes, splitParts } from '../prediction.ts';

export const exitReasons = ['take-profit', 'stop-loss', 'time-limit', 'end-of-data'] as const;
export type ExitReason = (typeof exitReasons)[number];

export const tradeSchema = z
  .object({
    signal_time: z
      .number()
      .describe(
        'Open time of the 1H bar at whose close the signal came; the entry is the open of the next bar.',
      ),
    entry_time: z.number(),
    exit_time: z.number().describe('Open time of the 1H bar in which the trade was closed.'),
    direction: z.union([z.literal(0), z.literal(1)]),
    entry: z.number().describe('Entry and exit price, each half the spread worse than the mid price.'),
    exit: z.number(),
    reason: z.enum(exitReasons),
    pips: z.number(),
    confidence: z.number(),
    regime: z.enum(regimes),
    split: z.enum(splitParts).nullable(),
  })
  .meta({ id: 'Trade' });
export type Trade = Readonly<z.infer<typeof tradeSchema>>;
