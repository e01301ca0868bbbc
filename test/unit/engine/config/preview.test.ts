import { describe, expect, it } from 'vitest';
import type { StoredConfig } from '../../../../electron/engine/config/config-store.ts';
import { byWindow, startConfig } from './harness.ts';

describe('a preview', () => {
  it('applies to the running system without being saved or counted', async () => {
    const { config, storage } = startConfig();
    const calls: unknown[] = [];
    config.subscribe('trading', 'service', (values, previous, context) =>
      calls.push([values.spread_pips, previous.spread_pips, context.version, context.preview]),
    );
    const revision = config.revision();
    expect(await config.preview('trading', { spread_pips: 1 })).toEqual({ ok: true, value: { version: 1 } });
    await config.preview('trading', { spread_pips: 2 });
    expect(calls).toEqual([
      [1, 0.5, 1, true],
      [2, 1, 1, true],
    ]);
    expect(config.values().trading.spread_pips).toBe(2);
    expect(config.previewing()).toBe(true);
    expect(config.state()).toMatchObject({ version: 1, preview: true, last_receipt: null });
    expect(config.revision()).toBeGreaterThan(revision + 1);
    expect(storage.writes).toBe(0);
  });

  it('becomes one update when it is let go, from the value before the drag to the one after', async () => {
    const { config, storage } = startConfig();
    for (const spread_pips of [0.6, 0.7, 0.8]) await config.preview('trading', { spread_pips });
    expect(await config.commit({ by: 'window', reason: 'dragged' })).toMatchObject({
      value: {
        version: 2,
        reason: 'dragged',
        changes: [{ category: 'trading', key: 'spread_pips', old: 0.5, new: 0.8 }],
      },
    });
    expect(config.previewing()).toBe(false);
    expect(storage.writes).toBe(1);
    expect(storage.held?.values).toEqual({ trading: { spread_pips: 0.8 } });
  });

  it('leaves in force what somebody else has stored meanwhile, when it is let go', async () => {
    const { config, storage } = startConfig();
    await config.preview('trading', { spread_pips: 0.8 });
    storage.held = { ...storage.held, values: { trading: { max_holding_hours: 24 } } } as StoredConfig;
    await config.commit(byWindow);
    expect(config.values().trading).toMatchObject({ spread_pips: 0.8, max_holding_hours: 24 });
  });

  it('tells the services when it is committed, also where the values stay as previewed', async () => {
    const { config } = startConfig();
    const calls: unknown[] = [];
    config.subscribe('trading', 'service', (values, previous, { preview, version }) =>
      calls.push([values.spread_pips, previous.spread_pips, preview, version]),
    );
    await config.preview('trading', { spread_pips: 0.8 });
    await config.commit(byWindow);
    expect(calls).toEqual([
      [0.8, 0.5, true, 1],
      [0.8, 0.5, false, 2],
    ]);
  });

  it('merges with the preview under way, across categories', async () => {
    const { config } = startConfig();
    await config.preview('trading', { spread_pips: 1 });
    await config.preview('cache', { price_cache_max_size: 3 });
    await config.preview('trading', { max_holding_hours: 5 });
    expect(await config.commit(byWindow)).toMatchObject({
      value: {
        version: 2,
        changes: [{ key: 'price_cache_max_size' }, { key: 'max_holding_hours' }, { key: 'spread_pips' }],
      },
    });
  });

  it('is taken back by cancel, which tells the services', async () => {
    const { config, storage } = startConfig();
    const before = config.state();
    await config.preview('trading', { spread_pips: 1 });
    const calls: number[] = [];
    config.subscribe('trading', 'service', ({ spread_pips }) => calls.push(spread_pips));
    expect(await config.cancel()).toEqual({ ok: true, value: null });
    expect(calls).toEqual([0.5]);
    expect(config.state()).toEqual({ ...before, metrics: expect.anything() });
    expect(storage.writes).toBe(0);
  });

  it('that came back to where it began is no update', async () => {
    const { config, storage } = startConfig();
    await config.preview('trading', { spread_pips: 1 });
    await config.preview('trading', { spread_pips: 0.5 });
    expect(await config.commit(byWindow)).toEqual({ ok: true, value: null });
    expect(config.state()).toMatchObject({ version: 1, preview: false });
    expect(storage.writes).toBe(0);
  });

  it('that is refused leaves the one before it', async () => {
    const { config } = startConfig();
    await config.preview('trading', { spread_pips: 1 });
    expect(await config.preview('trading', { spread_pips: -1 })).toMatchObject({
      problem: { code: 'invalid' },
    });
    expect(await config.preview('model', { weight_1h: 0.9 })).toMatchObject({ problem: { code: 'invalid' } });
    expect(config.values().trading.spread_pips).toBe(1);
    expect(config.previewing()).toBe(true);
  });

  it('that cannot be saved does not go on running as if it had been', async () => {
    const { config, storage } = startConfig();
    const before = config.state();
    await config.preview('trading', { spread_pips: 1 });
    storage.writesFail = true;
    expect(await config.commit(byWindow)).toMatchObject({ problem: { code: 'not-saved' } });
    expect(config.state()).toEqual(before);
  });

  it('gives way to an update, which says nothing of it', async () => {
    const { config, storage } = startConfig();
    const seen: number[] = [];
    config.subscribe('trading', 'service', ({ spread_pips }) => seen.push(spread_pips));
    await config.preview('trading', { spread_pips: 1 });
    expect(await config.update('cache', { price_cache_max_size: 3 }, byWindow)).toMatchObject({
      value: { changes: [{ key: 'price_cache_max_size' }] },
    });
    expect(config.previewing()).toBe(false);
    expect(config.values().trading.spread_pips).toBe(0.5);
    expect(seen).toEqual([1, 0.5]);
    expect(storage.held?.values).toEqual({ cache: { price_cache_max_size: 3 } });
  });

  it('commit and cancel without a preview do nothing', async () => {
    const { config } = startConfig();
    const revision = config.revision();
    expect(await config.commit(byWindow)).toEqual({ ok: true, value: null });
    expect(await config.cancel()).toEqual({ ok: true, value: null });
    expect([config.version(), config.revision()]).toEqual([1, revision]);
  });
});
