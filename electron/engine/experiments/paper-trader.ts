import type { ExitReason } from '../../../shared/experiments.ts';
import { type Bar, hourMs } from '../../../shared/market.ts';
import type { Direction } from '../../../shared/prediction.ts';
import type { TradeRules } from './material.ts';
import { slackOf, spreadIn } from './outcomes.ts';

/** A trade that has been closed. */
export interface PaperTrade {
  /** Open time of the 1H bar at whose close the signal came, ms UTC. */
  readonly signal_time: number;
  readonly exit_time: number;
  readonly direction: Direction;
  readonly reason: ExitReason;
  readonly pips: number;
}

/** One position at a time, bar by bar: the rules of the backtest without a look at what comes. */
export interface PaperTrader {
  /** Lives through a bar: opens what was signalled at the one before, and returns the trade it closes. */
  bar(bar: Bar): PaperTrade | null;
  /** True where a position was held during the latest bar. */
  held(): boolean;
  /** A signal at the close of the latest bar; false where a position is open already. */
  signal(direction: Direction, rules: TradeRules): boolean;
}

interface Position {
  readonly signal_time: number;
  readonly direction: Direction;
  readonly rules: TradeRules;
  /** Null until the bar after the signal opens: its open, its spread in pips, and when the time is up, ms UTC. */
  entry: { readonly price: number; readonly spread: number; readonly deadline: number } | null;
}

/** `pipSize` is the price distance of one pip. A position is closed by the rules it was signalled under. */
export function createPaperTrader(pipSize: number): PaperTrader {
  let position: Position | null = null;
  let latest = Number.NaN;
  let held = false;

  return {
    held: () => held,
    bar(bar) {
      latest = bar.time;
      held = position !== null;
      if (!position) return null;
      const { signal_time, direction, rules } = position;
      position.entry ??= {
        price: bar.open,
        spread: spreadIn(bar.spread, rules, pipSize),
        deadline: bar.time + rules.maxHours * hourMs,
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

/** How `computeOutcomes` closes a trade in one bar, operation by operation; null where it stays open. */
function exitWithin(
  { time, open, high, low, close, spread }: Bar,
  direction: Direction,
  rules: TradeRules,
  { price, deadline, spread: entrySpread }: NonNullable<Position['entry']>,
  pipSize: number,
): Pick<PaperTrade, 'reason' | 'pips'> | null {
  const long = direction === 1;
  const cost = (entrySpread + spreadIn(spread, rules, pipSize)) / 2;
  const pipsAt = (exit: number) => ((long ? 1 : -1) * (exit - price)) / pipSize - cost;
  const slack = slackOf(pipSize);
  const below = price - (long ? rules.stopLoss : rules.takeProfit) * pipSize + slack;
  const above = price + (long ? rules.takeProfit : rules.stopLoss) * pipSize - slack;
  const [adverse, favourable] = long ? [open <= below, open >= above] : [open >= above, open <= below];
  if (adverse) return { reason: 'stop-loss', pips: pipsAt(open) };
  if (favourable) return { reason: 'take-profit', pips: rules.takeProfit - cost };
  if (time >= deadline) return { reason: 'time-limit', pips: pipsAt(open) };
  const stopped = long ? low <= below : high >= above;
  if (stopped) return { reason: 'stop-loss', pips: -rules.stopLoss - cost };
  const taken = long ? high >= above : low <= below;
  if (taken) return { reason: 'take-profit', pips: rules.takeProfit - cost };
  return time + hourMs >= deadline ? { reason: 'time-limit', pips: pipsAt(close) } : null;
}
