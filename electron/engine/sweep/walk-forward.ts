import type { Objective, WalkForward } from '../../../shared/experiments/walk-forward.ts';
import { dayMs, hourMs } from '../../../shared/market.ts';
import { mixAt, mixCount } from '../../../shared/simplex.ts';
import { normalise, type Weights } from '../../../shared/weights.ts';
import { firstBarFrom } from '../experiments/bar-times.ts';
import { curveOf, figuresOf } from '../experiments/figures.ts';
import { periodDaysOf } from '../experiments/period-days.ts';
import { emptyTriangle } from '../laboratory/laboratory-triangle.ts';
import type { BarRange, DecisionRules, Material, TradeColumns } from '../laboratory/material.ts';
import { createPeriods } from '../market/periods.ts';
import { intervalsOf } from '../statistics/bootstrap.ts';
import { dailyResultsOf } from '../trades/daily-results.ts';
import { type Outcomes, outcomeAt } from '../trades/outcomes.ts';
import { runTrades } from '../trades/trade-run.ts';
import { createSweep, type SweepColumns } from './sweep.ts';

export interface WalkForwardOptions {
  /** Window lengths in dates of trading days, weekends included, counted from the date of the range's first bar. */
  readonly chooseDays: number;
  readonly tradeDays: number;
  readonly objective: Objective;
  /** Mixes with fewer closed trades in the choosing window are not chosen. */
  readonly minTrades: number;
  /** Steps of the grid of mixes that is searched. */
  readonly steps: number;
  readonly seed: number;
}

/**
 * Chooses the best mix in an in-sample window, trades it in the out-of-sample window that follows, and rolls forward by
 * the length of the trading window to the end of `range`. The last window may be shorter; windows without bars are
 * skipped.
 *
 * The choice counts only trades closed before the trading window begins: the result of a position that is still open
 * is not known then. Among equally good mixes the first of the grid is chosen. Where no mix has `minTrades`, the
 * configuration's own weights trade, and `chosen_on` shows their few trades.
 *
 * A position that is open at the end of a trading window runs to its own exit, as a real one would, and the mix of the
 * next window trades from that bar on: there is never more than one position. `carried_until` of the next window holds
 * the time. Nothing is carried over from a choosing window, because no position was opened there.
 *
 * The figures of the procedure and of the fixed weights both cover the bars of all trading windows. `onProgress`
 * receives the completed share, 0…1, ascending.
 */
export function walkForward(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
  options: WalkForwardOptions,
  onProgress?: (share: number) => void,
): Omit<WalkForward, 'period' | 'tried'> {
  const { hours } = material;
  const windows = windowsOf(material, range, options);
  const traded: TradeColumns[] = [];
  const rows: WalkForward['windows'][number][] = [];
  /** Index of the bar in which the latest position was closed. */
  let free = -1;
  for (const [i, { choose, trade, times }] of windows.entries()) {
    const mix = chooseMix(material, outcomes, decision, choose, options, (share) =>
      onProgress?.((i + share) / windows.length),
    );
    const chosen = { ...decision, weights: mix };
    const trades = runTrades(material, outcomes, chosen, {
      from: Math.min(trade.to, Math.max(trade.from, free)),
      to: trade.to,
    });
    traded.push(trades);
    rows.push({
      ...times,
      mix,
      carried_until: free >= trade.from ? hours.time[free] : null,
      chosen_on: figuresOf(
        closedTrades(material, outcomes, chosen, choose),
        periodDaysOf(material, outcomes, choose),
      ),
      traded_on: figuresOf(trades, periodDaysOf(material, outcomes, trade)),
    });
    if (trades.unfinished) free = trades.unfinished.exit;
    else if (trades.count > 0) free = trades.exit[trades.count - 1];
  }
  onProgress?.(1);

  const span = {
    from: windows[0]?.trade.from ?? range.to,
    to: windows[windows.length - 1]?.trade.to ?? range.to,
  };
  const period = periodDaysOf(material, outcomes, span);
  function earned(trades: TradeColumns): WalkForward['procedure'] {
    const [daily] = dailyResultsOf([trades], period);
    return {
      figures: figuresOf(trades, period),
      intervals: intervalsOf(daily, options.seed),
      curve: curveOf(trades, hours),
    };
  }
  return {
    objective: options.objective,
    windows: rows,
    procedure: earned(joined(traded)),
    fixed: earned(runTrades(material, outcomes, decision, span)),
  };
}

interface Window {
  readonly choose: BarRange;
  readonly trade: BarRange;
  readonly times: Pick<
    WalkForward['windows'][number],
    'choose_from' | 'trade_from' | 'trade_to' | 'choose_dates' | 'trade_dates'
  >;
}

