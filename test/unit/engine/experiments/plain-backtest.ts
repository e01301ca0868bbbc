import type { Figures } from '../../../../shared/experiments/figures.ts';
import type { Bars } from '../../../../shared/market.ts';

/** A configuration in plain words; weights as a person sets them. */
export interface PlainConfig {
  readonly weights: readonly [number, number, number];
  readonly bonus: number;
  readonly useRegime: boolean;
  readonly threshold: number;
  readonly takeProfit: number;
  readonly stopLoss: number;
  readonly maxHours: number;
  readonly spread: number;
  /** Bars that carry a spread cost that one. */
  readonly recordedSpread: boolean;
}

export interface PlainMaterial {
  readonly hours: Bars;
  readonly probUp: readonly [Float64Array, Float64Array, Float64Array];
  /** 0 unknown, 1 trending, 2 ranging, 3 volatile. */
  readonly regime: Uint8Array;
  /** Calendar number of the trading day that a time belongs to. */
  readonly dayOf: (time: number) => number;
  readonly pip: number;
}

export interface PlainTrade {
  readonly signal: number;
  readonly exit: number;
  readonly long: boolean;
  readonly reason: 'take-profit' | 'stop-loss' | 'time-limit' | 'end-of-data';
  readonly exitPrice: number;
  readonly pips: number;
  /** What it stood at when it stood worst. */
  readonly worst: number;
}

const hour = 3_600_000;

/** The backtest as the rules in docs/experiments.md say, bar by bar, as simply as possible and without regard to speed. */
export function plainBacktest(
  material: PlainMaterial,
  config: PlainConfig,
  from: number,
  to: number,
): PlainTrade[] {
  const trades: PlainTrade[] = [];
  const last = material.hours.time.length - 1;
  let bar = from;
  while (bar < to) {
    const signal = plainSignal(material, config, bar);
    if (signal === null || bar === last) {
      bar += 1;
      continue;
    }
    const trade = plainTrade(material, config, bar, signal === 'long');
    trades.push(trade);
    bar = trade.exit;
  }
  return trades;
}

/** What is decided at the close of a bar; null where nothing is. */
export function plainSignal(
  { probUp, regime }: PlainMaterial,
  config: PlainConfig,
  bar: number,
): 'long' | 'short' | null {
  const probs = probUp.map((column) => column[bar]);
  if (probs.some((prob) => Number.isNaN(prob))) return null;
  const weights = plainWeights(config, regime[bar]);
  let up = 0;
  let base = 0;
  for (let i = 0; i < 3; i += 1) {
    const confidence = Math.max(probs[i], 1 - probs[i]);
    up += weights[i] * (probs[i] > 0.5 ? confidence : 1 - confidence);
    base += weights[i] * confidence;
  }
  const long = up > 0.5;
  const agreeing = probs.filter((prob) => prob > 0.5 === long).length;
  const confidence = agreeing === 3 ? Math.min(base + config.bonus, 1) : base * (agreeing / 3);
  if (confidence < config.threshold) return null;
  return long ? 'long' : 'short';
}

function plainWeights({ weights, useRegime }: PlainConfig, regime: number): number[] {
  const own = scaled(weights);
  if (!useRegime || regime === 0) return own;
  const target = { 1: [0.5, 0.35, 0.15], 2: [0.7, 0.25, 0.05], 3: [0.6, 0.35, 0.05] }[regime];
  if (!target) throw new Error(`no regime ${regime}`);
  return scaled(own.map((weight, i) => (weight * target[i]) / [0.6, 0.3, 0.1][i]));
}

function scaled(weights: readonly number[]): number[] {
  const sum = weights[0] + weights[1] + weights[2];
  return weights.map((weight) => weight / sum);
}

function plainTrade(
  { hours, pip }: PlainMaterial,
  config: PlainConfig,
  signal: number,
  long: boolean,
): PlainTrade {
  const { time, open, high, low, close } = hours;
  const entry = open[signal + 1];
  const deadline = time[signal + 1] + config.maxHours * hour;
  const side = long ? 1 : -1;
  const stop = entry - side * config.stopLoss * pip;
  const target = entry + side * config.takeProfit * pip;
  // In prices a millionth of a pip is nothing: 1.1 + 0.0025 is meant to be 1.1025.
  const nothing = pip * 1e-6;
  const beyondStop = (price: number) => (long ? price <= stop + nothing : price >= stop - nothing);
  const beyondTarget = (price: number) => (long ? price >= target - nothing : price <= target + nothing);
  // Half of what stood at entry and half of what stands at exit.
  const cost = (bar: number) =>
    (plainSpread(hours, config, pip, signal + 1) + plainSpread(hours, config, pip, bar)) / 2;
  const at = (bar: number, reason: PlainTrade['reason'], exitPrice: number): PlainTrade => {
    const pips = (side * (exitPrice - entry)) / pip - cost(bar);
    return { signal, exit: bar, long, reason, exitPrice, pips, worst: pips };
  };
  // The price at its most adverse, in bars that were lived through; a stop ends at what is worst.
  let adverse = entry;
  const live = (bar: number) => {
    adverse = long ? Math.min(adverse, low[bar]) : Math.max(adverse, high[bar]);
  };
  const withWorst = (trade: PlainTrade): PlainTrade => ({
    ...trade,
    worst: Math.min(trade.pips, (side * (adverse - entry)) / pip - cost(trade.exit)),
  });
  // At a barrier the distance is known without the detour over prices.
  const stopped = (bar: number) => {
    const pips = -config.stopLoss - cost(bar);
    return { ...at(bar, 'stop-loss', stop), pips, worst: pips };
  };
  const taken = (bar: number) => ({ ...at(bar, 'take-profit', target), pips: config.takeProfit - cost(bar) });

  for (let bar = signal + 1; bar < time.length; bar += 1) {
    // At the open: first the stop, at the open; then the take profit, no better; then the time limit.
    if (beyondStop(open[bar])) return at(bar, 'stop-loss', open[bar]);
    if (beyondTarget(open[bar])) return withWorst(taken(bar));
    if (time[bar] >= deadline) return withWorst(at(bar, 'time-limit', open[bar]));
    // Within the bar: where it holds both, the stop counts.
    if (beyondStop(long ? low[bar] : high[bar])) return stopped(bar);
    live(bar);
    if (beyondTarget(long ? high[bar] : low[bar])) return withWorst(taken(bar));
    if (time[bar] + hour >= deadline) return withWorst(at(bar, 'time-limit', close[bar]));
  }
  return withWorst(at(time.length - 1, 'end-of-data', close[time.length - 1]));
}

