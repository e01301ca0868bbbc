import type { Backtest, ExitReason, Interval, Period } from '../../shared/experiments.ts';
import { count, utcDay } from '../format.ts';
import { signed } from './metrics.ts';

export const reasonWords: Readonly<Record<ExitReason, string>> = {
  'take-profit': 'take profit',
  'stop-loss': 'stop loss',
  'time-limit': 'time limit',
  'end-of-data': 'end of data',
};

/** What a backtest came to, in an honest sentence or two. */
export function backtestWords({ figures, intervals, period, empty_because }: Backtest): string {
  if (figures.trades === 0) return empty_because ?? 'No trade came about here.';
  const trades = figures.trades === 1 ? 'trade' : 'trades';
  return `${capital(partWords(period))}, ${count(figures.trades)} ${trades} earned ${signed(figures.total_pips, 1)} ${period.unit}. ${worth(intervals.total_pips)}`;
}

/** Why the figures flatter, or that it is not known whether they do; null where nothing was seen before. */
export function sampleWords({ part, parts }: Period): string | null {
  if (parts.length === 0)
    return 'The models were not trained on this data: no part of it is known to be in or out of sample.';
  if (part === 'test') return null;
  if (part === 'all')
    return 'All but the test part was seen in training: those trades flatter. The shaded stretches are in sample.';
  return part === 'train'
    ? 'In sample, so it flatters: the models were fitted to these very bars.'
    : 'In sample, so it flatters: training was stopped where it did best on these very bars.';
}

export function periodWords({ bars, from, to }: Period): string {
  return `${count(bars)} bars, ${utcDay(from)} to ${utcDay(to)}`;
}

function partWords({ part, parts }: Period): string {
  if (part === 'all') return parts.length === 0 ? 'on all bars' : 'on all bars, mostly in sample';
  return part === 'train' ? 'on the training part, in sample' : `on the ${part} part${inSample[part]}`;
}

const inSample = { validation: ', in sample', test: '' } as const;

function worth(interval: Interval | null): string {
  if (!interval) return 'There are too few trades to say whether that is more than chance.';
  const range = `from ${signed(interval.low, 1)} to ${signed(interval.high, 1)}`;
  if (interval.low > 0) return `The 95\u00a0% interval, ${range}, lies above zero.`;
  if (interval.high < 0) return `The 95\u00a0% interval, ${range}, lies below zero: it loses.`;
  return `The 95\u00a0% interval, ${range}, contains zero: no edge was shown.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
