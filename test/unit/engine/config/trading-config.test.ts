import { describe, expect, it } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { byWindow, createMemoryStorage, startConfig } from './harness.ts';

describe('an update', () => {
  it('changes the values, saves them and raises the version by one', async () => {
    const { config, storage } = startConfig();
    expect(config.version()).toBe(1);
    const updated = await config.update(
      'trading',
      { spread_pips: 1, max_holding_hours: 24 },
      { by: 'window', reason: 'wider' },
    );
    expect(updated).toMatchObject({
      ok: true,
      value: {
        version: 2,
        by: 'window',
        reason: 'wider',
        changes: [
          { category: 'trading', key: 'max_holding_hours', old: 12, new: 24 },
          { category: 'trading', key: 'spread_pips', old: 0.5, new: 1 },
        ],
      },
    });
    expect(config.values().trading).toEqual({ ...defaults.trading, spread_pips: 1, max_holding_hours: 24 });
    expect(storage.held).toMatchObject({
      version: 2,
      values: { trading: { spread_pips: 1, max_holding_hours: 24 } },
    });
    expect(config.state()).toMatchObject({ version: 2, preview: false, last_receipt: { version: 2 } });
  });

  it('is there after a restart with its version', async () => {
    const first = startConfig();
    await first.config.update('cache', { price_cache_max_size: 7 }, byWindow);
    await first.config.update('trading', { spread_pips: 2 }, byWindow);
    const second = startConfig({ storage: first.storage });
    expect(second.problems).toEqual([]);
    expect(second.config.version()).toBe(3);
    expect(second.config.values()).toEqual(first.config.values());
    expect(second.config.state().last_receipt).toBeNull();
  });

  it('is refused whole, with every problem listed, and changes nothing', async () => {
    const { config, storage } = startConfig();
    const before = config.state();
    const refused = await config.update(
      'trading',
      { spread_pips: -1, max_holding_hours: 1.5, leverage: 3, confidence_threshold: 0.7 },
      byWindow,
    );
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    if (refused.ok) return;
    expect(refused.problem.details?.map(({ path }) => path)).toEqual([
      'trading.spread_pips',
      'trading.max_holding_hours',
      'trading.leverage',
    ]);
    for (const words of ['-1', '1.5', 'a whole number from 1 to 720', 'is no parameter of trading']) {
      expect(refused.problem.message).toContain(words);
    }
    expect(config.state()).toEqual(before);
    expect(storage.writes).toBe(0);
  });

  it('is refused when the weights no longer sum to 1, and says what they sum to', async () => {
    const { config } = startConfig();
    const refused = await config.update('model', { weight_1h: 0.8 }, byWindow);
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    if (!refused.ok) {
      expect(refused.problem.message).toContain('they sum to 1.2');
      expect(refused.problem.details?.map(({ path }) => path)).toEqual([
        'model.weight_1h',
        'model.weight_4h',
        'model.weight_daily',
      ]);
    }
    expect(config.values().model).toEqual(defaults.model);
  });

  it.each([
    [{ weight_1h: 0.34, weight_4h: 0.33, weight_daily: 0.34 }, true],
    [{ weight_1h: 0.34, weight_4h: 0.34, weight_daily: 0.34 }, false],
    [{ weight_1h: 0.33, weight_4h: 0.33, weight_daily: 0.33 }, true],
    [{ weight_1h: 0.33, weight_4h: 0.33, weight_daily: 0.32 }, false],
    [{ weight_1h: 1, weight_4h: 0, weight_daily: 0 }, true],
  ])('takes weights within a hundredth of 1: %j → %j', async (weights, taken) => {
    const { config } = startConfig();
    expect((await config.update('model', weights, byWindow)).ok).toBe(taken);
  });

  it('keeps the three weights together, so that an environment that changes cannot break their sum', async () => {
    const env = { MODEL_WEIGHT_1H: '0.5', MODEL_WEIGHT_4H: '0.4', MODEL_WEIGHT_DAILY: '0.1' };
    const first = startConfig({ env });
    await first.config.update('model', { weight_1h: 0.4, weight_4h: 0.5 }, byWindow);
    const second = startConfig({ storage: first.storage });
    expect(second.problems).toEqual([]);
    expect(second.config.values().model).toMatchObject({ weight_1h: 0.4, weight_4h: 0.5, weight_daily: 0.1 });
  });

  it('that cannot be saved changes nothing, calls nobody and tells why', async () => {
    const { config, storage } = startConfig();
    let calls = 0;
    config.subscribe('trading', 'someone', () => {
      calls += 1;
    });
    storage.writesFail = true;
    const before = config.state();
    expect(await config.update('trading', { spread_pips: 3 }, byWindow)).toEqual({
      ok: false,
      problem: { code: 'not-saved', message: 'the disk is full' },
    });
    expect(config.state()).toEqual(before);
    expect(calls).toBe(0);
    storage.writesFail = false;
    expect(await config.update('trading', { spread_pips: 3 }, byWindow)).toMatchObject({
      value: { version: 2 },
    });
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a category that is none', 'money', { spread_pips: 1 }],
    ['the prototype as category', '__proto__', { spread_pips: 1 }],
    ['a constructor as category', 'constructor', { name: 1 }],
    ['the prototype as key', 'trading', JSON.parse('{"__proto__": {"spread_pips": 9}}')],
    ['a constructor as key', 'trading', { constructor: 1 }],
    ['an inherited name as key', 'trading', { toString: 1 }],
    ['not a number', 'trading', { spread_pips: Number.NaN }],
    ['infinity', 'trading', { spread_pips: Number.POSITIVE_INFINITY }],
    ['a number as text', 'trading', { spread_pips: '1' }],
    ['a very long text', 'trading', { spread_pips: 'x'.repeat(1_000_000) }],
    ['null', 'trading', { spread_pips: null }],
    ['undefined', 'trading', { spread_pips: undefined }],
    ['an object', 'trading', { spread_pips: { valueOf: () => 1 } }],
    ['a list', 'trading', { spread_pips: [1] }],
    ['a big integer', 'cache', { price_cache_max_size: 5n }],
    ['a symbol', 'cache', { price_cache_max_size: Symbol('5') }],
    ['a fraction where whole numbers are due', 'cache', { price_cache_max_size: 5.5 }],
    ['a number for a switch', 'model', { use_regime_adjustment: 1 }],
    ['nothing at all', 'model', {}],
  ])('is refused for %s', async (_what, category, changes) => {
    const { config, storage } = startConfig();
    const before = config.state();
    const refused = await config.update(category, changes, byWindow);
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    if (!refused.ok) expect(refused.problem.message.length).toBeLessThan(400);
    expect(config.state()).toEqual(before);
    expect(storage.writes).toBe(0);
    expect(({} as Record<string, unknown>).spread_pips).toBeUndefined();
  });

  it('gives values that nobody else can change', () => {
    const { config } = startConfig();
    const values = config.values() as { trading: { spread_pips: number } };
    expect(() => {
      values.trading.spread_pips = 5;
    }).toThrow(TypeError);
    expect(config.values().trading.spread_pips).toBe(0.5);
  });
});

