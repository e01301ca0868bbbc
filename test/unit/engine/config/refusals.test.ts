import { describe, expect, it } from 'vitest';
import { compose, defaults } from '../../../../electron/engine/config/layers.ts';
import type { OperationName } from '../../../../shared/operations/index.ts';
import { recorded } from './audited.ts';
import { type ConfigHandlers, startDeskParts } from './desk-parts.ts';
import { byWindow } from './harness.ts';

const huge = 'x'.repeat(10_000_000);
const hostileValues: readonly [string, unknown][] = [
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['minus infinity', Number.NEGATIVE_INFINITY],
  ['a huge text', huge],
  ['null', null],
  ['undefined', undefined],
  ['a list', [1]],
  ['an object', { valueOf: () => 1 }],
  ['a function', () => 1],
  ['a big integer', 1n],
  ['a symbol', Symbol('1')],
  ['a date', new Date(0)],
];
const hostileKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'x'.repeat(65),
  huge,
  '\u0000',
  '🐎',
];

/** An object that has the key as its own, `__proto__` too. */
const holding = (key: string, value: unknown) => Object.fromEntries([[key, value]]);

describe('a refused attempt', () => {
  it('is on record with who, why, what was asked and the version that stayed', async () => {
    const { config, trail, recorder } = await startDeskParts();
    await config.update(
      'trading',
      { spread_pips: -1, max_holding_hours: 24 },
      { by: 'api', name: 'bot', reason: 'cheap' },
    );
    await recorder.flush();
    expect((await recorded(trail)).at(-1)).toMatchObject({
      outcome: 'refused',
      action: 'update',
      version: 1,
      by: 'api',
      author: 'bot',
      reason: 'cheap',
      problem: expect.stringContaining('trading.spread_pips must be a number of at least 0, not -1'),
      changes: [
        { category: 'trading', key: 'spread_pips', old: 0.5, new: -1 },
        { category: 'trading', key: 'max_holding_hours', old: 12, new: 24 },
      ],
      receipt: null,
    });
  });

  it('of each kind is on record as what it was', async () => {
    const { config, trail, recorder, storage, clock } = await startDeskParts();
    const wrong = { trading: { spread_pips: -1 } };
    await config.updateAll(wrong, byWindow, 'profile');
    await config.reset('money', undefined, byWindow);
    await config.restore({ values: defaults, stored: {}, symbols: {}, paths: ['a.b'] }, byWindow);
    await config.try(wrong, { at: clock.now() + 1 }, byWindow);
    storage.held = { version: 1, values: wrong };
    await config.reload({ by: 'file' });
    storage.held = null;
    storage.writesFail = true;
    await config.preview('trading', { spread_pips: 1 });
    await config.commit(byWindow);
    await recorder.flush();
    const refused = await recorded(trail, { outcome: 'refused' });
    expect(refused.map(({ action }) => action)).toEqual([
      'profile',
      'reset',
      'restore',
      'trial',
      'file',
      'slider',
    ]);
    expect(refused.every(({ problem }) => problem)).toBe(true);
  });

  it.each(hostileValues)('with %s stores nothing of it', async (_what, value) => {
    const { config, trail, recorder } = await startDeskParts();
    for (const category of ['trading', 'cache', 'model', '__proto__', 'money']) {
      const key =
        category === 'cache' ? 'price_cache_max_size' : category === 'model' ? 'weight_1h' : 'spread_pips';
      const answer = await config.update(category, { [key]: value }, byWindow);
      expect(answer).toMatchObject({ problem: { code: 'invalid' } });
      if (!answer.ok) expect(answer.problem.message.length).toBeLessThan(1000);
    }
    await recorder.flush();
    for (const entry of await recorded(trail, { outcome: 'refused' })) {
      expect(entry.changes).toEqual([]);
      expect(JSON.stringify(entry).length).toBeLessThan(1500);
    }
    expect(config.values()).toEqual(defaults);
  });

  it.each(hostileKeys.map((key) => [key.slice(0, 20), key]))(
    'with the key %j stores nothing of it',
    async (_shown, key) => {
      const { config, trail, recorder, clock } = await startDeskParts();
      const until = { at: clock.now() + 1 };
      const answers = [
        await config.update('trading', holding(key, 1), byWindow),
        await config.update(key, { spread_pips: 1 }, byWindow),
        await config.preview(key, { spread_pips: 1 }),
        await config.preview('trading', holding(key, 1)),
        await config.updateAll(holding(key, { spread_pips: 1 }) as never, byWindow, 'profile'),
        await config.try({ trading: holding(key, 1) }, until, byWindow),
        await config.reset(key, undefined, byWindow),
        await config.reset('trading', key, byWindow),
        await config.restore(
          { values: defaults, stored: {}, symbols: {}, paths: [`trading.${key}`, `${key}.spread_pips`] },
          byWindow,
        ),
        await config.restore(
          { values: compose({ environment: {}, stored: {} }), stored: {}, symbols: {}, paths: [key] },
          byWindow,
        ),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ ok: false });
        if (!answer.ok) expect(JSON.stringify(answer.problem).length).toBeLessThan(3000);
      }
      await recorder.flush();
      const entries = await recorded(trail, { outcome: 'refused' });
      expect(entries).toHaveLength(8);
      for (const entry of entries) {
        expect(entry.changes).toEqual([]);
        expect(entry.problem?.length).toBeLessThanOrEqual(2000);
      }
      expect(config.version()).toBe(1);
      expect(Object.getPrototypeOf(config.stored())).toBe(Object.prototype);
      expect(({} as Record<string, unknown>).spread_pips).toBeUndefined();
    },
  );

  it('of 10 MB with hundreds of thousands of keys is told in few words', async () => {
    const { config, trail, recorder } = await startDeskParts();
    const flood = Object.fromEntries(
      Array.from({ length: 300_000 }, (_, i) => [`a_key_of_some_length_${i}`, i]),
    );
    const answer = await config.update('trading', flood, byWindow);
    expect(answer).toMatchObject({ ok: false });
    if (!answer.ok) {
      expect(answer.problem.details).toHaveLength(40);
      expect(answer.problem.message).toContain('and 299960 more problems');
      expect(JSON.stringify(answer.problem).length).toBeLessThan(20_000);
    }
    expect(config.validate({ trading: flood }).problems).toHaveLength(40);
    await recorder.flush();
    expect(JSON.stringify((await recorded(trail)).at(-1)).length).toBeLessThan(3000);
    expect(config.version()).toBe(1);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 5],
    ['a list', []],
    ['a text', 'spread'],
  ])('of a category that is %s is told as that', async (_what, own) => {
    const { config } = await startDeskParts();
    expect(await config.updateAll({ trading: own } as never, byWindow, 'update')).toMatchObject({
      problem: {
        code: 'invalid',
        message: expect.stringContaining('trading must be an object of parameters'),
      },
    });
  });
});

