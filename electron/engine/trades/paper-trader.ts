import type { ExitReason } from '../../../shared/experiments/trade.ts';
import { type Bar, hourMs } from '../../../shared/market.ts';
import type { Direction } from '../../../shared/prediction.ts';
import type { TradeRules } from '../laboratory/material.ts';
import { slackOf, spreadIn } from './outcomes.ts';

/** A closed trade. */
export interface PaperTrade {
  /** Open time of the 1H bar at whose close the signal came, ms UTC. */
  readonly signal_time: number;
  readonly exit_time: number;
  readonly direction: Direction;
  readonly reason: ExitReason;
  readonly pips: number;
  /** Maximum adverse excursion in pips, as in `Outcomes`. */
  readonly worst: number;
}

/** Holds one position at a time, bar by bar, by the rules of the backtest and without look-ahead. */
export interface PaperTrader {
  /** Takes the next bar: enters a position signalled at the previous one, and returns the trade that this bar closes. */
  bar(bar: Bar): PaperTrade | null;
  /** True where a position was held during the latest bar. */
  held(): boolean;
  /** Maximum adverse excursion of the open position so far, pips after the spread; null without one. */
  worst(): number | null;
  /** Takes a signal at the close of the latest bar; false where a position is already open. */
  signal(direction: Direction, rules: TradeRules): boolean;
}

interface Position {
  readonly signal_time: number;
  readonly direction: Direction;
  readonly rules: TradeRules;
  /** Null until the bar after the signal opens. */
  entry: Entry | null;
}

interface Entry {
  readonly price: number;
  /** Spread of the entry bar, pips. */
  readonly spread: number;
  /** End of the time limit, ms UTC. */
  readonly deadline: number;
  /** Spread of the latest bar, pips. */
  latestSpread: number;
  /** The most adverse price so far. */
  adverse: number;
}

/** `pipSize` is the price distance of one pip. A position keeps the rules that were in force at its signal. */
export function createPaperTrader(pipSize: number): PaperTrader {
  let position: Position | null = null;
  let latest = Number.NaN;
  let held = false;

  return {
    held: () => held,
    worst() {
      if (!position?.entry) return null;
      const { direction, entry } = position;
      return pipsAt(entry.adverse, direction, entry, entry.latestSpread, pipSize);
    },
    bar(bar) {
      latest = bar.time;
      held = position !== null;
      if (!position) return null;
      const { signal_time, direction, rules } = position;
      position.entry ??= {
        price: bar.open,
        spread: spreadIn(bar.spread, rules, pipSize),
        deadline: bar.time + rules.maxHours * hourMs,
        latestSpread: 0,
        adverse: bar.open,
      };
      const exit = exitWithin(bar, direction, rules, position.entry, pipSize);
      if (!exit) return null;
      position = null;
      return { signal_time, exit_time: bar.time, direction, ...exit };
    },
    signal(direction, rules) {
      if (position) return false;
      position = { signal_time: latest, direction, rules, entry: null };
      return true;
    },
  };
}

/**
 * Closes a trade within one bar, with the operations of `computeOutcomes`; null where it stays open. Updates the spread
 * and the most adverse price in `entry`.
 */
function exitWithin(
  { time, open, high, low, close, spread }: Bar,
  direction: Direction,
  rules: TradeRules,
  entry: Entry,
  pipSize: number,
): Pick<PaperTrade, 'reason' | 'pips' | 'worst'> | null {
  const { price, deadline } = entry;
  const long = direction === 1;
  entry.latestSpread = spreadIn(spread, rules, pipSize);
  const cost = costOfSpreads(entry.spread, entry.latestSpread);
  const earnedAt = (exit: number) => pipsAt(exit, direction, entry, entry.latestSpread, pipSize);
  const slack = slackOf(pipSize);
  const below = price - (long ? rules.stopLoss : rules.takeProfit) * pipSize + slack;
  const above = price + (long ? rules.takeProfit : rules.stopLoss) * pipSize - slack;
  const [adverse, favourable] = long ? [open <= below, open >= above] : [open >= above, open <= below];
  const closed = (reason: ExitReason, pips: number) => ({
    reason,
    pips,
    worst: reason === 'stop-loss' ? pips : Math.min(pips, earnedAt(entry.adverse)),
  });
  if (adverse) return closed('stop-loss', earnedAt(open));
  if (favourable) return closed('take-profit', rules.takeProfit - cost);
  if (time >= deadline) return closed('time-limit', earnedAt(open));
  entry.adverse = long ? Math.min(entry.adverse, low) : Math.max(entry.adverse, high);
  const stopped = long ? low <= below : high >= above;
  if (stopped) return closed('stop-loss', -rules.stopLoss - cost);
  const taken = long ? high >= above : low <= below;
  if (taken) return closed('take-profit', rules.takeProfit - cost);
  return time + hourMs >= deadline ? closed('time-limit', earnedAt(close)) : null;
}

/** Result in pips of a position closed at the price `exit` with a spread of `spread` pips. */
function pipsAt(exit: number, direction: Direction, entry: Entry, spread: number, pipSize: number): number {
  return ((direction === 1 ? 1 : -1) * (exit - entry.price)) / pipSize - costOfSpreads(entry.spread, spread);
}

/** Half the spread at the entry plus half the spread at the exit. */
function costOfSpreads(entry: number, exit: number): number {
  return (entry + exit) / 2;
}
