import { describe, expect, it } from 'vitest';
import { scopeOf, symbolSchema } from '../../../../shared/symbols.ts';
import { recorded, startAudited } from './audited.ts';
import { startDeskParts } from './desk-parts.ts';
import { byWindow, createMemoryStorage, startConfig } from './harness.ts';

describe('a symbol as a scope', () => {
  it.each([
    ['eurusd', 'EURUSD'],
    ['EUR/USD', 'EURUSD'],
    ['btc-usdt.p', 'BTCUSDT.P'],
    ['EURUSDm', 'EURUSDM'],
    [' US 500 ', 'US500'],
    ['constructor', 'CONSTRUCTOR'],
  ])('%s is taken in its normal form, %s', (written, normal) => {
    expect(symbolSchema.parse(written)).toBe(normal);
    expect(scopeOf(written)).toBe(normal);
  });

  it.each([
    ['__proto__'],
    [''],
    ['/'],
    ['X'.repeat(33)],
    ['X'.repeat(100_000)],
    ['ЕURUSD'],
    ['ıNJ'],
    ['ＥＵＲ'],
    ['EUR\nUSD'],
    ['../config'],
    ['EUR"USD'],
  ])('%j is refused with the reason and has no values', async (hostile) => {
    expect(scopeOf(hostile)).toBeNull();
    const { ask, config } = await startDeskParts();
    const asked = { category: 'trading', changes: { spread_pips: 2 }, symbol: hostile };
    expect(await ask('config.update', asked)).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('must be a symbol') },
    });
    expect(config.version()).toBe(1);
    expect(config.values(hostile)).toBe(config.values());
  });
});

describe('values of one symbol', () => {
  it('lie on top of those for all, and a reset brings back what holds for all', async () => {
    const { config } = startConfig({ env: { SPREAD_PIPS: '0.75' } });
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    expect(config.values('eur/usd').trading.spread_pips).toBe(3);
    expect(config.values('GBPUSD').trading.spread_pips).toBe(1);
    expect(config.state('EURUSD').provenance.trading.spread_pips).toEqual({
      layer: 'symbol',
      default: 0.5,
      environment: 0.75,
      stored: 1,
      symbol: 3,
    });
    await config.update('trading', { spread_pips: 2 }, byWindow);
    expect(config.values('EURUSD').trading.spread_pips).toBe(3);
    await config.reset('trading', 'spread_pips', byWindow, 'EURUSD');
    expect(config.values('EURUSD').trading.spread_pips).toBe(2);
    expect(config.held().symbols).toEqual({});
  });

  it('hold all three weights, whatever is changed for all later', async () => {
    const { config } = startConfig();
    await config.update('model', { weight_1h: 0.595 }, byWindow, 'EURUSD');
    expect(config.stored('EURUSD').model).toEqual({ weight_1h: 0.595, weight_4h: 0.3, weight_daily: 0.1 });
    await config.update('model', { weight_1h: 0.2, weight_4h: 0.2, weight_daily: 0.6 }, byWindow);
    expect(config.values('EURUSD').model).toMatchObject({ weight_4h: 0.3, weight_daily: 0.1 });
  });

  it('cannot be the limits of a cache', async () => {
    const { config, trail, recorder } = await startAudited();
    const changes = { price_cache_max_size: 5 };
    for (const answer of [
      await config.update('cache', changes, byWindow, 'EURUSD'),
      await config.reset('cache', 'price_cache_max_size', byWindow, 'EURUSD'),
      await config.reset('cache', undefined, byWindow, 'EURUSD'),
      await config.preview('cache', changes, 'EURUSD'),
      await config.try({ cache: changes }, { after: 1000 }, byWindow, 'EURUSD'),
    ])
      expect(answer).toMatchObject({
        ok: false,
        problem: { message: expect.stringContaining('holds for all symbols together') },
      });
    await recorder.flush();
    const refused = await recorded(trail, { outcome: 'refused' });
    expect(refused.map(({ symbols }) => symbols)).toEqual(refused.map(() => ['EURUSD']));
  });

  it('make one version each, and each symbol knows the last that touched it, after a restart too', async () => {
    const storage = createMemoryStorage();
    const { config } = startConfig({ storage });
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    await config.update('model', { agreement_bonus: 0.1 }, byWindow, 'BTCUSDT.P');
    for (const { config: known } of [{ config }, startConfig({ storage })]) {
      expect(known.version()).toBe(4);
      expect(['EUR/USD', 'btcusdt.p', 'XAUUSD', '__proto__'].map(known.versionOf)).toEqual([3, 4, 2, 2]);
    }
  });

  it('are saved beside those for all, and read from a file that somebody edited', async () => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    const symbols = { 'eur/usd': { trading: { spread_pips: 4 }, model: { weight_1h: 0.595 } } };
    storage.held = { version: 2, values: {}, symbols };
    expect(await config.reload({ by: 'file' })).toMatchObject({ ok: true, value: { symbols: ['EURUSD'] } });
    expect(config.stored('EURUSD')).toEqual({
      trading: { spread_pips: 4 },
      model: { weight_1h: 0.595, weight_4h: 0.3, weight_daily: 0.1 },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a malformed symbol', { ЕURUSD: { trading: { spread_pips: 4 } } }, 'is no symbol'],
    ['__proto__', JSON.parse('{"__proto__":{"trading":{"spread_pips":4}}}'), 'is no symbol'],
    ['a symbol twice', { EURUSD: { trading: { spread_pips: 4 } }, 'EUR/USD': {} }, 'already'],
    ['the limit of a cache', { EURUSD: { cache: { price_cache_max_size: 4 } } }, 'holds for all symbols'],
    ['weights that break their sum', { EURUSD: { model: { weight_1h: 0.2 } } }, 'must sum to 1'],
    ['no object', { EURUSD: 3 }, 'must be an object'],
    ['a value out of range', { EURUSD: { trading: { spread_pips: -1 } } }, 'spread_pips must be'],
  ])('that somebody wrote with %s are refused with the reason', async (_what, symbols, words) => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    const before = config.held();
    storage.held = { version: 2, values: {}, symbols };
    expect(await config.reload({ by: 'file' })).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining(words) },
    });
    expect(config.held()).toBe(before);
    expect(({} as Record<string, unknown>).trading).toBeUndefined();
  });

  it('of more symbols than anyone trades are refused', async () => {
    const own = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`S${i}`, { trading: { spread_pips: 1 } }]),
    );
    const { config } = startConfig({
      storage: createMemoryStorage({ version: 1, values: {}, symbols: own }),
    });
    expect(await config.update('trading', { spread_pips: 3 }, byWindow, 'S999')).toMatchObject({ ok: true });
    expect(await config.update('trading', { spread_pips: 3 }, byWindow, 'ONEMORE')).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('1000 symbols') },
    });
  });
});

