import { z } from 'zod';
import { listOf } from '../columns.ts';
import { curveSchema, figuresSchema, intervalsSchema } from './figures.ts';
import { periodSchema } from './scope.ts';
import { mixSchema, triedSchema } from './source.ts';

export const objectives = ['total_pips', 'profit_factor', 'win_rate', 'sharpe'] as const;
export type Objective = (typeof objectives)[number];

const datesSchema = z
  .object({ first: z.iso.date(), last: z.iso.date() })
  .describe('The dates that its first and last trading day are called by.');

export const walkForwardSchema = z
  .object({
    period: periodSchema,
    tried: triedSchema,
    objective: z.enum(objectives),
    windows: listOf(
      z.object({
        choose_from: z.number().describe('Where a trading day begins, as all windows do; ms UTC.'),
        trade_from: z.number(),
        trade_to: z.number().describe('Excluded.'),
        choose_dates: datesSchema,
        trade_dates: datesSchema,
        mix: mixSchema,
        carried_until: z
          .number()
          .nullable()
          .describe(
            'Open time of the bar in which a position of an earlier window is closed, held into this one as a real one would be; null where none was.',
          ),
        /** Where the mix was chosen, and where it then traded. */
        chosen_on: figuresSchema,
        traded_on: figuresSchema,
      }),
    ),
    procedure: z
      .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
      .describe('What choosing and then trading earned, over all windows.'),
    fixed: z
      .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
      .describe("The configuration's own weights over the same trading windows."),
  })
  .meta({ id: 'WalkForward' });
export type WalkForward = Readonly<z.infer<typeof walkForwardSchema>>;
