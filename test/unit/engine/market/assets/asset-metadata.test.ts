import { describe, expect, it } from 'vitest';
import {
  assetMetadata,
  usualTradingDay,
} from '../../../../../electron/engine/market/assets/asset-metadata.ts';
import { priceFacts } from '../../../../../electron/engine/market/assets/price-facts.ts';
import { barsFrom } from '../../../../../electron/engine/market/bars.ts';
import { createRandom } from '../../../../../electron/engine/random.ts';
import { hourMs, minuteMs } from '../../../../../shared/market.ts';
import { normalSymbol } from '../../../../../shared/symbols.ts';

describe('what a name alone says', () => {
  it.each([
    ['EURUSD', 'EUR/USD', 'forex', 5, 0.0001, 'pips'],
    ['usdjpy', 'USD/JPY', 'forex', 3, 0.01, 'pips'],
    ['EUR/USD', 'EUR/USD', 'forex', 5, 0.0001, 'pips'],
    ['EUR_USD', 'EUR/USD', 'forex', 5, 0.0001, 'pips'],
    ['EURHUF', 'EUR/HUF', 'forex', 3, 0.01, 'pips'],
    ['USDTHB', 'USD/THB', 'forex', 3, 0.01, 'pips'],
    ['USDKRW', 'USD/KRW', 'forex', 3, 0.01, 'pips'],
    ['USDSEK', 'USD/SEK', 'forex', 5, 0.0001, 'pips'],
    ['EURUSDm', 'EURUSDm', 'forex', 5, 0.0001, 'pips'],
    ['EURUSDM', 'EURUSDm', 'forex', 5, 0.0001, 'pips'],
    ['EURUSD.r', 'EURUSD.r', 'forex', 5, 0.0001, 'pips'],
    ['EURUSD#', 'EURUSD#', 'forex', 5, 0.0001, 'pips'],
    ['USDJPY.PRO', 'USDJPY.PRO', 'forex', 3, 0.01, 'pips'],
    ['EURUSD-ECN', 'EURUSD-ecn', 'forex', 5, 0.0001, 'pips'],
    ['EURUSDT', 'EUR/USDT', 'forex', 5, 0.0001, 'pips'],
    ['XAUUSD', 'XAU/USD', 'metal', 2, 0.01, 'pips'],
    ['XAU/USD', 'XAU/USD', 'metal', 2, 0.01, 'pips'],
    ['XAUUSDm', 'XAUUSDm', 'metal', 2, 0.01, 'pips'],
    ['XAGUSD', 'XAG/USD', 'metal', 3, 0.001, 'pips'],
    ['XPTUSD', 'XPT/USD', 'metal', 2, 0.01, 'pips'],
    ['XPDEUR', 'XPD/EUR', 'metal', 2, 0.01, 'pips'],
    ['GOLD', 'GOLD', 'metal', 2, 0.01, 'pips'],
    ['GOLD.i', 'GOLD.i', 'metal', 2, 0.01, 'pips'],
    ['SILVER', 'SILVER', 'metal', 3, 0.001, 'pips'],
    ['BTCUSD', 'BTC/USD', 'crypto', 8, 1, 'dollars'],
    ['BTC-USD', 'BTC/USD', 'crypto', 8, 1, 'dollars'],
    ['BTC/USD', 'BTC/USD', 'crypto', 8, 1, 'dollars'],
    ['BTCUSDT', 'BTC/USDT', 'crypto', 8, 1, 'dollars'],
    ['BTCUSDT.P', 'BTCUSDT.P', 'crypto', 8, 1, 'dollars'],
    ['1000SHIBUSDT', '1000SHIB/USDT', 'crypto', 8, 1, 'dollars'],
    ['ETH', 'ETH', 'crypto', 8, 1, 'dollars'],
    ['ETHBTC', 'ETH/BTC', 'crypto', 8, 1, 'dollars'],
    ['US30', 'US30', 'index', 2, 1, 'points'],
    ['US500.cash', 'US500.cash', 'index', 2, 1, 'points'],
    ['NAS100m', 'NAS100m', 'index', 2, 1, 'points'],
    ['GER40', 'GER40', 'index', 2, 1, 'points'],
    ['AAPL', 'AAPL', 'stock', 2, 1, 'points'],
    ['BRK.B', 'BRK.B', 'stock', 2, 1, 'points'],
    ['ABCDEF', 'ABCDEF', 'stock', 2, 1, 'points'],
    ['ETHE', 'ETHE', 'stock', 2, 1, 'points'],
    ['GOLDEN', 'GOLDEN', 'stock', 2, 1, 'points'],
    ['EURN', 'EURN', 'stock', 2, 1, 'points'],
    ['USDUSD', 'USDUSD', 'stock', 2, 1, 'points'],
  ] as const)(
    '%s is shown as %s: %s with %i decimals',
    (symbol, display, asset_class, decimals, pip, unit) => {
      expect(assetMetadata(symbol)).toMatchObject({
        display,
        asset_class,
        decimals,
        pip_size: pip,
        unit,
        question: null,
      });
    },
  );

  it('is the day in which such a symbol is traded', () => {
    expect(['EURUSD', 'EURUSDm', 'XAUUSD', 'GOLD'].map(usualTradingDay)).toEqual(
      Array(4).fill('new-york-close'),
    );
    expect(['BTCUSD', 'US30', 'AAPL', 'ZZZZZZ'].map(usualTradingDay)).toEqual(Array(4).fill('utc'));
  });

  it('is kept under one name however it is written, a suffix being a part of it', () => {
    expect(['eur/usd', ' EUR-USD', 'EURUSD'].map(normalSymbol)).toEqual(Array(3).fill('EURUSD'));
    expect(['EURUSDm', 'BTC-USDT.p'].map(normalSymbol)).toEqual(['EURUSDM', 'BTCUSDT.P']);
  });
});