describe('a reset', () => {
  const edited = async () => {
    const harness = startConfig({ env: { SPREAD_PIPS: '0.8' } });
    await harness.config.update('trading', { spread_pips: 1, max_holding_hours: 24 }, byWindow);
    await harness.config.update('cache', { price_cache_max_size: 5 }, byWindow);
    return harness;
  };

  it('of a key gives back what lies under it', async () => {
    const { config, storage } = await edited();
    expect(await config.reset('trading', 'spread_pips', byWindow)).toMatchObject({
      value: { version: 4, changes: [{ key: 'spread_pips', old: 1, new: 0.8 }] },
    });
    expect(config.values().trading).toMatchObject({ spread_pips: 0.8, max_holding_hours: 24 });
    expect(storage.held?.values).toEqual({
      trading: { max_holding_hours: 24 },
      cache: { price_cache_max_size: 5 },
    });
  });

  it('of a category leaves the others', async () => {
    const { config } = await edited();
    await config.reset('trading', undefined, byWindow);
    expect(config.values().trading).toEqual({ ...defaults.trading, spread_pips: 0.8 });
    expect(config.values().cache.price_cache_max_size).toBe(5);
  });

  it('of everything is one version', async () => {
    const { config, storage } = await edited();
    expect(await config.reset(undefined, undefined, byWindow)).toMatchObject({ value: { version: 4 } });
    expect(config.values()).toEqual({ ...defaults, trading: { ...defaults.trading, spread_pips: 0.8 } });
    expect(storage.held).toMatchObject({ version: 4, values: {} });
  });

  it('of what was never saved is no change', async () => {
    const { config } = await edited();
    expect(await config.reset('model', undefined, byWindow)).toEqual({ ok: true, value: null });
    expect(await config.reset('cache', 'asset_cache_max_size', byWindow)).toEqual({ ok: true, value: null });
    expect(config.version()).toBe(3);
  });

  it('of a single weight takes the other two along, so that they still sum to 1', async () => {
    const { config } = startConfig();
    await config.update('model', { weight_1h: 0.2, weight_4h: 0.7 }, byWindow);
    expect(await config.reset('model', 'weight_1h', byWindow)).toMatchObject({ ok: true });
    expect(config.values()).toEqual(defaults);
  });

  it.each([
    ['money', undefined],
    ['trading', '__proto__'],
    ['trading', 'toString'],
    ['constructor', 'name'],
    [undefined, 'spread_pips'],
  ])('of %s.%s is refused', async (category, key) => {
    const { config } = await edited();
    expect(await config.reset(category, key, byWindow)).toMatchObject({ problem: { code: 'invalid' } });
    expect(config.version()).toBe(3);
  });
});

