import { z } from 'zod';
import { float64Column } from '../columns.ts';

/**
 * What a set of trades earned; pips are the unit of the asset's metadata. Null where the figure means nothing (no trade, no loss, days all alike). A bar at
 * which the models said nothing counts neither as time nor as exposure.
 */
export const figuresSchema = z
  .object({
    trades: z.int(),
    wins: z.int(),
    losses: z
      .int()
      .describe('A trade that ended within a hundredth of a pip of its entry is neither won nor lost.'),
    win_rate: z.number().nullable().describe('Trades won by trades won or lost.'),
    total_pips: z.number(),
    mean_pips: z.number().nullable(),
    profit_factor: z.number().nullable().describe('Pips won by pips lost; null without a losing trade.'),
    max_drawdown_pips: z
      .number()
      .describe('Largest fall of the equity curve from its highest point so far, the start included; ≥ 0.'),
    max_drawdown_open_pips: z
      .number()
      .describe(
        'The same with each trade at its worst while it was open, one still open where the data end included: from the highest point of the closed trades so far to the lowest that the open one stood at.',
      ),
    sharpe: z
      .number()
      .nullable()
      .describe(
        'Mean by sample standard deviation of the pips per trading day, times the root of the trading days a year that the data have; null where all days are alike.',
      ),
    exposure: z.number().describe("Share of the period's bars during which a position was open."),
    unfinished_pips: z
      .number()
      .nullable()
      .describe(
        'What a trade still open where the data end stands at; of the other figures only the exposure and the drawdown with open trades count it. Null without one.',
      ),
  })
  .meta({ id: 'Figures' });
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

export const intervalSchema = z.object({ low: z.number(), high: z.number() }).meta({ id: 'Interval' });
export type Interval = Readonly<z.infer<typeof intervalSchema>>;

/** 95 % bootstrap intervals, all from the same resampled days; null where there are too few trades to say. */
export const intervalsSchema = z
  .object({
    win_rate: intervalSchema.nullable(),
    total_pips: intervalSchema.nullable(),
    mean_pips: intervalSchema.nullable(),
    profit_factor: intervalSchema.nullable(),
    sharpe: intervalSchema.nullable(),
  })
  .meta({ id: 'Intervals' });
export type Intervals = Readonly<z.infer<typeof intervalsSchema>>;

/** Pips earned so far after each closed trade, in time order. */
export const curveSchema = z.object({ time: float64Column, pips: float64Column }).meta({ id: 'Curve' });
export type Curve = Readonly<z.infer<typeof curveSchema>>;