describe('what the prices say', () => {
  it.each([
    ['a symbol of no known kind', 'WIDGET', 1.1, 0.0003, 5, 5],
    ['an index', 'US30', 39_000, 20, 1, 2],
    ['a coin', 'DOGEUSDT', 0.12, 0.0003, 5, 5],
    ['gold with three decimals', 'XAUUSD', 2300, 0.8, 3, 3],
    ['gold with four', 'XAUUSD', 2300, 0.8, 4, 3],
    ['a currency with two', 'EURUSD', 1.1, 0.02, 2, 5],
  ] as const)(
    '%s has the decimals of its prices, within its kind',
    (_, symbol, price, range, written, shown) => {
      expect(assetMetadata(symbol, factsOf(price, range, written)).decimals).toBe(shown);
    },
  );

  it('is not led astray by what a 32-bit float does to a price, nor by noise', () => {
    const list = prices(187.15, 0.5, 2);
    const single = list.map((bar) => ({
      ...bar,
      open: Math.fround(bar.open),
      close: Math.fround(bar.close),
    }));
    expect(priceFacts(barsFrom(single), 5 * minuteMs).decimals).toBe(2);
    const noisy = list.map((bar) => ({ ...bar, open: bar.open / 3, close: bar.close / 7 }));
    expect(priceFacts(barsFrom(noisy), 5 * minuteMs).decimals).toBeNull();
  });

  it('brings the range of any spacing to five minutes', () => {
    const bars = barsFrom(prices(1.1, 0.0012, 5));
    const five = priceFacts(bars, 5 * minuteMs).five_minute_range ?? 0;
    expect(priceFacts(bars, hourMs).five_minute_range).toBeCloseTo(five / Math.sqrt(12), 12);
    expect(priceFacts(barsFrom([]), hourMs)).toEqual({ decimals: null, five_minute_range: null });
  });

  it('are held against the pip: a hundredth of the range is just large enough, three times it just small enough', () => {
    const asked = (range: number) =>
      assetMetadata('US30', { decimals: 2, five_minute_range: range }).question !== null;
    expect([100, 101, 1 / 3, 0.33].map(asked)).toEqual([false, true, false, true]);
  });

  it('is asked about in words, and no longer once the user has said what a pip is', () => {
    const facts = factsOf(0.12, 0.0003, 5);
    const { question } = assetMetadata('DOGEUSDT', facts);
    expect(question).toMatch(
      /One dollar of DOGE\/USDT is taken as 1, but the price moves about 0\.000\d+ in five/,
    );
    const settings = { pip_size: 0.0001, decimals: 6, unit: 'pips' } as const;
    expect(assetMetadata('DOGEUSDT', facts, settings)).toMatchObject({
      ...settings,
      guess: { pip_size: 1, decimals: 5, unit: 'dollars' },
      question: null,
    });
  });

  it('bears out what the name says of currencies, metals and large coins', () => {
    for (const [symbol, price, range, decimals] of [
      ['EURUSD', 1.1, 0.0004, 5],
      ['EURUSDm', 1.1, 0.0004, 5],
      ['USDJPY', 150, 0.06, 3],
      ['USDHUF', 350, 0.2, 3],
      ['XAUUSD', 1300, 0.7, 2],
      ['XAGUSD', 24, 0.03, 3],
      ['BTCUSDT', 43_000, 60, 2],
      ['US30', 39_000, 20, 1],
    ] as const)
      expect(assetMetadata(symbol, factsOf(price, range, decimals)).question, symbol).toBeNull();
  });
});

function factsOf(price: number, range: number, decimals: number) {
  return priceFacts(barsFrom(prices(price, range, decimals)), 5 * minuteMs);
}

/** Five-minute bars around a price, `range` high in the median, written with so many decimals. */
function prices(price: number, range: number, decimals: number) {
  const random = createRandom(5);
  const written = (value: number) => Number(value.toFixed(decimals));
  return Array.from({ length: 500 }, (_, index) => {
    const open = price + range * random.normal();
    const height = range * (0.5 + random.next());
    return {
      time: index * 5 * minuteMs,
      open: written(open),
      high: written(open + height / 2),
      low: written(open - height / 2),
      close: written(open + height * (random.next() - 0.5)),
      volume: 1,
    };
  });
}
