import { exitReasons } from '../../../shared/experiments/trade.ts';
import { type Bars, hourMs } from '../../../shared/market.ts';
import type { TradeRules } from '../laboratory/material.ts';

/**
 * The result of a trade signalled at the close of each bar, in either direction: entry `outcomeAt(bar, direction)` of
 * every column. It does not depend on the weights, so it is computed once per `TradeRules`.
 */
export interface Outcomes {
  readonly rules: TradeRules;
  /** Result after the spread. */
  readonly pips: Float64Array;
  /** Maximum adverse excursion: the lowest result of the open trade, pips after the spread; never above `pips`. */
  readonly worst: Float64Array;
  /** Index of the bar in which the trade is closed; −1 where no bar follows the signal, so that there is no trade. */
  readonly exit: Int32Array;
  /** Index into `exitReasons`. */
  readonly reason: Uint8Array;
  /** Mid price of the exit. */
  readonly exitPrice: Float64Array;
}

/** Index of a signal's outcome in the columns; `direction` is 1 for long, 0 for short. */
export function outcomeAt(bar: number, direction: number): number {
  return 2 * bar + direction;
}

/**
 * Trades every bar in both directions, by the rules in docs/experiments.md.
 *
 * The signal comes at the close of bar t, the entry is the open of bar t + 1. Barriers are measured from that mid
 * price: take profit at open ± tp, stop loss at open ∓ sl. Pips are direction · (exit − entry) / pip − cost, with half
 * the spread as cost on each side (`costOf`). For each bar from the entry bar on:
 *
 * - At the open, the stop loss is checked first: a bar that opens at or beyond it fills at its open, worse than the
 *   stop. The take profit is next: a bar that opens at or beyond it fills at the take profit, never better. Then the
 *   time limit: a bar that opens at or after entry time + maxHours (over a weekend) closes the trade at its open.
 * - High and low are checked next. Where both barriers lie within the bar, the stop loss counts.
 * - A bar that ends at entry time + maxHours closes the trade at its close.
 *
 * A trade still open at the end of the data is closed at the last close, with the reason `end-of-data`.
 *
 * The maximum adverse excursion is the result at the most adverse price of the trade's bars, after the trade's cost. The
 * whole exit bar counts, whatever came first in it, unless the trade is closed at that bar's open.
 */
export function computeOutcomes(hours: Bars, pipSize: number, rules: TradeRules): Outcomes {
  const { time, open, high, low, close } = hours;
  const bars = time.length;
  const pips = new Float64Array(2 * bars);
  const worst = new Float64Array(2 * bars);
  const exit = new Int32Array(2 * bars).fill(-1);
  const reason = new Uint8Array(2 * bars);
  const exitPrice = new Float64Array(2 * bars);
  const takeProfit = rules.takeProfit * pipSize;
  const stopLoss = rules.stopLoss * pipSize;
  const slack = slackOf(pipSize);
  const extremes = blockExtremes(hours);
  let limit = 0;

  for (let entry = 1; entry < bars; entry += 1) {
    const deadline = time[entry] + rules.maxHours * hourMs;
    limit = Math.max(limit, entry);
    while (limit < bars && time[limit] + hourMs < deadline) limit += 1;
    const late = limit < bars && time[limit] >= deadline;
    const end = late ? limit : Math.min(limit + 1, bars);
    const price = open[entry];

    for (let direction = 0; direction < 2; direction += 1) {
      const long = direction === 1;
      const below = price - (long ? stopLoss : takeProfit) + slack;
      const above = price + (long ? takeProfit : stopLoss) - slack;
      const touched = firstOutside(hours, extremes, entry, end, below, above);
      const at = outcomeAt(entry - 1, direction);
      const sign = long ? 1 : -1;
      // In a bar that opens after the time limit, only the open counts.
      const last = touched < end ? touched : Math.min(limit, bars - 1);
      const openedBelow = (touched < end || late) && open[last] <= below;
      const openedAbove = (touched < end || late) && open[last] >= above;
      const cost = costOf(hours.spread, rules, pipSize, entry, last);
      const pipsAt = (level: number) => (sign * (level - price)) / pipSize - cost;
      exit[at] = last;
      const stopped = long ? openedBelow : openedAbove;
      const taken = long ? openedAbove : openedBelow;
      if (stopped) {
        reason[at] = code['stop-loss'];
        exitPrice[at] = open[last];
        pips[at] = pipsAt(open[last]);
      } else if (taken) {
        reason[at] = code['take-profit'];
        exitPrice[at] = price + sign * takeProfit;
        pips[at] = rules.takeProfit - cost;
      } else if (touched === end) {
        exitPrice[at] = late ? open[last] : close[last];
        reason[at] = limit < bars ? code['time-limit'] : code['end-of-data'];
        pips[at] = pipsAt(exitPrice[at]);
      } else if (long ? low[last] <= below : high[last] >= above) {
        reason[at] = code['stop-loss'];
        exitPrice[at] = price - sign * stopLoss;
        pips[at] = -rules.stopLoss - cost;
      } else {
        reason[at] = code['take-profit'];
        exitPrice[at] = price + sign * takeProfit;
        pips[at] = rules.takeProfit - cost;
      }
      worst[at] = pips[at];
      // A stopped trade exits at its most adverse price.
      if (reason[at] === code['stop-loss']) continue;
      const heldTo = taken || (touched === end && late) ? last : last + 1;
      const adverse = long
        ? lowestLow(hours, extremes, entry, heldTo)
        : highestHigh(hours, extremes, entry, heldTo);
      const pipsThere = pipsAt(adverse);
      if (pipsThere < pips[at]) worst[at] = pipsThere;
    }
  }
  return { rules, pips, worst, exit, reason, exitPrice };
}

