import { describe, expect, it } from 'vitest';
import { byWindow, startConfig } from './harness.ts';

describe('callbacks', () => {
  it('of the touched categories run in order of registration with new, previous and version', async () => {
    const { config } = startConfig();
    const calls: unknown[] = [];
    for (const [category, service] of [
      ['trading', 'first'],
      ['model', 'elsewhere'],
      ['trading', 'second'],
    ] as const) {
      config.subscribe(category, service, (values, previous, context) =>
        calls.push([service, values, previous, context]),
      );
    }
    const before = config.values().trading;
    const updated = await config.update('trading', { spread_pips: 1 }, byWindow);
    const told = (service: string) => [
      service,
      { ...before, spread_pips: 1 },
      before,
      { version: 2, preview: false, symbols: null, cause: 'config v2: trading.spread_pips' },
    ];
    expect(calls).toEqual([told('first'), told('second')]);
    expect(updated).toMatchObject({ value: { summary: '2 of 2 delivered' } });
  });

  it('see the new values and the new version wherever they look', async () => {
    const { config, storage } = startConfig();
    const seen: unknown[] = [];
    config.subscribe('trading', 'curious', () =>
      seen.push([config.values().trading.spread_pips, config.version(), storage.held?.version]),
    );
    await config.update('trading', { spread_pips: 1 }, byWindow);
    expect(seen).toEqual([[1, 2, 2]]);
  });

  it('that throw are named and timed in the receipt, and keep nobody else from running', async () => {
    const { config, clock } = startConfig();
    let reached = 0;
    config.subscribe('cache', 'data-service', () => clock.skip(5));
    config.subscribe('cache', 'model-service', () => {
      clock.skip(7);
      throw new Error('no memory');
    });
    config.subscribe('cache', 'asset-service', () => {
      reached += 1;
    });
    const start = clock.now();
    const updated = await config.update('cache', { price_cache_max_size: 9 }, byWindow);
    expect(reached).toBe(1);
    expect(config.values().cache.price_cache_max_size).toBe(9);
    expect(updated).toMatchObject({
      ok: true,
      value: {
        summary: '2 of 3 delivered, model-service failed: no memory',
        callbacks: [
          { id: 1, at: start, service: 'data-service', duration_ms: 5, error: null, config_version: 2 },
          { id: 2, at: start + 5, service: 'model-service', duration_ms: 7, error: 'no memory' },
          { id: 3, at: start + 12, service: 'asset-service', duration_ms: 0, error: null, preview: false },
        ],
      },
    });
  });

  it('name what was thrown also when it is no error', async () => {
    const { config } = startConfig();
    config.subscribe('cache', 'odd', () => {
      throw 'a string';
    });
    const updated = await config.update('cache', { price_cache_max_size: 9 }, byWindow);
    expect(updated).toMatchObject({ value: { summary: '0 of 1 delivered, odd failed: a string' } });
  });

  it('end with their undo, which ends that subscription alone and may be called twice', async () => {
    const { config } = startConfig();
    const calls: string[] = [];
    const listen = (name: string) => config.subscribe('cache', name, () => calls.push(name));
    const undoFirst = listen('one');
    listen('two');
    undoFirst();
    undoFirst();
    await config.update('cache', { price_cache_max_size: 9 }, byWindow);
    expect(calls).toEqual(['two']);
  });

  it('are told of an update that repeats a value, and of nothing that was refused', async () => {
    const { config } = startConfig();
    let calls = 0;
    config.subscribe('cache', 'counter', () => {
      calls += 1;
    });
    await config.update('cache', { price_cache_max_size: 50 }, byWindow);
    await config.update('cache', { price_cache_max_size: -50 }, byWindow);
    await config.update('trading', { spread_pips: 1 }, byWindow);
    expect(calls).toBe(1);
    expect(config.version()).toBe(3);
  });

  it('may ask for an update, which runs after the current one', async () => {
    const { config } = startConfig();
    const order: string[] = [];
    let inner: Promise<unknown> = Promise.resolve();
    config.subscribe('trading', 'asks', (_values, _previous, { version }) => {
      order.push(`asks v${version}`);
      if (version === 2) inner = config.update('trading', { max_holding_hours: 24 }, { by: 'timer' });
      order.push(`still v${config.version()}`);
    });
    config.subscribe('trading', 'after', (values, _previous, { version }) => {
      order.push(`after v${version}: ${values.spread_pips}, ${values.max_holding_hours}`);
    });
    const outer = await config.update('trading', { spread_pips: 1 }, byWindow);
    expect(outer).toMatchObject({ value: { version: 2, summary: '2 of 2 delivered' } });
    expect(await inner).toMatchObject({ value: { version: 3, by: 'timer' } });
    expect(order).toEqual([
      'asks v2',
      'still v2',
      'after v2: 1, 12',
      'asks v3',
      'still v3',
      'after v3: 1, 24',
    ]);
  });

  it('that ask for something impossible get a refusal, not an endless loop', async () => {
    const { config } = startConfig();
    let inner: Promise<unknown> = Promise.resolve();
    config.subscribe('trading', 'asks', () => {
      inner = config.update('trading', { spread_pips: -1 }, { by: 'timer' });
    });
    await config.update('trading', { spread_pips: 1 }, byWindow);
    expect(await inner).toMatchObject({ problem: { code: 'invalid' } });
    expect(config.version()).toBe(2);
  });
});

describe('listeners to changes', () => {
  it('get the receipt after the callbacks, previews without one, until their undo', async () => {
    const { config } = startConfig();
    const heard: unknown[] = [];
    config.subscribe('trading', 'service', () => heard.push('callback'));
    const undo = config.onChange(({ receipt, preview, runs }) =>
      heard.push([receipt?.version ?? null, preview, runs.length]),
    );
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.preview('trading', { spread_pips: 2 });
    undo();
    await config.cancel();
    expect(heard).toEqual(['callback', [2, false, 1], 'callback', [null, true, 1], 'callback']);
  });
});
