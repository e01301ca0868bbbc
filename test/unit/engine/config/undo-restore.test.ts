import { describe, expect, it } from 'vitest';
import { compose, defaults } from '../../../../electron/engine/config/layers.ts';
import { createMemoryTrail, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage, startConfig } from './harness.ts';

const nothing = { ok: true, value: null };

describe('undo and redo', () => {
  it('go back and forward over edits, resets and restores, each as a version of its own', async () => {
    const { config } = startConfig({ env: { SPREAD_PIPS: '0.8' } });
    const seen = [config.values()];
    await config.update('trading', { spread_pips: 1 }, byWindow);
    seen.push(config.values());
    await config.preview('model', { agreement_bonus: 0.2 });
    await config.commit(byWindow);
    seen.push(config.values());
    await config.reset('trading', undefined, byWindow);
    seen.push(config.values());
    await config.restore({ values: seen[1], stored: { trading: { spread_pips: 1 } }, symbols: {} }, byWindow);
    seen.push(config.values());
    for (let i = seen.length - 2; i >= 0; i -= 1) {
      expect(await config.undo(byWindow)).toMatchObject({ ok: true, value: { version: 9 - i } });
      expect(config.values()).toEqual(seen[i]);
    }
    expect(config.state()).toMatchObject({ can_undo: false, can_redo: true, version: 9 });
    expect(config.stored()).toEqual({});
    expect(await config.undo(byWindow)).toEqual(nothing);
    for (const values of seen.slice(1)) {
      await config.redo(byWindow);
      expect(config.values()).toEqual(values);
    }
    expect(config.state()).toMatchObject({ can_undo: true, can_redo: false, version: 13 });
    expect(await config.redo(byWindow)).toEqual(nothing);
  });

  it('forget what was undone once something else is changed', async () => {
    const { config } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.undo(byWindow);
    await config.update('trading', { spread_pips: 2 }, byWindow);
    expect(config.state().can_redo).toBe(false);
    expect(await config.redo(byWindow)).toEqual(nothing);
    await config.undo(byWindow);
    expect(config.values()).toEqual(defaults);
  });

  it('that cannot be saved change nothing and work once they can', async () => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    storage.writesFail = true;
    expect(await config.undo(byWindow)).toMatchObject({ problem: { code: 'not-saved' } });
    expect(config.state()).toMatchObject({ version: 2, can_undo: true, can_redo: false });
    storage.writesFail = false;
    await config.undo(byWindow);
    storage.writesFail = true;
    expect(await config.redo(byWindow)).toMatchObject({ problem: { code: 'not-saved' } });
    expect(config.state()).toMatchObject({ version: 3, can_undo: false, can_redo: true });
    storage.writesFail = false;
    await config.redo(byWindow);
    expect(config.values().trading.spread_pips).toBe(1);
  });

  it('step over what changed nothing: refusals, repeated values, a trial that was kept', async () => {
    const { config } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.update('trading', { spread_pips: -1 }, byWindow);
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.try({ cache: { price_cache_max_size: 9 } }, { after: 1 }, byWindow);
    await config.keep(byWindow);
    await config.undo(byWindow);
    expect(config.values()).toMatchObject({
      trading: { spread_pips: 1 },
      cache: { price_cache_max_size: 50 },
    });
    await config.undo(byWindow);
    expect(config.values()).toEqual(defaults);
    expect(config.state().can_undo).toBe(false);
  });

  it('go back over a hand edit of the file', async () => {
    const { config, storage } = startConfig();
    await config.update('trading', { spread_pips: 1 }, byWindow);
    storage.held = { version: 2, values: { trading: { spread_pips: 7 } } };
    await config.reload({ by: 'file' });
    await config.undo(byWindow);
    expect(config.values().trading.spread_pips).toBe(1);
    expect(storage.held.values).toEqual({ trading: { spread_pips: 1 } });
  });
});

