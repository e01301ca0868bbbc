import type { CacheStats } from '../../../shared/caches.ts';
import { type Bars, type Timeframe, timeframes } from '../../../shared/market.ts';
import { createBoundedCache } from '../cache/bounded-cache.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import type { ClosedBar } from '../ensemble/analyst.ts';
import { type BarLog, createBarLog } from './bar-log.ts';

/** Serves bars and latest prices of the active dataset, through caches whose limits follow the config. */
export interface DataService {
  /** Makes a dataset's closed bars the ones served. */
  load(dataset: string, bars: Readonly<Record<Timeframe, Bars>>): void;
  /** Puts newly closed bars at the end. */
  append(closed: readonly ClosedBar[]): void;
  /** Lets go of the bars of every timeframe that open before `time`, ms UTC. */
  forgetBefore(time: number): void;
  log(timeframe: Timeframe): BarLog;
  /** Up to `count` bars that have closed by `closedBy` (ms UTC), oldest first. */
  ohlcv(timeframe: Timeframe, firstIndex: number, endIndex: number): Bars;
  /** Notes the price of the active dataset. */
  setPrice(price: number): void;
  /** The latest price of the active dataset; `current` is asked when it is not held. */
  latestPrice(current: () => number | null): number | null;
  forget(dataset: string, cause: string): void;
  stats(): readonly [prices: CacheStats, ohlcv: CacheStats];
  clear(name: 'prices' | 'ohlcv', cause: string): number;
  close(): void;
}

export function createDataService(options: {
  config: ConfigOwner;
  now: () => number;
  elapsed: () => number;
}): DataService {
  const { config, now, elapsed } = options;
  const prices = createBoundedCache<number>({
    name: 'prices',
    service: 'data-service',
    limit: () => config.values().cache.price_cache_max_size,
    oldest: 'last-set',
    now,
    elapsed,
  });
  const sets = createBoundedCache<Bars>({
    name: 'ohlcv',
    service: 'data-service',
    limit: () => config.values().cache.ohlcv_cache_max_size,
    oldest: 'last-set',
    now,
    elapsed,
  });
  const undo = config.subscribe('cache', 'data-service', () => {
    prices.shrink();
    sets.shrink();
  });

  let active = '';
  let logs = emptyLogs();

  function forget(dataset: string, cause: string): void {
    const concerns = (key: string) => key === dataset || key.startsWith(`${dataset}|`);
    prices.invalidate(cause, concerns);
    sets.invalidate(cause, concerns);
  }

  return {
    forget,
    load(dataset, bars) {
      forget(dataset, `bars of ${dataset} were loaded`);
      active = dataset;
      logs = byTimeframe((timeframe) => createBarLog(bars[timeframe]));
    },
    append(closed) {
      for (const { timeframe, bar } of closed) logs[timeframe].append(bar);
      sets.invalidate(`new bars of ${active}`, (key) => key.startsWith(`${active}|`));
    },
    forgetBefore(time) {
      for (const timeframe of timeframes) logs[timeframe].forgetBefore(time);
    },
    log: (timeframe) => logs[timeframe],
    ohlcv(timeframe, firstIndex, endIndex) {
      const first = Math.max(logs[timeframe].first(), firstIndex);
      const key = `${active}|${timeframe}|${first}|${endIndex}`;
      const held = sets.get(key);
      if (held) return held;
      const bars = logs[timeframe].slice(first, endIndex);
      sets.set(key, bars);
      return bars;
    },
    setPrice: (price) => prices.set(active, price),
    latestPrice(current) {
      const held = prices.get(active);
      if (held !== undefined) return held;
      const price = current();
      if (price !== null) prices.set(active, price);
      return price;
    },
    stats: () => [prices.stats(), sets.stats()],
    clear: (name, cause) => (name === 'prices' ? prices : sets).invalidate(cause),
    close: undo,
  };
}

function emptyLogs(): Record<Timeframe, BarLog> {
  const none = new Float64Array(0);
  const empty = { time: none, open: none, high: none, low: none, close: none, volume: none };
  return byTimeframe(() => createBarLog(empty));
}

function byTimeframe<T>(make: (timeframe: Timeframe) => T): Record<Timeframe, T> {
  return Object.fromEntries(timeframes.map((timeframe) => [timeframe, make(timeframe)])) as Record<
    Timeframe,
    T
  >;
}
