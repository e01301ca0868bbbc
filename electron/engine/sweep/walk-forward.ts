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
  /** Dates of trading days, weekends among them, from that of the range's first bar on. */
  readonly chooseDays: number;
  readonly tradeDays: number;
  readonly objective: Objective;
  /** Mixes with fewer trades on the choosing window are not chosen. */
  readonly minTrades: number;
  /** Of the grid that is chosen from. */
  readonly steps: number;
  readonly seed: number;
}

/**
 * Chooses on one window, trades on the next, and rolls on by the length of the trading window to the end of
 * `range`; the last one may be shorter, windows without bars are passed over.
 *
 * Choosing sees only trades that have been closed before the trading window begins: a position still open
 * then counts for nothing, since nobody knows yet what will become of it. Of equally good mixes the first of
 * the grid is chosen; where none has `minTrades`, the configuration's own weights trade, and `chosen_on`
 * shows their few trades. A position that is open when a window ends is held to its own exit, as a real one would
 * be, and the next window's mix trades from there on: there is never more than one position. `carried_until` of
 * the next window says so. Nothing is carried over from choosing: no position was ever opened there.
 *
 * Figures of both, the procedure and the fixed weights, are over the bars of all trading windows together.
 * `onProgress` hears a share 0…1, rising.
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
  /** The bar in which the latest position was closed. */
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

/** A day belongs to a window whole: windows begin where trading days do. */
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

/** Both included, in days since the epoch. */
function datesText(first: number, last: number): Window['times']['trade_dates'] {
  const text = (date: number) => new Date(date * dayMs).toISOString().slice(0, 10);
  return { first: text(first), last: text(last) };
}

/** The mix with the best objective among those with enough closed trades; the own weights without any. */
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
    // The sweep counts a trade that is still open: one of its trades may not be closed.
    const mayChoose = columns.trades[mix] >= minTrades && reached[objective](columns, mix) > best;
    if (!mayChoose) continue;
    const weights = normalise(mixAt(mix, steps));
    const { count } = closedTrades(material, outcomes, { ...decision, weights }, window);
    if (count < minTrades) continue;
    best = reached[objective](columns, mix);
    chosen = weights;
  }
  return chosen;
}

/** The outcomes with nothing earned by what is still open when the window ends: nobody knows yet what it will be. */
function withoutOpen(outcomes: Outcomes, { from, to }: BarRange): Outcomes {
  const pips = outcomes.pips.slice();
  for (let at = outcomeAt(from, 0); at < outcomeAt(to, 0); at += 1) if (outcomes.exit[at] >= to) pips[at] = 0;
  return { ...outcomes, pips };
}

/** What a mix has reached, a trade that is still open neither won nor lost; NaN where it means nothing. */
const reached: Readonly<Record<Objective, (columns: SweepColumns, mix: number) => number>> = {
  total_pips: ({ total_pips }, mix) => total_pips[mix],
  win_rate: ({ wins, losses }, mix) => wins[mix] / (wins[mix] + losses[mix]),
  /** Without a loss there is no better factor. */
  profit_factor: ({ profit_factor }, mix) =>
    Number.isNaN(profit_factor[mix]) ? Number.POSITIVE_INFINITY : profit_factor[mix],
  sharpe: ({ sharpe }, mix) => sharpe[mix],
};

/** The trades whose exit bar lies before the window's end: all that is known when it ends. */
function closedTrades(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  window: BarRange,
): TradeColumns {
  const trades = runTrades(material, outcomes, decision, window);
  // One position at a time: only the last can still be open.
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