/** Cost of a trade in pips: half the spread of its entry bar plus half the spread of its exit bar. */
export function costOf(
  spreads: Float64Array | undefined,
  rules: TradeRules,
  pipSize: number,
  entry: number,
  exit: number,
): number {
  if (!spreads || !rules.recordedSpread) return rules.spread;
  return (spreadIn(spreads[entry], rules, pipSize) + spreadIn(spreads[exit], rules, pipSize)) / 2;
}

/** Spread of one bar in pips: the recorded one where the bar has one and `rules` ask for it, else that of `rules`. */
export function spreadIn(recorded: number | undefined, rules: TradeRules, pipSize: number): number {
  if (!rules.recordedSpread || recorded === undefined || Number.isNaN(recorded)) return rules.spread;
  return recorded / pipSize;
}

/** True for a trade that is still open at the end of the data. */
export function isUnfinished({ reason }: Outcomes, at: number): boolean {
  return reason[at] === code['end-of-data'];
}

/** Price tolerance for touching a barrier: 1.1 + 0.0025 is not 1.1025 in floating point, so rounding would decide. */
export function slackOf(pipSize: number): number {
  return pipSize * 1e-6;
}

const code = {
  'take-profit': exitReasons.indexOf('take-profit'),
  'stop-loss': exitReasons.indexOf('stop-loss'),
  'time-limit': exitReasons.indexOf('time-limit'),
  'end-of-data': exitReasons.indexOf('end-of-data'),
};

/** Bars per block. Barriers are searched block by block, so that 720 hours cost little more than 12. */
const blockBits = 4;
const blockSize = 1 << blockBits;

interface Extremes {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

function blockExtremes({ high, low }: Bars): Extremes {
  const blocks = Math.ceil(high.length / blockSize);
  const highest = new Float64Array(blocks).fill(Number.NEGATIVE_INFINITY);
  const lowest = new Float64Array(blocks).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < high.length; i += 1) {
    const block = i >> blockBits;
    if (high[i] > highest[block]) highest[block] = high[i];
    if (low[i] < lowest[block]) lowest[block] = low[i];
  }
  return { high: highest, low: lowest };
}

/** The first bar of `from` … `end` (excluded) that reaches `below` or `above`; `end` where none does. */
function firstOutside(
  { high, low }: Bars,
  extremes: Extremes,
  from: number,
  end: number,
  below: number,
  above: number,
): number {
  let bar = from;
  while (bar < end) {
    if ((bar & (blockSize - 1)) === 0) {
      const block = bar >> blockBits;
      if (extremes.low[block] > below && extremes.high[block] < above) {
        bar += blockSize;
        continue;
      }
    }
    if (low[bar] <= below || high[bar] >= above) return bar;
    bar += 1;
  }
  return end;
}

/** The lowest low of the bars `from` … `to` (excluded); Infinity of none. */
function lowestLow({ low }: Bars, extremes: Extremes, from: number, to: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  let bar = from;
  while (bar < to) {
    const isWholeBlock = (bar & (blockSize - 1)) === 0 && bar + blockSize <= to;
    const next = isWholeBlock ? extremes.low[bar >> blockBits] : low[bar];
    if (next < lowest) lowest = next;
    bar += isWholeBlock ? blockSize : 1;
  }
  return lowest;
}

/** The highest high of the bars `from` … `to` (excluded); −Infinity of none. */
function highestHigh({ high }: Bars, extremes: Extremes, from: number, to: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  let bar = from;
  while (bar < to) {
    const isWholeBlock = (bar & (blockSize - 1)) === 0 && bar + blockSize <= to;
    const next = isWholeBlock ? extremes.high[bar >> blockBits] : high[bar];
    if (next > highest) highest = next;
    bar += isWholeBlock ? blockSize : 1;
  }
  return highest;
}
