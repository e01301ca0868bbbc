import { z } from 'zod';
import { listOf } from '../columns.ts';
import { regimes } from '../prediction.ts';
import { curveSchema, figuresSchema, intervalsSchema } from './figures.ts';
import { periodSchema } from './scope.ts';
import { triedSchema } from './source.ts';
import { tradeSchema } from './trade.ts';

export const pointSchema = z
  .object({
    period: periodSchema,
    tried: triedSchema,
    figures: figuresSchema,
    curve: curveSchema,
  })
  .meta({ id: 'Point' });
export type Point = Readonly<z.infer<typeof pointSchema>>;

export const backtestSchema = pointSchema
  .extend({
    intervals: intervalsSchema,
    trades: listOf(tradeSchema),
    /** By the regime at the signal. */
    by_regime: listOf(z.object({ regime: z.enum(regimes), bars: z.int(), figures: figuresSchema })),
    /** By the UTC month of the exit, "2024-03". */
    by_month: listOf(z.object({ month: z.string(), trades: z.int(), wins: z.int(), total_pips: z.number() })),
    empty_because: z.string().nullable().describe('Why there are no trades, in words; null if there are.'),
  })
  .meta({ id: 'Backtest' });
export type Backtest = Readonly<z.infer<typeof backtestSchema>>;
