import { z } from 'zod';
import { float64Column, int32Column } from '../columns.ts';
import { periodSchema } from './scope.ts';
import { triedSchema } from './source.ts';

/** Figures of all mixes: one value per mix, in the order of `simplex.ts`. NaN where a figure is undefined. */
export const triangleSchema = z
  .object({
    period: periodSchema,
    tried: triedSchema,
    steps: z.int(),
    trades: int32Column,
    wins: int32Column,
    losses: int32Column,
    total_pips: float64Column,
    profit_factor: float64Column,
    max_drawdown_pips: float64Column,
    max_drawdown_open_pips: float64Column,
    sharpe: float64Column,
  })
  .meta({ id: 'Triangle' });
export type Triangle = Readonly<z.infer<typeof triangleSchema>>;