describe('the operations', () => {
  const inputs: readonly unknown[] = [
    null,
    undefined,
    5,
    'text',
    [],
    { more: 1 },
    { category: 'money', changes: {} },
    { category: ['trading'], changes: [] },
    { category: 'trading', changes: { spread_pips: '1' } },
    { category: 'trading', changes: { spread_pips: Number.NaN } },
    { category: 'trading', changes: { spread_pips: 1 }, reason: huge },
    { changes: { trading: { [huge]: 1 } } },
    { changes: { trading: { spread_pips: Number.POSITIVE_INFINITY } }, until: { minutes: 5 } },
    { changes: { trading: { spread_pips: 1 } }, until: { minutes: Number.POSITIVE_INFINITY } },
    { changes: { trading: { spread_pips: 1 } }, until: { minutes: -5 } },
    { changes: { trading: { spread_pips: 1 } }, until: 'tomorrow' },
    { version: 1.5 },
    { version: -1 },
    { version: 2 ** 53 },
    { version: Number.NaN },
    { from: 1, to: 'x' },
    { filter: { outcome: 'maybe' }, limit: 10 },
    { filter: { text: huge }, limit: 10 },
    { filter: {}, limit: 1e9 },
    { filter: {}, limit: 10, below: -1 },
    { name: '' },
    { name: huge },
    { name: 'x', paths: [huge] },
    { path: '' },
    { path: `/${'x'.repeat(5000)}` },
  ];
  const names = [
    'config.update',
    'config.preview',
    'config.validate',
    'config.reset',
    'audit.page',
    'audit.version',
    'audit.compare',
    'audit.restore',
    'trial.begin',
    'profiles.save',
    'profiles.apply',
    'profiles.compare',
    'profiles.inspect',
    'profiles.import',
  ] satisfies (OperationName & keyof ConfigHandlers)[];

  it.each(names)('%s refuses what is no input of it, in words, and changes nothing', async (name) => {
    const desk = await startDeskParts();
    const before = { ...desk.config.state(), metrics: [] };
    for (const input of inputs) {
      const answer = await desk.ask(name, input);
      // Some of them are inputs that ask for nothing, or for what is not there.
      if (answer.ok) expect(['config.reset', 'audit.page', 'config.validate']).toContain(name);
    }
    expect({ ...desk.config.state(), metrics: [] }).toEqual(before);
    expect(desk.profileStorage.held).toBeNull();
    expect(desk.storage.writes).toBe(0);
  });
});