describe('what knows the symbol', () => {
  it('is the receipt, the trail, and the callback that hears whom a change touches', async () => {
    const { config, trail, recorder } = await startAudited();
    const heard: unknown[] = [];
    config.subscribe('trading', 'watcher', (_values, _previous, { symbols }) => heard.push(symbols));
    await config.update('trading', { spread_pips: 1 }, byWindow);
    const receipt = await config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    expect(heard).toEqual([null, ['EURUSD']]);
    expect(receipt).toMatchObject({
      value: { symbols: ['EURUSD'], changes: [{ key: 'spread_pips', old: 1, new: 3, symbol: 'EURUSD' }] },
    });
    await recorder.flush();
    const found = await recorded(trail, { symbol: 'EURUSD' });
    expect(found.map(({ version }) => version)).toEqual([3]);
  });

  it('is the preview: others are not under it', async () => {
    const { config } = startConfig();
    const before = config.revisionOf('GBPUSD');
    await config.preview('trading', { spread_pips: 3 }, 'EURUSD');
    expect(['EURUSD', 'GBPUSD'].map(config.previewing)).toEqual([true, false]);
    expect(config.revisionOf('GBPUSD')).toBe(before);
    expect(config.values('EURUSD').trading.spread_pips).toBe(3);
    await config.cancel();
    expect(config.values('EURUSD').trading.spread_pips).toBe(0.5);
  });

  it('are the profiles, which go back to whom they were saved for or to a symbol that is named', async () => {
    const { ask, config } = await startDeskParts();
    await ask('config.update', { category: 'trading', changes: { spread_pips: 3 }, symbol: 'EUR/USD' });
    expect(await ask('profiles.save', { name: 'Euro', symbol: 'EURUSD' })).toMatchObject({
      value: { symbol: 'EURUSD', values: { trading: { spread_pips: 3 } } },
    });
    await ask('config.reset', { symbol: 'EURUSD' });
    expect(await ask('profiles.compare', { name: 'Euro' })).toMatchObject({
      value: { differences: [{ path: 'trading.spread_pips', from: 0.5, to: 3, symbol: 'EURUSD' }] },
    });
    await ask('profiles.apply', { name: 'Euro' });
    await ask('profiles.apply', { name: 'Euro', symbol: 'GBPUSD' });
    expect(['EURUSD', 'GBPUSD', 'XAUUSD'].map((symbol) => config.values(symbol).trading.spread_pips)).toEqual(
      [3, 3, 0.5],
    );
    expect(
      await ask('profiles.save', { name: 'Caches', paths: ['cache.price_cache_max_size'], symbol: 'X' }),
    ).toMatchObject({ ok: false });
  });

  it('is the dry run, which drops the predictions of that symbol alone', async () => {
    const desk = await startDeskParts();
    desk.fillCaches();
    const changes = { trading: { spread_pips: 3 } };
    const would = async (symbol?: string) => {
      const answer = await desk.ask('config.validate', { changes, symbol });
      return answer.ok ? (answer.value as { predictions_dropped: number }).predictions_dropped : -1;
    };
    expect(await would('GBPUSD')).toBe(0);
    expect(await would('eur/usd')).toBe(await would());
    expect(await would()).toBeGreaterThan(0);
    await desk.config.update('trading', { spread_pips: 3 }, byWindow, 'GBPUSD');
    expect(await would()).toBeGreaterThan(0);
    await desk.config.update('trading', { spread_pips: 3 }, byWindow, 'EURUSD');
    expect(await would()).toBe(0);
  });
});
