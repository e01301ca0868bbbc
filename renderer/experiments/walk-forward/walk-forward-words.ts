import type { Figures, Interval, Intervals } from '../../../shared/experiments/figures.ts';
import type { WalkForward } from '../../../shared/experiments/walk-forward.ts';
import { count } from '../../format.ts';
import { signed } from '../figures/metrics.ts';

/** What the procedure came to, in one honest sentence or two. */
export function walkForwardWords({ procedure, fixed, windows, period: { unit } }: WalkForward): string {
  if (windows.length === 0)
    return 'The period is shorter than one window to choose on and one to trade: there is nothing to say.';
  if (procedure.figures.trades === 0)
    return `In ${windowsWords(windows.length)} the procedure made no trade: there is nothing to say.`;
  const earned = `Choosing and then trading earned ${signed(procedure.figures.total_pips, 1)} ${unit} over ${windowsWords(windows.length)}, the fixed weights ${signed(fixed.figures.total_pips, 1)}.`;
  return `${earned} ${worth(procedure.intervals.total_pips)} ${against(procedure, fixed)}`;
}

function windowsWords(windows: number): string {
  return `${count(windows)} ${windows === 1 ? 'window' : 'windows'}`;
}

function worth(interval: Interval | null): string {
  if (!interval) return 'There are too few trades to say whether that is more than chance.';
  if (interval.low > 0) return 'Its whole 95\u00a0% interval lies above zero.';
  if (interval.high < 0) return 'Its whole 95\u00a0% interval lies below zero: it loses.';
  return 'Its 95\u00a0% interval contains zero: no edge was shown.';
}

function against(procedure: Side, fixed: Side): string {
  const [own, other] = [procedure.figures.total_pips, fixed.figures.total_pips];
  if (Math.abs(own - other) < sameWithin) return 'Choosing came to the same.';
  const [one, two] = [procedure.intervals.total_pips, fixed.intervals.total_pips];
  const overlap = !one || !two || (one.low <= two.high && two.low <= one.high);
  const better =
    own > other
      ? 'Choosing did better than keeping the weights'
      : 'Keeping the weights did better than choosing';
  return overlap
    ? `${better}, but the intervals overlap: that may be chance.`
    : `${better}, by more than chance explains.`;
}

/** What is printed alike is called alike. */
const sameWithin = 0.05;

interface Side {
  readonly figures: Figures;
  readonly intervals: Intervals;
}
