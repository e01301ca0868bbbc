import { z } from 'zod';
import { replaySpeeds } from './market.ts';
import { directionSchema } from './prediction.ts';

/** One dataset in use, in short. */
export const instrumentStateSchema = z
  .object({
    dataset: z.string(),
    symbol: z.string(),
    focus: z.boolean().describe('True for the one that the large panels show.'),
    bundle: z.string().nullable().describe('Id of the bundle that answers; null while none does.'),
    silent_because: z.string().nullable().describe('Why there is no prediction; null where there is one.'),
    bar_time: z.number().nullable().describe('Open time of the last closed 1H bar, ms UTC.'),
    price: z.number().nullable(),
    playing: z.boolean(),
    speed: z.literal(replaySpeeds),
    prediction: z
      .object({ direction: directionSchema, confidence: z.number(), should_trade: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'Instrument' });
export type InstrumentState = Readonly<z.infer<typeof instrumentStateSchema>>;
