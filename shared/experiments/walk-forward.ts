import { z } from 'zod';
import { listOf } from '../columns.ts';
import { curveSchema, figuresSchema, intervalsSchema } from './figures.ts';
import { periodSchema } from './scope.ts';
import { mixSchema, triedSchema } from './source.ts';

export const objectives = ['total_pips', 'profit_factor', 'win_rate', 'sharpe'] as const;
export type Objective = (typeof objectives)[number];

const datesSchema = z
  .object({ first: z.iso.date(), last: z.iso.date() })
  .describe('The dates of its first and last trading day.');

export const walkForwardSchema = z
  .object({
    period: periodSchema,
    tried: triedSchema,
    objective: z.enum(objectives),
    windows: listOf(
      z.object({
        choose_from: z.number().describe('Start of a trading day, as for all windows; ms UTC.'),
        trade_from: z.number(),
        trade_to: z.number().describe('Excluded.'),
        choose_dates: datesSchema,
        trade_dates: datesSchema,
        mix: mixSchema,
        carried_until: z
          .number()
          .nullable()
          .describe(
            'Open time of the bar in which a position carried over from an earlier window is closed; null without one.',
          ),
        /** Figures of the mix in the choosing window, and in the trading window. */
        chosen_on: figuresSchema,
        traded_on: figuresSchema,
      }),
    ),
    procedure: z
      .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
      .describe('Result of choosing and then trading, over all trading windows.'),
    fixed: z
      .object({ figures: figuresSchema, intervals: intervalsSchema, curve: curveSchema })
      .describe("The configuration's own weights over the same trading windows."),
  })
  .meta({ id: 'WalkForward' });
export type WalkForward = Readonly<z.infer<typeof walkForwardSchema>>;
