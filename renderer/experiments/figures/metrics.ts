import type { Figures, Intervals } from '../../../shared/experiments/figures.ts';
import type { Triangle } from '../../../shared/experiments/triangle.ts';
import { count, none, percent, price } from '../../format.ts';

/** The figures that a triangle can be coloured by. */
export const colouredMetrics = [
  'total_pips',
  'profit_factor',
  'win_rate',
  'max_drawdown_pips',
  'trades',
  'sharpe',
] as const;
/** The figures of one mix, as rows of a table. */
export const metrics = [...colouredMetrics, 'max_drawdown_open_pips'] as const;
export type Metric = (typeof metrics)[number];

interface MetricWords {
  readonly label: string;
  /** The smaller, the better. */
  readonly falling: boolean;
  /** Where nothing is won or lost; null where there is no such value. */
  readonly even: number | null;
  /** Of a few trades it says nothing. */
  readonly needsTrades: boolean;
}

/** `total_pips` and drawdowns are in the unit of the period. */
export const metricWords: Readonly<Record<Metric, MetricWords>> = {
  total_pips: { label: 'Pips', falling: false, even: 0, needsTrades: false },
  profit_factor: { label: 'Profit factor', falling: false, even: 1, needsTrades: true },
  win_rate: { label: 'Win rate', falling: false, even: null, needsTrades: true },
  max_drawdown_pips: { label: 'Drawdown', falling: true, even: null, needsTrades: true },
  max_drawdown_open_pips: {
    label: 'Drawdown with open trades',
    falling: true,
    even: null,
    needsTrades: true,
  },
  trades: { label: 'Trades', falling: false, even: null, needsTrades: false },
  sharpe: { label: 'Sharpe', falling: false, even: 0, needsTrades: true },
};

/** What a figure of too few trades is not compared by. */
export const leastTrades = 20;

/** One value per mix; NaN where it means nothing. */
export function columnOf(triangle: Triangle, metric: Metric): Float64Array {
  if (metric === 'trades') return Float64Array.from(triangle.trades);
  if (metric !== 'win_rate') return triangle[metric];
  return Float64Array.from(triangle.wins, (wins, i) => wins / (wins + (triangle.losses[i] ?? 0)));
}

/** The figures of one mix, without those that a triangle does not hold. */
export type MixFigures = Readonly<Record<Metric, number>>;

export function figuresAt(triangle: Triangle, index: number): MixFigures {
  const trades = triangle.trades[index] ?? 0;
  const wins = triangle.wins[index] ?? 0;
  return {
    trades,
    win_rate: wins / (wins + (triangle.losses[index] ?? 0)),
    total_pips: triangle.total_pips[index] ?? Number.NaN,
    profit_factor: triangle.profit_factor[index] ?? Number.NaN,
    max_drawdown_pips: triangle.max_drawdown_pips[index] ?? Number.NaN,
    max_drawdown_open_pips: triangle.max_drawdown_open_pips[index] ?? Number.NaN,
    sharpe: triangle.sharpe[index] ?? Number.NaN,
  };
}

/** A figure as text, its unit in the label beside it. */
export function figureText(metric: Metric, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return none;
  if (metric === 'trades') return count(value);
  if (metric === 'win_rate') return percent(value);
  return metric === 'profit_factor' || metric === 'sharpe' ? signed(value, 2) : signed(value, 1);
}

/** A minus sign as wide as a digit, and no "-0.0". */
export function signed(value: number, decimals: number): string {
  const text = price(Math.abs(value), decimals);
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? `−${text}` : text;
}

/** The label with its unit, e.g. "Drawdown, pips". */
export function metricLabel(metric: Metric, unit: string): string {
  if (metric === 'total_pips') return `Total, ${unit}`;
  return isInPips(metric) ? `${metricWords[metric].label}, ${unit}` : metricWords[metric].label;
}

/** A figure in the unit of the period, of all trades together. */
export function isInPips(row: string): boolean {
  return row === 'total_pips' || row === 'max_drawdown_pips' || row === 'max_drawdown_open_pips';
}

/** Whether a figure has an interval by its nature. */
export function hasInterval(row: Metric | keyof Figures): row is keyof Intervals {
  return !['trades', 'max_drawdown_pips', 'max_drawdown_open_pips', 'exposure'].includes(row);
}

export function figureOf(figures: Figures, metric: Metric): number | null {
  return figures[metric];
}