describe('a reload', () => {
  it('takes what was edited by hand, as a new version', async () => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    storage.held = { version: 2, values: { trading: { spread_pips: 1.5 } } };
    expect(await config.reload({ by: 'file' })).toMatchObject({
      value: { version: 3, by: 'file', changes: [{ key: 'spread_pips', old: 1, new: 1.5 }] },
    });
    expect(storage.held.version).toBe(3);
  });

  it.each([40, 1_999_999_999, 2 ** 53 - 1, 1])(
    'counts on by itself, whatever version %d the file says',
    async (said) => {
      const { config, storage } = startConfig();
      await config.update('trading', { spread_pips: 1 }, byWindow);
      storage.held = { version: said, values: { trading: { spread_pips: 1.5 } } };
      await config.reload({ by: 'file' });
      expect([config.version(), storage.held.version]).toEqual([3, 3]);
      storage.held = { ...storage.held, version: said };
      expect(await config.reload({ by: 'file' })).toEqual({ ok: true, value: null });
      expect([config.version(), storage.held.version]).toEqual([3, 3]);
      expect((await config.update('trading', { spread_pips: 2 }, byWindow)).ok).toBe(true);
      expect(storage.held.version).toBe(4);
    },
  );

  it('of a file that is gone keeps the running values, says so, and the next change writes it again', async () => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    storage.held = null;
    expect(await config.reload({ by: 'file' })).toMatchObject({
      problem: { code: 'unreadable', message: expect.stringContaining('removed') },
    });
    expect(config.values().trading.spread_pips).toBe(1);
    await config.update('trading', { max_holding_hours: 6 }, byWindow);
    expect(storage.held).toMatchObject({ values: { trading: { spread_pips: 1, max_holding_hours: 6 } } });
  });

  it('of an unchanged file is no change', async () => {
    const { config } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    expect(await config.reload({ by: 'file' })).toEqual({ ok: true, value: null });
    expect(config.version()).toBe(2);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a bad value', { trading: { spread_pips: 'wide', max_holding_hours: 24 } }],
    ['an unknown key', { trading: { leverage: 3 } }],
    ['an unknown category', { money: { spread_pips: 1 } }],
    ['a category that is no object', { trading: 5 }],
    ['weights that do not sum to 1', { model: { weight_1h: 0.9 } }],
    ['a prototype', JSON.parse('{"__proto__": {"spread_pips": 1}}')],
  ])('of a file with %s leaves the running values and says so', async (_what, values) => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    const before = config.state();
    storage.held = { version: 2, values };
    expect(await config.reload({ by: 'file' })).toMatchObject({ problem: { code: 'invalid' } });
    expect(config.state()).toEqual(before);
    expect(storage.held.values).toBe(values);
  });

  it('of a file that cannot be read leaves the running values', async () => {
    const { config, storage } = startConfig();
    storage.readsFail = true;
    expect(await config.reload({ by: 'file' })).toMatchObject({ problem: { code: 'unreadable' } });
    expect(config.values()).toEqual(defaults);
  });
});

describe('a start from saved values of which some are wrong', () => {
  it('leaves out what is wrong, names it, and does not touch the file', () => {
    const values = {
      trading: { spread_pips: -3, max_holding_hours: 24 },
      model: { weight_1h: 0.9, agreement_bonus: 0.1 },
      money: { a: 1 },
      cache: null,
    };
    const storage = createMemoryStorage({ version: 9, values });
    const { config, problems } = startConfig({ storage });
    expect(config.values().trading).toEqual({ ...defaults.trading, max_holding_hours: 24 });
    expect(config.values().model).toEqual({ ...defaults.model, agreement_bonus: 0.1 });
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'cache',
      'model.weight_1h',
      'money',
      'trading.spread_pips',
    ]);
    expect(config.version()).toBe(9);
    expect(storage.writes).toBe(0);
    expect(storage.held?.values).toBe(values);
  });
});