/** Pips between bid and ask in a bar. */
export function plainSpread({ spread }: Bars, config: PlainConfig, pip: number, bar: number): number {
  const recorded = spread?.[bar] ?? Number.NaN;
  return config.recordedSpread && !Number.isNaN(recorded) ? recorded / pip : config.spread;
}

/** The figures, each by its definition. */
export function plainFigures(
  all: readonly PlainTrade[],
  material: PlainMaterial,
  from: number,
  to: number,
): Figures {
  const trades = finished(all);
  const pips = trades.map((trade) => trade.pips);
  const hundredth = 0.01 + 1e-9;
  const won = pips.filter((each) => each > hundredth);
  const lost = pips.filter((each) => each < -hundredth).map((each) => -each);
  let equity = 0;
  let highest = 0;
  let drawdown = 0;
  let drawdownOpen = 0;
  for (const trade of all) {
    drawdownOpen = Math.max(drawdownOpen, highest - (equity + trade.worst));
    if (trade.reason === 'end-of-data') continue;
    equity += trade.pips;
    highest = Math.max(highest, equity);
    drawdown = Math.max(drawdown, highest - equity);
  }
  const open = new Set<number>();
  for (const trade of all) {
    for (let bar = trade.signal + 1; bar <= trade.exit && bar < to; bar += 1)
      if (isPredicted(material, bar)) open.add(bar);
  }
  let time = 0;
  for (let bar = from; bar < to; bar += 1) if (isPredicted(material, bar)) time += 1;
  const { pips: unfinished } = all.find((trade) => trade.reason === 'end-of-data') ?? { pips: null };
  return {
    trades: trades.length,
    wins: won.length,
    losses: lost.length,
    win_rate: won.length + lost.length === 0 ? null : won.length / (won.length + lost.length),
    total_pips: sum(pips),
    mean_pips: trades.length === 0 ? null : sum(pips) / trades.length,
    profit_factor: sum(lost) > 0 ? sum(won) / sum(lost) : null,
    max_drawdown_pips: drawdown,
    max_drawdown_open_pips: drawdownOpen,
    sharpe: plainSharpe(plainDays(all, material, from, to), plainDaysPerYear(material)),
    exposure: time > 0 ? open.size / time : 0,
    unfinished_pips: unfinished,
  };
}

/** Without the one that is still open where the data end. */
export function finished(trades: readonly PlainTrade[]): readonly PlainTrade[] {
  return trades.filter((trade) => trade.reason !== 'end-of-data');
}

/** Pips by trading day, in order: days with a prediction, and days on which a trade ended with a result. */
export function plainDays(
  trades: readonly PlainTrade[],
  material: PlainMaterial,
  from: number,
  to: number,
): number[] {
  const { hours, dayOf } = material;
  const days = new Map<number, number>();
  const predicted = new Set<number>();
  for (let bar = from; bar < to; bar += 1)
    if (isPredicted(material, bar)) predicted.add(dayOf(hours.time[bar]));
  for (const day of predicted) days.set(day, 0);
  for (const trade of finished(trades)) {
    const day = dayOf(hours.time[trade.exit]);
    days.set(day, (days.get(day) ?? 0) + trade.pips);
  }
  return [...days]
    .filter(([day, pips]) => predicted.has(day) || pips !== 0)
    .sort(([a], [b]) => a - b)
    .map(([, pips]) => pips);
}

function plainDaysPerYear({ hours, dayOf }: PlainMaterial): number {
  const days = [...new Set(Array.from(hours.time, dayOf))].sort((a, b) => a - b);
  const span = days[days.length - 1] - days[0];
  return days.length < 2 ? 365.25 : ((days.length - 1) / span) * 365.25;
}

function isPredicted({ probUp }: PlainMaterial, bar: number): boolean {
  return probUp.every((column) => !Number.isNaN(column[bar]));
}

function plainSharpe(days: readonly number[], perYear: number): number | null {
  if (days.length < 2) return null;
  const mean = sum(days) / days.length;
  const variance = sum(days.map((each) => (each - mean) ** 2)) / (days.length - 1);
  const size = Math.max(...days.map(Math.abs));
  if (Math.sqrt(variance) <= 1e-6 * size) return null;
  return (mean / Math.sqrt(variance)) * Math.sqrt(perYear);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