describe('a restore', () => {
  const env = { SPREAD_PIPS: '0.8', MODEL_WEIGHT_1H: '0.5', MODEL_WEIGHT_4H: '0.4' };

  const environments: readonly Record<string, string>[] = [
    env,
    {},
    { SPREAD_PIPS: '3', MAX_HOLDING_HOURS: '99', MODEL_WEIGHT_1H: '0.6' },
  ];

  async function edited() {
    const storage = createMemoryStorage();
    const trail = createMemoryTrail();
    const { config, recorder } = await startAudited({ storage, trail, env });
    await config.update('trading', { max_holding_hours: 24 }, byWindow);
    await config.update('cache', { price_cache_max_size: 7 }, byWindow);
    await config.update('model', { weight_1h: 0.2, weight_4h: 0.7 }, byWindow);
    await recorder.flush();
    return { storage, trail };
  }

  const targetOf = async (trail: ReturnType<typeof createMemoryTrail>, version: number) => {
    const found = await trail.version(version);
    if (!found) throw new Error(`no version ${version}`);
    return found;
  };

  it.each([1, 2, 3, 4])('of v%i gives exactly its values, whatever the environment says now', async (of) => {
    for (const other of environments) {
      const { storage, trail } = await edited();
      const { config } = await startAudited({ storage, trail, env: other });
      const before = config.version();
      const target = await targetOf(trail, of);
      expect(await config.restore(target, { by: 'window', reason: `Back to v${of}` })).toMatchObject({
        ok: true,
      });
      expect(config.values()).toEqual(target.values);
      expect(config.version()).toBeLessThanOrEqual(before + 1);
      const again = await startAudited({ storage, trail, env: other });
      expect(again.config.values()).toEqual(target.values);
    }
  });

  it('of some keys gives those exactly and leaves the others', async () => {
    const { storage, trail } = await edited();
    const { config } = await startAudited({ storage, trail, env: { SPREAD_PIPS: '3' } });
    const before = config.values();
    const target = await targetOf(trail, 1);
    const paths = ['trading.spread_pips', 'cache.price_cache_max_size'];
    await config.restore({ ...target, paths }, byWindow);
    expect(config.values()).toEqual({
      ...before,
      trading: { ...before.trading, spread_pips: 0.8 },
      cache: { ...before.cache, price_cache_max_size: 50 },
    });
  });

  it('of one weight is refused where the others no longer fit it, and of all three is taken', async () => {
    const { storage, trail } = await edited();
    const { config } = await startAudited({ storage, trail, env });
    const target = await targetOf(trail, 1);
    expect(await config.restore({ ...target, paths: ['model.weight_1h'] }, byWindow)).toMatchObject({
      problem: { code: 'invalid', message: expect.stringContaining('sum to 1') },
    });
    const paths = ['model.weight_1h', 'model.weight_4h', 'model.weight_daily'];
    await config.restore({ ...target, paths }, byWindow);
    expect(config.values().model).toEqual(target.values.model);
    expect(config.values().cache.price_cache_max_size).toBe(7);
  });

  it('of what is in force is no change', async () => {
    const { storage, trail } = await edited();
    const { config } = await startAudited({ storage, trail, env });
    expect(await config.restore(await targetOf(trail, 4), byWindow)).toEqual(nothing);
    expect(config.version()).toBe(4);
  });

  it.each([
    ['__proto__.spread_pips'],
    ['constructor.name'],
    ['trading.__proto__'],
    ['trading'],
    ['trading.spread_pips.x'],
    ['trading.leverage'],
    [''],
    ['.'],
    ['x'.repeat(130)],
  ])('of %j is refused, also beside a path that is right', async (path) => {
    const { storage, trail } = await edited();
    const { config, recorder } = await startAudited({ storage, trail, env });
    const target = await targetOf(trail, 1);
    for (const paths of [[path], ['cache.price_cache_max_size', path]]) {
      expect(await config.restore({ ...target, paths }, byWindow)).toMatchObject({
        problem: { code: 'invalid' },
      });
    }
    expect(config.version()).toBe(4);
    await recorder.flush();
    expect(trail.entries.at(-1)).toMatchObject({ outcome: 'refused', action: 'restore', changes: [] });
  });

  it('of a record with a parameter that is gone gives the values that there still are', async () => {
    const { config } = await startAudited();
    const stored = { trading: { spread_pips: 2 }, cache: { gone: 1 } };
    const values = compose({ environment: {}, stored: { trading: stored.trading } });
    expect((await config.restore({ values, stored, symbols: {} }, byWindow)).ok).toBe(true);
    expect(config.values()).toEqual(values);
    expect(config.stored()).toMatchObject({ trading: { spread_pips: 2 } });
  });

  it('of a record that is no longer valid is refused and changes nothing', async () => {
    const { config } = await startAudited();
    const stored = { trading: { spread_pips: -5 }, cache: { gone: 1 } };
    const values = compose({ environment: {}, stored });
    expect(await config.restore({ values, stored, symbols: {} }, byWindow)).toMatchObject({
      problem: { code: 'invalid' },
    });
    expect(config.values()).toEqual(defaults);
  });
});
