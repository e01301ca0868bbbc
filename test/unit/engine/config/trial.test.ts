import { describe, expect, it } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { watchTrial } from '../../../../electron/engine/config/trial-watch.ts';
import { createTestClock, settle } from '../test-clock.ts';
import { recorded, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage, startConfig } from './harness.ts';

const minute = 60_000;

async function onTrial(env: Record<string, string> = {}) {
  const harness = startConfig({ env });
  const { config, clock } = harness;
  const stop = watchTrial(config, clock.now, clock.schedule);
  await config.update('trading', { max_holding_hours: 24 }, byWindow);
  const before = { values: config.values(), stored: config.stored() };
  const until = clock.now() + 10 * minute;
  const changes = { trading: { spread_pips: 2, max_holding_hours: 48 }, cache: { price_cache_max_size: 9 } };
  await config.try(changes, until, { by: 'window', reason: 'for a while' });
  return { ...harness, before, until, stop };
}

describe('a trial', () => {
  it('is in force at once and says what it is', async () => {
    const { config, until, storage } = await onTrial();
    expect(config.values()).toMatchObject({
      trading: { spread_pips: 2, max_holding_hours: 48 },
      cache: { price_cache_max_size: 9 },
    });
    expect(config.state().trial).toEqual({
      version: 3,
      revert_at: until,
      changes: [
        { category: 'cache', key: 'price_cache_max_size', old: 50, new: 9 },
        { category: 'trading', key: 'max_holding_hours', old: 24, new: 48 },
        { category: 'trading', key: 'spread_pips', old: 0.5, new: 2 },
      ],
    });
    expect(storage.held?.trial?.version).toBe(3);
  });

  it('goes back by itself at its time and not before, exactly to what was', async () => {
    const { config, clock, before, storage } = await onTrial();
    await clock.advance(10 * minute - 1);
    expect(config.trial()).not.toBeNull();
    await clock.advance(1001);
    expect(config.values()).toEqual(before.values);
    expect(config.stored()).toMatchObject(before.stored);
    expect(config.state()).toMatchObject({
      version: 4,
      trial: null,
      last_receipt: { by: 'timer', reason: 'The trial of v3 ended' },
    });
    expect(storage.held).toMatchObject({ trial: null, version: 4 });
    await clock.advance(60 * minute);
    expect(config.version()).toBe(4);
    expect(clock.waiting()).toBe(0);
  });

  it('once kept stays', async () => {
    const { config, clock, storage } = await onTrial();
    expect(await config.keep(byWindow)).toMatchObject({ value: { version: 4, changes: [] } });
    await clock.advance(60 * minute);
    expect(config.values().trading.spread_pips).toBe(2);
    expect(storage.held?.trial).toBeNull();
    expect(await config.keep(byWindow)).toEqual({ ok: true, value: null });
    expect(await config.revert(byWindow)).toEqual({ ok: true, value: null });
  });

  it('can be taken back before its time', async () => {
    const { config, before } = await onTrial();
    await config.revert(byWindow);
    expect(config.values()).toEqual(before.values);
    expect(config.trial()).toBeNull();
  });

  it('ends at once when the clock jumps past its time, and waits longer when it is set back', async () => {
    const forward = await onTrial();
    forward.clock.shiftWall(24 * 60 * minute);
    await forward.clock.advance(1000);
    expect(forward.config.trial()).toBeNull();
    const back = await onTrial();
    back.clock.shiftWall(-60 * minute);
    await back.clock.advance(65 * minute);
    expect(back.config.trial()).not.toBeNull();
    await back.clock.advance(6 * minute);
    expect(back.config.trial()).toBeNull();
    expect(back.config.values()).toEqual(back.before.values);
  });

  it('leaves alone what someone has changed meanwhile', async () => {
    const { config, clock } = await onTrial();
    await config.update('trading', { spread_pips: 3 }, byWindow);
    expect(config.trial()?.changes.map(({ key }) => key)).toEqual([
      'price_cache_max_size',
      'max_holding_hours',
    ]);
    await config.reset('cache', 'price_cache_max_size', byWindow);
    await clock.advance(11 * minute);
    expect(config.values()).toMatchObject({
      trading: { spread_pips: 3, max_holding_hours: 24 },
      cache: defaults.cache,
    });
  });

  it('is over once everything in it was changed by someone', async () => {
    const { config, clock } = await onTrial();
    await config.update('trading', { spread_pips: 3, max_holding_hours: 6 }, byWindow);
    await config.update('cache', { price_cache_max_size: 8 }, byWindow);
    expect(config.trial()).toBeNull();
    const { version } = config.state();
    await clock.advance(20 * minute);
    expect(config.version()).toBe(version);
  });

  it('survives a restart, also one that comes after its time', async () => {
    const first = await onTrial();
    first.stop();
    const clock = createTestClock(first.clock.now() + 5 * minute);
    const second = startConfig({ storage: first.storage, clock });
    expect(second.config.trial()).toEqual(first.config.trial());
    const stop = watchTrial(second.config, clock.now, clock.schedule);
    await clock.advance(4 * minute);
    expect(second.config.values().trading.spread_pips).toBe(2);
    stop();
    const late = createTestClock(first.clock.now() + 100 * minute);
    const third = startConfig({ storage: first.storage, clock: late });
    watchTrial(third.config, late.now, late.schedule);
    await settle();
    expect(third.config.values()).toEqual(first.before.values);
    expect(third.config.trial()).toBeNull();
  });

  it.each(['the same values', 'other values'])(
    'survives a hand edit with %s that leaves it out',
    async (which) => {
      const { config, storage, before, clock } = await onTrial();
      const values = storage.held?.values ?? {};
      const model = which === 'other values' ? { agreement_bonus: 0.2 } : {};
      storage.held = { version: 3, values: { ...values, model } };
      await config.reload({ by: 'file' });
      const second = startConfig({ storage, clock: createTestClock(clock.now() + 60 * minute) });
      watchTrial(second.config, second.clock.now, second.clock.schedule);
      await settle();
      expect(second.config.values()).toEqual({
        ...before.values,
        model: { ...before.values.model, ...model },
      });
    },
  );

  it('is one at a time', async () => {
    const { config, clock } = await onTrial();
    const again = await config.try({ model: { agreement_bonus: 0.2 } }, clock.now() + minute, byWindow);
    expect(again).toMatchObject({ problem: { code: 'conflict' } });
    expect(config.values().model).toEqual(defaults.model);
    await config.keep(byWindow);
    expect((await config.try({ model: { agreement_bonus: 0.2 } }, clock.now() + minute, byWindow)).ok).toBe(
      true,
    );
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'that ends %s ms from now is refused',
    async (ms) => {
      const { config, clock } = startConfig();
      const refused = await config.try({ trading: { spread_pips: 2 } }, clock.now() + ms, byWindow);
      expect(refused).toMatchObject({ problem: { code: 'invalid' } });
      expect(config.version()).toBe(1);
    },
  );

  it('of what is in force already is refused', async () => {
    const { config, clock } = startConfig();
    const refused = await config.try({ trading: { spread_pips: 0.5 } }, clock.now() + minute, byWindow);
    expect(refused).toMatchObject({
      problem: { code: 'invalid', message: expect.stringContaining('nothing to try') },
    });
    expect(config.version()).toBe(1);
  });

  it('that is invalid or cannot be saved leaves no trial behind', async () => {
    const { config, clock, storage } = startConfig();
    const until = clock.now() + minute;
    expect((await config.try({ trading: { spread_pips: -2 } }, until, byWindow)).ok).toBe(false);
    storage.writesFail = true;
    expect((await config.try({ trading: { spread_pips: 2 } }, until, byWindow)).ok).toBe(false);
    expect(config.state()).toMatchObject({ trial: null, version: 1 });
  });

  it('whose end cannot be saved is tried again until it can', async () => {
    const { config, clock, storage, before } = await onTrial();
    storage.writesFail = true;
    await clock.advance(12 * minute);
    expect(config.values().trading.spread_pips).toBe(2);
    storage.writesFail = false;
    await clock.advance(1000);
    expect(config.values()).toEqual(before.values);
  });

  it('of weights takes back all three, and stores none where none was stored', async () => {
    const { config, clock } = startConfig();
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, clock.now() + minute, byWindow);
    await config.revert(byWindow);
    expect(config.values()).toEqual(defaults);
    expect(config.stored().model).toEqual({});
  });

  it('of weights puts back the stored ones, also the one that it did not change', async () => {
    const { config, clock } = startConfig();
    await config.update('model', { weight_1h: 0.2, weight_4h: 0.7 }, byWindow);
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, clock.now() + minute, byWindow);
    await config.revert(byWindow);
    expect(config.stored().model).toEqual({ weight_1h: 0.2, weight_4h: 0.7, weight_daily: 0.1 });
  });

  it('of weights is over as soon as someone changes one of them: half of it back would break their sum', async () => {
    const { config, clock } = startConfig();
    watchTrial(config, clock.now, clock.schedule);
    const until = clock.now() + minute;
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, until, byWindow);
    await config.update('model', { weight_1h: 0.45, weight_daily: 0.15 }, byWindow);
    expect(config.trial()).toBeNull();
    await clock.advance(2 * minute);
    expect(config.values().model).toMatchObject({ weight_1h: 0.45, weight_4h: 0.4, weight_daily: 0.15 });
  });

  it('repeating a value stores it no more than it was', async () => {
    const { config, clock } = startConfig({ env: { SPREAD_PIPS: '0.8' } });
    await config.try({ trading: { spread_pips: 0.8, max_holding_hours: 6 } }, clock.now() + minute, byWindow);
    await config.revert(byWindow);
    expect(config.stored().trading).toEqual({});
  });

  it('from a file that someone wrote brings back nothing invalid', async () => {
    const storage = createMemoryStorage({
      version: 5,
      values: { trading: { spread_pips: 2, max_holding_hours: 6 } },
      trial: {
        version: 5,
        revert_at: 1,
        changes: [
          { category: 'trading', key: 'spread_pips', old: -5, new: 2 },
          { category: 'trading', key: 'max_holding_hours', old: 24, new: 6 },
          { category: 'trading', key: '__proto__', old: 1, new: 2 },
        ],
        before: { trading: { spread_pips: -5, max_holding_hours: 24, leverage: 3 } },
      },
    });
    const { config, clock } = startConfig({ storage });
    watchTrial(config, clock.now, clock.schedule);
    await settle();
    expect(config.values().trading).toEqual({ ...defaults.trading, max_holding_hours: 24 });
    expect(config.stored().trading).toEqual({ max_holding_hours: 24 });
  });

  it('is on record from beginning to end', async () => {
    const { config, clock, trail, recorder } = await startAudited();
    const until = clock.now() + minute;
    await config.try({ trading: { spread_pips: 2 } }, until, byWindow);
    await config.try({ trading: { spread_pips: 3 } }, until, byWindow);
    await config.keep(byWindow);
    await config.try({ trading: { spread_pips: 3 } }, until, byWindow);
    await config.revert({ by: 'timer' });
    await recorder.flush();
    const kinds = (await recorded(trail)).map(({ action, outcome, by }) => `${action} ${outcome} ${by}`);
    expect(kinds).toEqual([
      'reconcile accepted environment',
      'trial accepted window',
      'trial refused window',
      'keep accepted window',
      'trial accepted window',
      'revert accepted timer',
    ]);
  });
});