/** Windows begin and end with trading days, so that no day is split between two windows. */
function windowsOf(
  { hours: { time }, periods }: Material,
  range: BarRange,
  { chooseDays, tradeDays }: WalkForwardOptions,
): Window[] {
  const from = Math.max(0, range.from);
  const to = Math.min(range.to, time.length);
  if (to <= from) return [];
  const { dateOf, startOfDate } = createPeriods(periods);
  const end = time[to - 1] + hourMs;
  const lastDate = dateOf(time[to - 1]);
  const windows: Window[] = [];
  for (let date = dateOf(time[from]) + chooseDays; date <= lastDate; date += tradeDays) {
    const next = date + tradeDays;
    const times = {
      choose_from: startOfDate(date - chooseDays),
      trade_from: startOfDate(date),
      trade_to: Math.min(startOfDate(next), end),
      choose_dates: datesText(date - chooseDays, date - 1),
      trade_dates: datesText(date, Math.min(next - 1, lastDate)),
    };
    const at = (when: number) => Math.min(to, Math.max(from, firstBarFrom({ time }, when)));
    const choose = { from: at(times.choose_from), to: at(times.trade_from) };
    const trade = { from: choose.to, to: at(times.trade_to) };
    if (choose.to > choose.from && trade.to > trade.from) windows.push({ choose, trade, times });
  }
  return windows;
}

/** The dates of `first` and `last` (days since the epoch), both included. */
function datesText(first: number, last: number): Window['times']['trade_dates'] {
  const text = (date: number) => new Date(date * dayMs).toISOString().slice(0, 10);
  return { first: text(first), last: text(last) };
}

/** The mix with the best objective among those with enough closed trades; without any, the configuration's own. */
function chooseMix(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  window: BarRange,
  { steps, objective, minTrades }: WalkForwardOptions,
  onProgress: (share: number) => void,
): Weights {
  const mixes = mixCount(steps);
  const columns = emptyTriangle(steps);
  createSweep(material, withoutOpen(outcomes, window), decision, window).figures(steps, 0, mixes, columns);
  onProgress(0.9);
  let best = Number.NEGATIVE_INFINITY;
  let chosen: Weights = decision.weights;
  for (let mix = 0; mix < mixes; mix += 1) {
    // The sweep also counts a trade that is still open, so the closed ones are counted below.
    const mayChoose = columns.trades[mix] >= minTrades && scores[objective](columns, mix) > best;
    if (!mayChoose) continue;
    const weights = normalise(mixAt(mix, steps));
    const { count } = closedTrades(material, outcomes, { ...decision, weights }, window);
    if (count < minTrades) continue;
    best = scores[objective](columns, mix);
    chosen = weights;
  }
  return chosen;
}

/** The outcomes, with 0 pips for every trade still open at the end of the window: its result is not known then. */
function withoutOpen(outcomes: Outcomes, { from, to }: BarRange): Outcomes {
  const pips = outcomes.pips.slice();
  for (let at = outcomeAt(from, 0); at < outcomeAt(to, 0); at += 1) if (outcomes.exit[at] >= to) pips[at] = 0;
  return { ...outcomes, pips };
}

/** The objective of a mix; a trade that is still open neither wins nor loses. NaN where it is undefined. */
const scores: Readonly<Record<Objective, (columns: SweepColumns, mix: number) => number>> = {
  total_pips: ({ total_pips }, mix) => total_pips[mix],
  win_rate: ({ wins, losses }, mix) => wins[mix] / (wins[mix] + losses[mix]),
  /** Without a losing trade the profit factor is infinite. */
  profit_factor: ({ profit_factor }, mix) =>
    Number.isNaN(profit_factor[mix]) ? Number.POSITIVE_INFINITY : profit_factor[mix],
  sharpe: ({ sharpe }, mix) => sharpe[mix],
};

/** The trades whose exit bar lies within the window: all whose result is known when it ends. */
function closedTrades(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  window: BarRange,
): TradeColumns {
  const trades = runTrades(material, outcomes, decision, window);
  // With one position at a time, only the last can still be open.
  const last = trades.count - 1;
  const closed = last >= 0 && trades.exit[last] >= window.to ? last : trades.count;
  return firstTrades(trades, closed);
}

function firstTrades(trades: TradeColumns, count: number): TradeColumns {
  return {
    count,
    unfinished: null,
    signal: trades.signal.subarray(0, count),
    exit: trades.exit.subarray(0, count),
    direction: trades.direction.subarray(0, count),
    pips: trades.pips.subarray(0, count),
    worst: trades.worst.subarray(0, count),
  };
}

function joined(parts: readonly TradeColumns[]): TradeColumns {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    unfinished: parts.find(({ unfinished }) => unfinished !== null)?.unfinished ?? null,
    signal: Int32Array.from(parts.flatMap(({ signal }) => Array.from(signal))),
    exit: Int32Array.from(parts.flatMap(({ exit }) => Array.from(exit))),
    direction: Uint8Array.from(parts.flatMap(({ direction }) => Array.from(direction))),
    pips: Float64Array.from(parts.flatMap(({ pips }) => Array.from(pips))),
    worst: Float64Array.from(parts.flatMap(({ worst }) => Array.from(worst))),
  };
}
