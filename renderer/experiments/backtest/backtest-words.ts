import type { Backtest } from '../../../shared/experiments/backtest.ts';
import type { Interval } from '../../../shared/experiments/figures.ts';
import type { Period } from '../../../shared/experiments/scope.ts';
import type { ExitReason } from '../../../shared/experiments/trade.ts';
import { count, utcDay } from '../../format.ts';
import { signed } from '../figures/metrics.ts';

export const reasonWords: Readonly<Record<ExitReason, string>> = {
  'take-profit': 'take profit',
  'stop-loss': 'stop loss',
  'time-limit': 'time limit',
  'end-of-data': 'end of data',
};

/** What a backtest came to, in an honest sentence or two. */
export function backtestWords({ figures, intervals, period, empty_because }: Backtest): string {
  const open = unfinishedWords(figures, period.unit);
  if (figures.trades === 0) return empty_because ?? open ?? 'No trade came about here.';
  const trades = figures.trades === 1 ? 'trade' : 'trades';
  return `${capital(partWords(period))}, ${count(figures.trades)} ${trades} earned ${signed(figures.total_pips, 1)} ${period.unit}. ${worth(intervals.total_pips, period)}${open ? ` ${open}` : ''}`;
}

/** The trade that the end of the data cut short; null where there is none. */
function unfinishedWords({ unfinished_pips: pips }: Backtest['figures'], unit: string): string | null {
  return pips === null
    ? null
    : `One more trade is still open where the data end, at ${signed(pips, 1)} ${unit}; only the time in the market and the drawdown with open trades count it.`;
}

/** Which spread was paid. */
export function spreadWords({ spread }: Period): string {
  return spread === 'recorded'
    ? 'half of the spread recorded in the data paid at entry and half at exit'
    : 'half the set spread against us both ways';
}

/** Why the figures flatter, or that it is not known whether they do; null where nothing was seen before. */
export function sampleWords({ part, parts, early_stopping }: Period): string | null {
  if (parts.length === 0)
    return 'The models were not trained on this data: no part of it is known to be in or out of sample.';
  if (part === 'test') return null;
  if (part === 'all')
    return 'All but the test part was seen in training: those trades flatter. The shaded stretches are in sample.';
  return part === 'train'
    ? 'In sample, so it flatters: the models were fitted to these very bars.'
    : validationWords(early_stopping);
}

/** What the validation part has been used for, and what that makes of figures on it. */
export function validationWords(earlyStopping: boolean | null): string {
  if (earlyStopping)
    return 'In sample, so it flatters: training was stopped where it did best on these very bars.';
  const training =
    earlyStopping === null
      ? 'Whether training was stopped by these bars is not known; they'
      : 'Training was not stopped by these bars, but they';
  return `${training} are there to choose settings by, and what was chosen by them flatters: no edge can be claimed on them.`;
}

export function periodWords({ bars, from, to }: Period): string {
  return `${count(bars)} bars, ${utcDay(from)} to ${utcDay(to)}`;
}

function partWords({ part, parts }: Period): string {
  if (part === 'all') return parts.length === 0 ? 'on all bars' : 'on all bars, mostly in sample';
  return part === 'train' ? 'on the training part, in sample' : `on the ${part} part`;
}

function worth(interval: Interval | null, { part, parts }: Period): string {
  if (!interval) return 'There are too few trades to say whether that is more than chance.';
  const range = `from ${signed(interval.low, 1)} to ${signed(interval.high, 1)}`;
  const shown =
    part === 'test' && parts.length > 0 ? '' : '; on bars that the models may have seen that shows no edge';
  if (interval.low > 0) return `The 95\u00a0% interval, ${range}, lies above zero${shown}.`;
  if (interval.high < 0) return `The 95\u00a0% interval, ${range}, lies below zero: it loses.`;
  return `The 95\u00a0% interval, ${range}, contains zero: no edge was shown.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
