import { z } from 'zod';
import { float64Column } from '../columns.ts';

/**
 * Performance figures of a set of trades; pips are in the unit of the asset's metadata. Null where a figure is undefined
 * (no trade, no losing trade, days without variation). Bars without a prediction count neither as days nor as exposure.
 */
export const figuresSchema = z
  .object({
    trades: z.int(),
    wins: z.int(),
    losses: z
      .int()
      .describe('A trade whose result is within a hundredth of a pip of zero is neither won nor lost.'),
    win_rate: z.number().nullable().describe('Trades won divided by trades won or lost.'),
    total_pips: z.number(),
    mean_pips: z.number().nullable(),
    profit_factor: z
      .number()
      .nullable()
      .describe('Pips won divided by pips lost; null without a losing trade.'),
    max_drawdown_pips: z
      .number()
      .describe('Largest fall of the equity curve from its highest point so far, the start included; ≥ 0.'),
    max_drawdown_open_pips: z
      .number()
      .describe(
        'Largest fall from the highest point of the closed trades so far to the maximum adverse excursion of a trade, including one still open at the end of the data; ≥ 0.',
      ),
    sharpe: z
      .number()
      .nullable()
      .describe(
        'Mean divided by sample standard deviation of the pips per trading day, times the square root of the trading days per year in the data; null if the days do not vary.',
      ),
    exposure: z.number().describe("Share of the period's bars during which a position was open."),
    unfinished_pips: z
      .number()
      .nullable()
      .describe(
        'Result so far of a trade still open at the end of the data; of the other figures, only the exposure and the drawdown with open trades include it. Null without one.',
      ),
  })
  .meta({ id: 'Figures' });
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

export const intervalSchema = z.object({ low: z.number(), high: z.number() }).meta({ id: 'Interval' });
export type Interval = Readonly<z.infer<typeof intervalSchema>>;

/** 95 % bootstrap intervals, all from the same resampled days; null with too few trades or days. */
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

/** The equity curve: total pips after each closed trade, in time order. */
export const curveSchema = z.object({ time: float64Column, pips: float64Column }).meta({ id: 'Curve' });
export type Curve = Readonly<z.infer<typeof curveSchema>>;
