import type { Figures } from '../../../../shared/experiments.ts';
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
}

export interface PlainMaterial {
  readonly hours: Bars;
  readonly probUp: readonly [Float64Array, Float64Array, Float64Array];
  /** 0 unknown, 1 trending, 2 ranging, 3 volatile. */
  readonly regime: Uint8Array;
  readonly pip: number;
}

export interface PlainTrade {
  readonly signal: number;
  readonly exit: number;
  readonly long: boolean;
  readonly reason: 'take-profit' | 'stop-loss' | 'time-limit' | 'end-of-data';
  readonly exitPrice: number;
  readonly pips: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** The backtest as the domain's section 5 tells it, bar after bar, shortest to read and in no hurry. */
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
  const at = (bar: number, reason: PlainTrade['reason'], exitPrice: number): PlainTrade => {
    const pips = (side * (exitPrice - entry)) / pip - config.spread;
    return { signal, exit: bar, long, reason, exitPrice, pips };
  };
  // At a barrier the distance is known without the detour over prices.
  const stopped = { exitPrice: stop, pips: -config.stopLoss - config.spread };
  const taken = { exitPrice: target, pips: config.takeProfit - config.spread };

  for (let bar = signal + 1; bar < time.length; bar += 1) {
    if (time[bar] >= deadline) return at(bar, 'time-limit', open[bar]);
    if (beyondStop(open[bar])) return at(bar, 'stop-loss', open[bar]);
    if (beyondTarget(open[bar])) return { ...at(bar, 'take-profit', target), ...taken };
    if (beyondStop(long ? low[bar] : high[bar])) return { ...at(bar, 'stop-loss', stop), ...stopped };
    if (beyondTarget(long ? high[bar] : low[bar])) return { ...at(bar, 'take-profit', target), ...taken };
    if (time[bar] + hour >= deadline) return at(bar, 'time-limit', close[bar]);
  }
  return at(time.length - 1, 'end-of-data', close[time.length - 1]);
}

/** The figures, each by its definition. */
export function plainFigures(trades: readonly PlainTrade[], hours: Bars, from: number, to: number): Figures {
  const pips = trades.map((trade) => trade.pips);
  const won = pips.filter((each) => each > 0);
  const lost = pips.filter((each) => each <= 0).map((each) => -each);
  let equity = 0;
  let highest = 0;
  let drawdown = 0;
  for (const each of pips) {
    equity += each;
    highest = Math.max(highest, equity);
    drawdown = Math.max(drawdown, highest - equity);
  }
  const open = new Set<number>();
  for (const trade of trades) {
    for (let bar = trade.signal + 1; bar <= trade.exit && bar < to; bar += 1) open.add(bar);
  }
  return {
    trades: trades.length,
    wins: won.length,
    win_rate: trades.length === 0 ? null : won.length / trades.length,
    total_pips: sum(pips),
    mean_pips: trades.length === 0 ? null : sum(pips) / trades.length,
    profit_factor: sum(lost) > 0 ? sum(won) / sum(lost) : null,
    max_drawdown_pips: drawdown,
    sharpe: plainSharpe(plainDays(trades, hours, from, to)),
    exposure: to > from ? open.size / (to - from) : 0,
  };
}

/** Pips by UTC day with bars, in order. */
export function plainDays(trades: readonly PlainTrade[], hours: Bars, from: number, to: number): number[] {
  const days = new Map<number, number>();
  for (let bar = from; bar < to; bar += 1) days.set(Math.floor(hours.time[bar] / day), 0);
  const lastDay = [...days.keys()].at(-1) ?? 0;
  for (const trade of trades) {
    const exitDay = trade.exit < to ? Math.floor(hours.time[trade.exit] / day) : lastDay;
    days.set(exitDay, (days.get(exitDay) ?? 0) + trade.pips);
  }
  return [...days.values()];
}

function plainSharpe(days: readonly number[]): number | null {
  if (days.length < 2 || days.every((each) => each === days[0])) return null;
  const mean = sum(days) / days.length;
  const variance = sum(days.map((each) => (each - mean) ** 2)) / (days.length - 1);
  return (mean / Math.sqrt(variance)) * Math.sqrt(252);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
