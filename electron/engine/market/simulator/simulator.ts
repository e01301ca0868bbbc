import type { Bar, Bars } from '../../../../shared/market.ts';
import { createRandom } from '../../random.ts';
import { createBars } from '../bars.ts';
import { createDriftProcess } from './simulator-drift.ts';
import { createSessions, type SimulatedCalendar } from './simulator-sessions.ts';
import type { SimulatorState } from './simulator-state.ts';
import { createVolatilityProcess } from './simulator-volatility.ts';

export { simulatedIntervalMs } from './simulator-sessions.ts';

export interface SimulatorOptions {
  /** The same options give the same bars on every run. */
  readonly seed: number;
  /** How much there is to learn: 1 modest (default), 0 a pure random walk with the same volatility. */
  readonly structure?: number;
  /** Default EURUSD. Each symbol goes its own way under the same seed; quotes in JPY have 3 decimals. */
  readonly symbol?: string;
  /** The first bar opens at the first market opening or five-minute step from here on, ms UTC. */
  readonly start?: number;
  /** Open of the first bar; default 1.1, or 150 for quotes in JPY. */
  readonly startPrice?: number;
  /** When its week is open; default `new-york`. */
  readonly calendar?: SimulatedCalendar;
  /** Goes on from here instead of the beginning, to the last bit as if it had never stopped. */
  readonly state?: SimulatorState;
}

/** An endless market of five-minute bars, closed over the weekend. */
export interface Simulator {
  /** The next `count` bars, going on where the last call ended. */
  next(count: number): Bars;
  /** Passes over `count` bars, as after a restart; 225,000 take about as long as making them. */
  skip(count: number): Simulator;
  /** Open time of the next bar, ms UTC. */
  nextTime(): number;
  /** Where it stands, for `createSimulator` with the same other options. */
  state(): SimulatorState;
}

export const defaultSimulationStart = Date.UTC(2023, 0, 1, 22);

/** A market at its beginning. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, structure = 1, symbol = 'EURUSD', start = defaultSimulationStart } = options;
  const sessions = createSessions(options.calendar ?? 'new-york');
  const inYen = symbol.toUpperCase().endsWith('JPY');
  const from = options.state;
  const random = from ? createRandom(from.random.seed, from.random.spare) : createRandom(seed ^ hash(symbol));
  const volatility = createVolatilityProcess(random, from?.volatility);
  const drift = createDriftProcess(random, from?.drift);
  const ticksPerUnit = inYen ? 1e3 : 1e5;
  let time = from?.time ?? sessions.firstOpenTime(start);
  let price = from?.price ?? options.startPrice ?? (inYen ? 150 : 1.1);
  let lastClose = from?.close ?? roundToTick(price);

  function step(): Bar {
    const activity = sessions.activity(time);
    const regime = drift.regime();
    const deviation = volatility.next(regime) * activity;
    const expected = structure === 0 ? 0 : structure * drift.expected();
    const move = Math.max(deviation * (expected + random.normal()), -0.5);
    const [highest, lowest] = extremes(move, deviation, random.next(), random.next());
    const open = lastClose;
    const close = roundToTick(price * (1 + move));
    const bar = {
      time,
      open,
      high: Math.max(open, close, roundToTick(price * (1 + highest))),
      low: Math.min(open, close, roundToTick(price * (1 + lowest))),
      close,
      volume: volumeOf(activity, deviation, move, random.normal()),
    };
    price *= 1 + move;
    lastClose = close;
    drift.add(move);
    time = sessions.nextOpenTime(time);
    return bar;
  }

  function roundToTick(value: number): number {
    return Math.max(Math.round(value * ticksPerUnit), 1) / ticksPerUnit;
  }

  const simulator: Simulator = {
    next(count) {
      const bars = createBars(count);
      for (let index = 0; index < count; index++) {
        const bar = step();
        bars.time[index] = bar.time;
        bars.open[index] = bar.open;
        bars.high[index] = bar.high;
        bars.low[index] = bar.low;
        bars.close[index] = bar.close;
        bars.volume[index] = bar.volume;
      }
      return bars;
    },
    skip(count) {
      for (let index = 0; index < count; index++) step();
      return simulator;
    },
    nextTime: () => time,
    state: () => ({
      time,
      price,
      close: lastClose,
      random: random.state(),
      volatility: volatility.state(),
      drift: drift.state(),
    }),
  };
  return simulator;
}

/**
 * Highest and lowest point of a Brownian bridge from 0 to `move`, each drawn from its exact
 * distribution (inverse of 1 − exp(−2m(m − move)/σ²)); that the two depend on each other is ignored.
 */
function extremes(move: number, deviation: number, first: number, second: number): [number, number] {
  const spread = 2 * deviation * deviation;
  const up = Math.sqrt(move * move - spread * Math.log(1 - first));
  const down = Math.sqrt(move * move - spread * Math.log(1 - second));
  return [(move + up) / 2, (move - down) / 2];
}

/** Traded units: more in busy hours, in volatile times and in bars that moved far. */
function volumeOf(activity: number, deviation: number, move: number, noise: number): number {
  const typical = 400 * activity * Math.sqrt(deviation / 0.0003);
  return Math.max(
    1,
    Math.round(typical * (0.7 + (0.4 * Math.abs(move)) / deviation) * Math.exp(0.25 * noise)),
  );
}

/** FNV-1a over the UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
