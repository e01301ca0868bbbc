import { describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { watchTrial } from '../../../../electron/engine/config/trial-watch.ts';
import type { Problem } from '../../../../shared/result.ts';
import { createTestClock, settle } from '../test-clock.ts';
import { recorded, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage, startConfig } from './harness.ts';

const minute = 60_000;

async function onTrial(env: Record<string, string> = {}, onRefused?: (problem: Problem) => void) {
  const entries: NewAuditEntry[] = [];
  const recorder = {
    record: (entry: NewAuditEntry) => entries.push(entry),
    unconfirmed: () => [],
    flush: async () => undefined,
  };
  const harness = startConfig({ env, recorder });
  const { config, clock } = harness;
  const stop = watchTrial(config, { ...clock, ...(onRefused && { onRefused }) });
  await config.update('trading', { max_holding_hours: 24 }, byWindow);
  const before = { values: config.values(), stored: config.stored() };
  const until = clock.now() + 10 * minute;
  const changes = { trading: { spread_pips: 2, max_holding_hours: 48 }, cache: { price_cache_max_size: 9 } };
  await config.try(changes, { after: 10 * minute }, { by: 'window', reason: 'for a while' });
  return { ...harness, before, until, stop, entries };
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
        { category: 'cache', key: 'price_cache_max_size', old: 50, new: 9, symbol: null },
        { category: 'trading', key: 'max_holding_hours', old: 24, new: 48, symbol: null },
        { category: 'trading', key: 'spread_pips', old: 0.5, new: 2, symbol: null },
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

  it.each([24 * 60, -60, -1, 5])(
    'of a duration ends after it, also when the clock is set by %d minutes, and says to which moment that comes',
    async (minutes) => {
      const { config, clock, before, until } = await onTrial();
      await clock.advance(5 * minute);
      clock.shiftWall(minutes * minute);
      expect(config.state().trial?.revert_at).toBe(until + minutes * minute);
      await clock.advance(5 * minute - 1);
      expect(config.trial()).not.toBeNull();
      await clock.advance(1);
      expect(config.trial()).toBeNull();
      expect(config.values()).toEqual(before.values);
    },
  );

  it('until a moment ends when the clock says so, however it was set', async () => {
    const { config, clock } = startConfig();
    watchTrial(config, clock);
    const at = clock.now() + 10 * minute;
    await config.try({ trading: { spread_pips: 2 } }, { at }, byWindow);
    clock.shiftWall(-60 * minute);
    await clock.advance(65 * minute);
    expect(config.trial()).not.toBeNull();
    expect(config.state().trial?.revert_at).toBe(at);
    clock.shiftWall(10 * minute);
    await clock.advance(1000);
    expect(config.trial()).toBeNull();
  });

  it('tells when the clock was set, so that the moment shown is right again', async () => {
    const { config, clock } = startConfig();
    let shifts = 0;
    watchTrial(config, {
      ...clock,
      onShift: () => {
        shifts += 1;
      },
    });
    await config.try({ trading: { spread_pips: 2 } }, { after: 10 * minute }, byWindow);
    await clock.advance(5000);
    expect(shifts).toBe(0);
    clock.shiftWall(-60 * minute);
    await clock.advance(5000);
    expect(shifts).toBe(1);
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

  it('goes on after a restart with what was left, however long the desk was off', async () => {
    const first = await onTrial();
    // Between two of the saves that a running trial makes anyway.
    await first.clock.advance(4 * minute + 7000);
    await first.stop();
    const clock = createTestClock(first.clock.now() + 500 * minute);
    const second = startConfig({ storage: first.storage, clock });
    expect(second.config.trial()?.changes).toEqual(first.config.trial()?.changes);
    expect(second.config.state().trial?.revert_at).toBe(clock.now() + 6 * minute - 7000);
    const stop = watchTrial(second.config, clock);
    await clock.advance(6 * minute - 7001);
    expect(second.config.values().trading.spread_pips).toBe(2);
    await clock.advance(1);
    expect(second.config.values()).toEqual(first.before.values);
    expect(second.config.trial()).toBeNull();
    await stop();
  });

  it('loses at most ten seconds of its time to a crash', async () => {
    const first = await onTrial();
    await first.clock.advance(4 * minute + 9000);
    const clock = createTestClock(0);
    const second = startConfig({ storage: first.storage, clock });
    const left = second.config.trialLeft() ?? 0;
    expect(left).toBeGreaterThanOrEqual(6 * minute - 9000);
    expect(left).toBeLessThanOrEqual(6 * minute + 2000);
    expect(second.config.version()).toBe(first.config.version());
  });

  it('until a moment that has passed while the desk was off ends with the start', async () => {
    const first = startConfig();
    await first.config.try({ trading: { spread_pips: 2 } }, { at: first.clock.now() + minute }, byWindow);
    const late = createTestClock(first.clock.now() + 100 * minute);
    const second = startConfig({ storage: first.storage, clock: late });
    watchTrial(second.config, late);
    await settle();
    expect(second.config.trial()).toBeNull();
    expect(second.config.values()).toEqual(defaults);
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
      watchTrial(second.config, second.clock);
      await second.clock.advance(10 * minute);
      expect(second.config.values()).toEqual({
        ...before.values,
        model: { ...before.values.model, ...model },
      });
    },
  );

  it('is one at a time', async () => {
    const { config } = await onTrial();
    const again = await config.try({ model: { agreement_bonus: 0.2 } }, { after: minute }, byWindow);
    expect(again).toMatchObject({ problem: { code: 'conflict' } });
    expect(config.values().model).toEqual(defaults.model);
    await config.keep(byWindow);
    expect((await config.try({ model: { agreement_bonus: 0.2 } }, { after: minute }, byWindow)).ok).toBe(
      true,
    );
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'that ends %s ms from now is refused',
    async (ms) => {
      const { config } = startConfig();
      const refused = await config.try({ trading: { spread_pips: 2 } }, { after: ms }, byWindow);
      expect(refused).toMatchObject({ problem: { code: 'invalid' } });
      expect(config.version()).toBe(1);
    },
  );

  it('of what is in force already is refused', async () => {
    const { config } = startConfig();
    const refused = await config.try({ trading: { spread_pips: 0.5 } }, { after: minute }, byWindow);
    expect(refused).toMatchObject({
      problem: { code: 'invalid', message: expect.stringContaining('nothing to try') },
    });
    expect(config.version()).toBe(1);
  });

  it('that is invalid or cannot be saved leaves no trial behind', async () => {
    const { config, storage } = startConfig();
    const until = { after: minute };
    expect((await config.try({ trading: { spread_pips: -2 } }, until, byWindow)).ok).toBe(false);
    storage.writesFail = true;
    expect((await config.try({ trading: { spread_pips: 2 } }, until, byWindow)).ok).toBe(false);
    expect(config.state()).toMatchObject({ trial: null, version: 1 });
  });

  it('whose end cannot be saved is tried again, less and less often, until it can; that is said and recorded once', async () => {
    const refusals: string[] = [];
    const { config, clock, storage, before, entries } = await onTrial({}, ({ message }) =>
      refusals.push(message),
    );
    storage.writesFail = true;
    await clock.advance(10 * minute);
    const attempts = storage.refusals;
    await clock.advance(60 * minute);
    expect(config.values().trading.spread_pips).toBe(2);
    expect(storage.refusals - attempts).toBeGreaterThan(55);
    expect(storage.refusals - attempts).toBeLessThan(70);
    expect(refusals).toEqual([expect.stringContaining('the disk is full')]);
    expect(entries.filter(({ outcome }) => outcome === 'refused')).toMatchObject([
      { action: 'revert', by: 'timer' },
    ]);
    storage.writesFail = false;
    await clock.advance(minute);
    expect(config.values()).toEqual(before.values);
  });

  it('that is made after one whose end could not be saved is said and recorded for itself', async () => {
    const refusals: string[] = [];
    const { config, clock, storage, entries } = await onTrial({}, ({ message }) => refusals.push(message));
    storage.writesFail = true;
    await clock.advance(15 * minute);
    storage.writesFail = false;
    await clock.advance(minute);
    await config.try({ trading: { spread_pips: 3 } }, { after: minute }, byWindow);
    storage.writesFail = true;
    await clock.advance(2 * minute);
    expect(refusals).toHaveLength(2);
    expect(entries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(2);
  });

  it('of weights takes back all three, and stores none where none was stored', async () => {
    const { config } = startConfig();
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, { after: minute }, byWindow);
    await config.revert(byWindow);
    expect(config.values()).toEqual(defaults);
    expect(config.stored().model).toEqual({});
  });

  it('of weights puts back the stored ones, also the one that it did not change', async () => {
    const { config } = startConfig();
    await config.update('model', { weight_1h: 0.2, weight_4h: 0.7 }, byWindow);
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, { after: minute }, byWindow);
    await config.revert(byWindow);
    expect(config.stored().model).toEqual({ weight_1h: 0.2, weight_4h: 0.7, weight_daily: 0.1 });
  });

  it('of weights is over as soon as someone changes one of them: half of it back would break their sum', async () => {
    const { config, clock } = startConfig();
    watchTrial(config, clock);
    const until = { after: minute };
    await config.try({ model: { weight_1h: 0.5, weight_4h: 0.4 } }, until, byWindow);
    await config.update('model', { weight_1h: 0.45, weight_daily: 0.15 }, byWindow);
    expect(config.trial()).toBeNull();
    await clock.advance(2 * minute);
    expect(config.values().model).toMatchObject({ weight_1h: 0.45, weight_4h: 0.4, weight_daily: 0.15 });
  });

  it('repeating a value stores it no more than it was', async () => {
    const { config } = startConfig({ env: { SPREAD_PIPS: '0.8' } });
    await config.try({ trading: { spread_pips: 0.8, max_holding_hours: 6 } }, { after: minute }, byWindow);
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
        left_ms: null,
        changes: [
          { category: 'trading', key: 'spread_pips', old: -5, new: 2, symbol: null },
          { category: 'trading', key: 'max_holding_hours', old: 24, new: 6, symbol: null },
          { category: 'trading', key: '__proto__', old: 1, new: 2, symbol: null },
        ],
        before: JSON.parse(
          '{"stored":{"trading":{"spread_pips":-5,"max_holding_hours":24,"leverage":3}},"symbols":{}}',
        ),
      },
    });
    const { config, clock } = startConfig({ storage });
    watchTrial(config, clock);
    await settle();
    expect(config.values().trading).toEqual({ ...defaults.trading, max_holding_hours: 24 });
    expect(config.stored().trading).toEqual({ max_holding_hours: 24 });
  });

  it('is on record from beginning to end', async () => {
    const { config, trail, recorder } = await startAudited();
    const until = { after: minute };
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
