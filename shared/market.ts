/** The timeframes of the ensemble, in the order every table and tuple of the desk uses. */
export const timeframes = ['1H', '4H', 'D'] as const;
export type Timeframe = (typeof timeframes)[number];

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Length of one bar's period in milliseconds. Periods start at multiples of it since the epoch, UTC. */
export const periodMs: Readonly<Record<Timeframe, number>> = {
  '1H': hourMs,
  '4H': 4 * hourMs,
  D: dayMs,
};

/**
 * OHLCV bars as columns of equal length, oldest first.
 * `time` is the open time in milliseconds since the epoch, UTC, strictly rising.
 * `volume` is 0 where the source has none.
 */
export interface Bars {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One bar, for streams and single look-ups; same units as `Bars`. */
export interface Bar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export type AssetClass = 'forex' | 'crypto' | 'stock';

/** What a symbol's name tells: how to print its prices and what one pip (or point) is worth. */
export interface AssetMetadata {
  readonly symbol: string;
  /** As shown to people, e.g. "EUR/USD". */
  readonly display: string;
  readonly asset_class: AssetClass;
  readonly decimals: number;
  /** Price distance of one unit of `unit`. */
  readonly pip_size: number;
  readonly unit: 'pips' | 'dollars' | 'points';
}

/** One stored series of five-minute (or finer or coarser) bars. */
export interface Dataset {
  /** Stable key: the symbol for imported bars, `symbol@simulated` for the simulated market. */
  readonly id: string;
  readonly symbol: string;
  readonly source: 'simulated' | 'imported';
  /** Number of stored base bars. */
  readonly bars: number;
  /** Spacing of the base bars, ms. */
  readonly interval_ms: number;
  /** Open time of the first and the last bar, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** What the simulator was seeded with, null for imported bars. */
  readonly seed: number | null;
}

/** The active dataset with what the window shows about it. */
export interface MarketState {
  readonly datasets: readonly Dataset[];
  readonly active: string | null;
  readonly asset: AssetMetadata | null;
  readonly latest_price: number | null;
  /** Closed bars of the active dataset per timeframe. */
  readonly closed_bars: Readonly<Record<Timeframe, number>>;
}

export const replaySpeeds = [1, 2, 5, 10, 50, 100, 500, 1000] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

/** Where the replay stands. One step is one 1H bar; speed ×1 is one bar a second. */
export interface ReplayState {
  /** Index of the last closed 1H bar, -1 when there is none. */
  readonly index: number;
  /** Open time of that bar, ms UTC; null when there is none. */
  readonly bar_time: number | null;
  readonly bars: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly playing: boolean;
  readonly speed: ReplaySpeed;
  /** The simulated market goes on past its stored end; imported bars stop there. */
  readonly endless: boolean;
}
