import type { Comparison, Flip } from '../../../shared/experiments/comparison.ts';
import type { Interval } from '../../../shared/experiments/figures.ts';
import { none } from '../../format.ts';
import type { FigureRow } from '../figures/figure-rows.ts';
import { isInPips, signed } from '../figures/metrics.ts';

/** The figures of which a difference is taken. */
export const comparedRows = [
  'trades',
  'win_rate',
  'total_pips',
  'mean_pips',
  'profit_factor',
  'sharpe',
  'max_drawdown_pips',
  'max_drawdown_open_pips',
] as const satisfies readonly FigureRow[];
export type ComparedRow = (typeof comparedRows)[number];

/** What the comparison came to, in an honest sentence or two. */
export function comparisonWords({ a, b, differences, flips, period: { unit } }: Comparison): string {
  if (flips.length === 0)
    return a.figures.total_pips === b.figures.total_pips
      ? 'Both sides decide the same at every bar and earn the same.'
      : `Both sides decide the same at every bar; ${moreWords(differences.total_pips.value, unit)} ${standing(differences.total_pips.interval)}`;
  if (a.figures.trades === 0 && b.figures.trades === 0) return 'Neither side trades on these bars.';
  const { value, interval } = differences.total_pips;
  return `${capital(moreWords(value, unit))} ${standing(interval)}`;
}

/** A difference with its sign, e.g. "+2.3"; shares in percentage points. */
export function differenceText(row: ComparedRow, value: number): string {
  if (!Number.isFinite(value)) return none;
  if (row === 'trades') return plus(value, 0);
  if (row === 'win_rate') return `${plus(value * 100, 1)} pp`;
  return plus(value, isInPips(row) ? 1 : 2);
}

/** Whether a difference can be told from zero, by its paired interval. */
export function toldFromZero(interval: Interval | null): 'differs' | 'cannot be told from zero' | 'unknown' {
  if (!interval) return 'unknown';
  return interval.low > 0 || interval.high < 0 ? 'differs' : 'cannot be told from zero';
}

/** What one side did at a bar. */
export function decisionText({ decision }: Flip['a']): string {
  return decision === 'none' ? `${none} none` : decision === 'long' ? '▲ long' : '▼ short';
}

/** What it earned there; why nothing where it decided for a trade that it could not open. */
export function earnedText({ decision, traded, pips }: Flip['a']): string {
  if (pips !== null) return signed(pips, 1);
  return decision !== 'none' && !traded ? 'not entered' : none;
}

/** B minus A at one bar, a side without a trade earning nothing; null where neither traded. */
export function flipDifference({ a, b }: Flip): number | null {
  return a.pips === null && b.pips === null ? null : (b.pips ?? 0) - (a.pips ?? 0);
}

export function isTraded({ a, b }: Flip): boolean {
  return a.traded || b.traded;
}

export function plus(value: number, decimals: number): string {
  const text = signed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

function moreWords(value: number, unit: string): string {
  if (value === 0) return 'both sides earned the same.';
  return `B earned ${signed(Math.abs(value), 1)} ${unit} ${value > 0 ? 'more' : 'less'} than A.`;
}

function standing(interval: Interval | null): string {
  if (!interval) return 'There are too few trades to say whether that is more than chance.';
  const range = `from ${plus(interval.low, 1)} to ${plus(interval.high, 1)}`;
  return toldFromZero(interval) === 'differs'
    ? `The paired 95\u00a0% interval, ${range}, leaves zero out.`
    : `The paired 95\u00a0% interval, ${range}, contains zero: the difference cannot be told from zero.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
