import { describe, expect, it } from 'vitest';
import { assetMetadata } from '../../../../electron/engine/market/assets/asset-metadata.ts';
import { createAssetService } from '../../../../electron/engine/market/assets/asset-service.ts';
import { createDataService, type MarketData } from '../../../../electron/engine/market/data-service.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import type { CacheStats } from '../../../../shared/caches.ts';
import { type Bar, type Bars, hourMs, type Timeframe, timeframes } from '../../../../shared/market.ts';
import { createNaiveCache, type NaiveCache } from '../cache/naive-cache.ts';
import { byWindow, startConfig } from '../config/harness.ts';
import { sampleMarket } from '../models/sample-market.ts';

const operations = 10_000;

describe('the data service', () => {
  it('serves bars and shrinks at once when a limit drops', async () => {
    const { config, clock } = startConfig();
    const data = createDataService({ config, now: clock.now, elapsed: clock.elapsed });
    const bars = sampleMarket(1, 100);
    const market = data.open('EURUSD', bars);
    expect(market.ohlcv('1H', -5, 3).time).toEqual(bars['1H'].time.slice(0, 3));
    for (let end = 10; end < 20; end += 1) market.ohlcv('1H', 0, end);
    await config.update('cache', { ohlcv_cache_max_size: 4 }, byWindow);
    expect(data.stats()[1]).toMatchObject({ size: 4, limit: 4, evictions: 7 });
    data.close();
    expect(await config.update('cache', { ohlcv_cache_max_size: 3 }, byWindow)).toMatchObject({
      value: { callbacks: [] },
    });
  });

  it('drops the sets of a symbol when bars of it close, and says so', () => {
    const { config, clock } = startConfig();
    const data = createDataService({ config, now: clock.now, elapsed: clock.elapsed });
    const market = data.open('EURUSD', sampleMarket(1, 100));
    const other = data.open('GBPUSD', sampleMarket(2, 100));
    market.ohlcv('1H', 90, 101);
    other.ohlcv('1H', 90, 101);
    const bar: Bar = {
      time: market.log('1H').timeAt(99) + hourMs,
      open: 1,
      high: 2,
      low: 1,
      close: 2,
      volume: 3,
    };
    market.append([{ timeframe: '1H', bar }]);
    expect(data.stats()[1]).toMatchObject({ size: 1, causes: [{ cause: 'new bars of EURUSD', entries: 1 }] });
    expect(market.ohlcv('1H', 90, 101).close.at(-1)).toBe(2);
  });

  it.each([31, 32])(
    `agrees with the naive one at each of ${operations} random operations, seed %i`,
    async (seed) => {
      const { config, clock } = startConfig();
      const random = createRandom(seed);
      const data = createDataService({ config, now: clock.now, elapsed: clock.elapsed });
      const cache = () => config.values().cache;
      const naivePrices = createNaiveCache<number>({
        limit: () => cache().price_cache_max_size,
        oldest: 'last-set',
        now: clock.now,
        elapsed: clock.elapsed,
      });
      const naiveSets = createNaiveCache<true>({
        limit: () => cache().ohlcv_cache_max_size,
        oldest: 'last-set',
        now: clock.now,
        elapsed: clock.elapsed,
      });
      /** Every bar of the open dataset as a plain list. */
      let all: Record<Timeframe, Bar[]> = { '1H': [], '4H': [], D: [] };
      let active = '';
      let price = 1;
      const problems: string[] = [];
      const check = (what: string, same: boolean) => {
        if (!same) problems.push(what);
      };
      const load = (): MarketData => {
        const bars = sampleMarket(1 + random.int(4), 60 + random.int(60));
        active = `S${random.int(6)}`;
        const opened = data.open(active, bars);
        const own = (key: string) => key === active || key.startsWith(`${active}|`);
        naivePrices.invalidate(`bars of ${active} were loaded`, own);
        naiveSets.invalidate(`bars of ${active} were loaded`, own);
        all = { '1H': list(bars['1H']), '4H': list(bars['4H']), D: list(bars.D) };
        return opened;
      };
      let market = load();

      for (let step = 0; step < operations && problems.length === 0; step += 1) {
        const dice = random.next();
        const timeframe = timeframes[random.int(3)];
        if (dice < 0.45) {
          const first = random.int(8) - 2;
          const end = Math.max(0, all[timeframe].length - random.int(3));
          const bars = market.ohlcv(timeframe, first, end);
          const key = `${active}|${timeframe}|${Math.max(0, first)}|${end}`;
          if (!naiveSets.get(key)) naiveSets.set(key, true);
          const wanted = all[timeframe].slice(Math.max(0, first), end);
          check(`step ${step}: bars`, JSON.stringify(list(bars)) === JSON.stringify(wanted));
        } else if (dice < 0.6) {
          price = random.next();
          market.setPrice(price);
          naivePrices.set(active, price);
        } else if (dice < 0.75) {
          const current = random.next() < 0.2 ? null : random.next();
          const held = naivePrices.get(active);
          const wanted = held ?? current;
          if (held === undefined && current !== null) naivePrices.set(active, current);
          check(`step ${step}: price`, market.latestPrice(() => current) === wanted);
        } else if (dice < 0.8) {
          const bar = { time: step + 1e13, open: 1, high: 2, low: 0.5, close: random.next(), volume: 1 };
          market.append([{ timeframe, bar }]);
          all[timeframe].push(bar);
          naiveSets.invalidate(`new bars of ${active}`, (key) => key.startsWith(`${active}|`));
        } else if (dice < 0.85) market = load();
        else if (dice < 0.9) {
          const changes =
            random.next() < 0.5
              ? { price_cache_max_size: 1 + random.int(5) }
              : { ohlcv_cache_max_size: 1 + random.int(12) };
          await config.update('cache', changes, byWindow);
          naivePrices.shrink();
          naiveSets.shrink();
        } else if (dice < 0.92) {
          const name = random.next() < 0.5 ? 'prices' : 'ohlcv';
          data.clear(name, 'by hand');
          (name === 'prices' ? naivePrices : naiveSets).invalidate('by hand');
        } else if (dice < 0.94) {
          const other = `S${random.int(6)}`;
          data.forget(other, 'removed');
          for (const naive of [naivePrices, naiveSets] as NaiveCache<unknown>[]) {
            naive.invalidate('removed', (key) => key === other || key.startsWith(`${other}|`));
          }
        } else clock.skip(random.int(5000));
        if (step === operations / 2) clock.shiftWall(-3_600_000);
        const [prices, sets] = data.stats();
        check(`step ${step}: prices ${JSON.stringify(prices)}`, sameStats(prices, naivePrices));
        check(`step ${step}: ohlcv ${JSON.stringify(sets)}`, sameStats(sets, naiveSets));
      }
      expect(problems).toEqual([]);
      for (const { hits, misses, evictions, invalidations } of data.stats()) {
        for (const count of [hits, misses, evictions, invalidations]) expect(count).toBeGreaterThan(20);
      }
    },
  );
});

