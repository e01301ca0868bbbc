import type { Figures, Interval, Intervals } from '../../../shared/experiments/figures.ts';
import { none, percent } from '../../format.ts';
import { figureText, hasInterval, metricLabel, signed } from './metrics.ts';

/** Figures as the rows of a table. */
export const figureRows = [
  'trades',
  'win_rate',
  'total_pips',
  'mean_pips',
  'profit_factor',
  'sharpe',
  'max_drawdown_pips',
  'max_drawdown_open_pips',
  'exposure',
] as const;
export type FigureRow = (typeof figureRows)[number];

/** The row's name with its unit, e.g. "Mean per trade, pips". */
export function rowLabel(row: FigureRow, unit: string): string {
  if (row === 'mean_pips') return `Mean per trade, ${unit}`;
  return row === 'exposure' ? 'In the market' : metricLabel(row, unit);
}

export function rowText(row: FigureRow, figures: Figures): string {
  return valueText(row, figures[row]);
}

/** The 95 % interval as "low to high"; what is missing in words; empty where the row has none by its nature. */
export function intervalText(row: FigureRow, intervals: Intervals): string {
  if (!hasInterval(row)) return '';
  const interval = intervals[row];
  return interval ? rangeText(row, interval) : 'too few trades';
}

export function rangeText(row: FigureRow, { low, high }: Interval): string {
  return `${valueText(row, low)} to ${valueText(row, high)}`;
}

function valueText(row: FigureRow, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return none;
  if (row === 'mean_pips') return signed(value, 2);
  return row === 'exposure' ? percent(value) : figureText(row, value);
}
