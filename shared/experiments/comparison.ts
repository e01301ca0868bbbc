import { z } from 'zod';
import { listOf } from '../columns.ts';
import { decisions } from '../prediction.ts';
import { curveSchema, figuresSchema, intervalSchema, intervalsSchema } from './figures.ts';
import { periodSchema } from './scope.ts';
import { triedSchema } from './source.ts';

const sideSchema = z.object({
  decision: z.enum(decisions),
  traded: z.boolean().describe('False if a position was already open or the decision is `none`.'),
  pips: z.number().nullable().describe('Result of the trade that this bar signalled; null without one.'),
});

/** A bar at which the two sides decide differently. */
export const flipSchema = z
  .object({ bar_time: z.number(), a: sideSchema, b: sideSchema })
  .meta({ id: 'Flip' });
export type Flip = Readonly<z.infer<typeof flipSchema>>;

/** B minus A, with its 95 % paired bootstrap interval over trading days. */
const differenceSchema = z.object({ value: z.number(), interval: intervalSchema.nullable() });

export const comparisonSchema = z
  .object({
    period: periodSchema,
    a: z.object({
      tried: triedSchema,
      figures: figuresSchema,
      intervals: intervalsSchema,
      curve: curveSchema,
    }),
    b: z.object({
      tried: triedSchema,
      figures: figuresSchema,
      intervals: intervalsSchema,
      curve: curveSchema,
    }),
    differences: z.object({
      total_pips: differenceSchema,
      win_rate: differenceSchema.nullable(),
      mean_pips: differenceSchema.nullable(),
      profit_factor: differenceSchema.nullable(),
      sharpe: differenceSchema.nullable(),
      max_drawdown_pips: differenceSchema,
      max_drawdown_open_pips: differenceSchema,
      trades: differenceSchema,
    }),
    flips: listOf(flipSchema),
  })
  .meta({ id: 'Comparison' });
export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;