describe('the asset service', () => {
  it(`agrees with the naive one at each of ${operations} random operations`, async () => {
    const { config, clock } = startConfig();
    const random = createRandom(41);
    const assets = createAssetService({ config, now: clock.now, elapsed: clock.elapsed });
    const naive = createNaiveCache<true>({
      limit: () => config.values().cache.asset_cache_max_size,
      oldest: 'first-in',
      now: clock.now,
      elapsed: clock.elapsed,
    });
    const symbols = ['EURUSD', 'USDJPY', 'BTC-USD', 'ETHUSDT', 'AAPL', 'MSFT', 'GBPUSD', 'XAUUSD'];
    const problems: string[] = [];
    for (let step = 0; step < operations && problems.length === 0; step += 1) {
      const dice = random.next();
      if (dice < 0.8) {
        const symbol = symbols[random.int(symbols.length)];
        if (!naive.get(symbol)) naive.set(symbol, true);
        const same = JSON.stringify(assets.metadata(symbol)) === JSON.stringify(assetMetadata(symbol));
        if (!same) problems.push(`step ${step}: ${symbol}`);
      } else if (dice < 0.88) {
        await config.update('cache', { asset_cache_max_size: 1 + random.int(9) }, byWindow);
        naive.shrink();
      } else if (dice < 0.9) {
        assets.clear('by hand');
        naive.invalidate('by hand');
      } else clock.skip(random.int(5000));
      if (step === operations / 2) clock.shiftWall(-3_600_000);
      if (!sameStats(assets.stats(), naive)) problems.push(`step ${step}: ${JSON.stringify(assets.stats())}`);
    }
    expect(problems).toEqual([]);
    const { hits, misses, evictions, invalidations } = assets.stats();
    for (const count of [hits, misses, evictions, invalidations]) expect(count).toBeGreaterThan(100);
  });
});

function sameStats({ name: _name, service: _service, ...stats }: CacheStats, naive: NaiveCache<unknown>) {
  return JSON.stringify(stats) === JSON.stringify(naive.stats());
}

function list({ time, open, high, low, close, volume }: Bars): Bar[] {
  return Array.from(time, (_, i) => ({
    time: time[i],
    open: open[i],
    high: high[i],
    low: low[i],
    close: close[i],
    volume: volume[i],
  }));
}
