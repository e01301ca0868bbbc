import type { CacheStats } from '../../../shared/caches.ts';
import { type Bars, type Timeframe, timeframes } from '../../../shared/market.ts';
import { createBoundedCache } from '../cache/bounded-cache.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import type { ClosedBar } from './bar-closer.ts';
import { type BarLog, createBarLog } from './bar-log.ts';

/** Serves bars and latest prices of any number of datasets from caches whose limits follow the config. */
export interface DataService {
  /** The bars of a dataset, closed and in order; what was cached of it before is dropped. */
  open(dataset: string, bars: Readonly<Record<Timeframe, Bars>>): MarketData;
  forget(dataset: string, cause: string): void;
  stats(): readonly [prices: CacheStats, ohlcv: CacheStats];
  clear(name: 'prices' | 'ohlcv', cause: string): number;
  close(): void;
}

/** Bars and latest price of one dataset. */
export interface MarketData {
  /** Puts newly closed bars at the end. */
  append(closed: readonly ClosedBar[]): void;
  /** Lets go of the bars of every timeframe that open before `time`, ms UTC. */
  forgetBefore(time: number): void;
  log(timeframe: Timeframe): BarLog;
  /** Bars `firstIndex` … `endIndex` (excluded), oldest first. */
  ohlcv(timeframe: Timeframe, firstIndex: number, endIndex: number): Bars;
  setPrice(price: number): void;
  /** The latest price; `current` is asked when it is not held. */
  latestPrice(current: () => number | null): number | null;
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

  function forget(dataset: string, cause: string): void {
    const concerns = (key: string) => key === dataset || key.startsWith(`${dataset}|`);
    prices.invalidate(cause, concerns);
    sets.invalidate(cause, concerns);
  }

  function open(dataset: string, bars: Readonly<Record<Timeframe, Bars>>): MarketData {
    forget(dataset, `bars of ${dataset} were loaded`);
    const logs = byTimeframe((timeframe) => createBarLog(bars[timeframe]));
    return {
      append(closed) {
        for (const { timeframe, bar } of closed) logs[timeframe].append(bar);
        sets.invalidate(`new bars of ${dataset}`, (key) => key.startsWith(`${dataset}|`));
      },
      forgetBefore(time) {
        for (const timeframe of timeframes) logs[timeframe].forgetBefore(time);
      },
      log: (timeframe) => logs[timeframe],
      ohlcv(timeframe, firstIndex, endIndex) {
        const first = Math.max(logs[timeframe].first(), firstIndex);
        const key = `${dataset}|${timeframe}|${first}|${endIndex}`;
        const held = sets.get(key);
        if (held) return held;
        const found = logs[timeframe].slice(first, endIndex);
        sets.set(key, found);
        return found;
      },
      setPrice: (price) => prices.set(dataset, price),
      latestPrice(current) {
        const held = prices.get(dataset);
        if (held !== undefined) return held;
        const price = current();
        if (price !== null) prices.set(dataset, price);
        return price;
      },
    };
  }

  return {
    open,
    forget,
    stats: () => [prices.stats(), sets.stats()],
    clear: (name, cause) => (name === 'prices' ? prices : sets).invalidate(cause),
    close: undo,
  };
}

function byTimeframe<T>(make: (timeframe: Timeframe) => T): Record<Timeframe, T> {
  return Object.fromEntries(timeframes.map((timeframe) => [timeframe, make(timeframe)])) as Record<
    Timeframe,
    T
  >;
}
