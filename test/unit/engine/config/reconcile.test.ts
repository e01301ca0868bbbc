import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuditTrail } from '../../../../electron/engine/config/audit-trail.ts';
import { databaseFileName, openDatabase } from '../../../../electron/engine/storage/database.ts';
import { createMemoryTrail, openTestDatabase, recorded, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage } from './harness.ts';

const versions = (entries: readonly { version: number }[]) => entries.map(({ version }) => version);

const never = new Promise<never>(() => undefined);

async function edited() {
  const storage = createMemoryStorage();
  const trail = createMemoryTrail();
  const { config, recorder } = await startAudited({ storage, trail });
  await config.update('trading', { spread_pips: 1 }, byWindow);
  await config.update('cache', { price_cache_max_size: 7 }, byWindow);
  await recorder.flush();
  return { storage, trail };
}

describe('a start', () => {
  it('for the first time puts the first version on record', async () => {
    const { trail, mended, config } = await startAudited({ env: { SPREAD_PIPS: '0.9' } });
    expect(mended).toBeNull();
    expect(await recorded(trail)).toMatchObject([
      {
        version: 1,
        action: 'reconcile',
        by: 'environment',
        changes: [{ key: 'spread_pips', old: 0.5, new: 0.9 }],
      },
    ]);
    expect((await trail.version(1))?.values).toEqual(config.values());
  });

  it('where both agree changes nothing and says nothing', async () => {
    const { storage, trail } = await edited();
    const { writes } = storage;
    const again = await startAudited({ storage, trail });
    expect(again.mended).toBeNull();
    expect(again.config.version()).toBe(3);
    expect(versions(trail.entries)).toEqual([1, 2, 3]);
    expect(storage.writes).toBe(writes);
    expect(again.config.state()).toMatchObject({ can_undo: false });
  });

  it('adds what the file remembers and the trail has not', async () => {
    const { storage, trail } = await edited();
    // Killed after the save: the trail got nothing from here on.
    const killed = await startAudited({ storage, trail: { ...trail, append: () => never } });
    await killed.config.update('trading', { spread_pips: 2 }, { by: 'window', reason: 'lost?' });
    await killed.config.update('trading', { spread_pips: 3 }, byWindow);
    const { mended, config } = await startAudited({ storage, trail });
    expect(mended).toContain('2 saved changes');
    expect(config.version()).toBe(5);
    expect(versions(trail.entries)).toEqual([1, 2, 3, 4, 5]);
    expect(trail.entries[3]).toMatchObject({
      reason: 'lost?',
      changes: [{ key: 'spread_pips', old: 1, new: 2 }],
    });
    expect((await trail.version(4))?.values.trading.spread_pips).toBe(2);
  });

  it('adds nothing twice when the trail had it after all', async () => {
    const { storage, trail } = await edited();
    // The journal was saved before the trail confirmed.
    expect(versions(storage.held?.journal ?? [])).toEqual([2, 3]);
    expect((await startAudited({ storage, trail })).mended).toBeNull();
    expect(versions(trail.entries)).toEqual([1, 2, 3]);
  });

  it('keeps what the trail does not take even now, for the save and the start after', async () => {
    const { storage, trail } = await edited();
    trail.appendsFail = true;
    const killed = await startAudited({ storage, trail: { ...trail, append: () => never } });
    await killed.config.update('trading', { spread_pips: 2 }, byWindow);
    const second = await startAudited({ storage, trail });
    expect(second.complaints[0]).toContain('no space left');
    await second.config.update('trading', { spread_pips: 3 }, byWindow);
    trail.appendsFail = false;
    await startAudited({ storage, trail });
    expect(versions(trail.entries)).toEqual([1, 2, 3, 4, 5]);
  });

  it('with an older file than the trail makes what is in force a new version above both', async () => {
    const { storage, trail } = await edited();
    storage.held = { version: 2, values: { trading: { spread_pips: 1 } } };
    const { mended, config } = await startAudited({ storage, trail });
    expect(mended).toMatch(/cache\.price_cache_max_size differed.*now v4/);
    expect(config.version()).toBe(4);
    expect(storage.held.version).toBe(4);
    expect(trail.entries.at(-1)).toMatchObject({
      version: 4,
      action: 'reconcile',
      changes: [{ key: 'price_cache_max_size', old: 7, new: 50 }],
    });
    expect((await trail.version(4))?.values).toEqual(config.values());
    expect((await startAudited({ storage, trail })).mended).toBeNull();
  });

  it.each([9, 1_999_999_999, 1])(
    'with a version %d that somebody wrote into the file counts on from the trail',
    async (version) => {
      const { storage, trail } = await edited();
      storage.held = { ...storage.held, version, values: storage.held?.values ?? {} };
      const { mended, config } = await startAudited({ storage, trail });
      expect(mended).toBeNull();
      expect(config.version()).toBe(3);
      await config.update('trading', { spread_pips: 5 }, byWindow);
      expect(storage.held.version).toBe(4);
    },
  );

  it('with another environment puts the difference on record', async () => {
    const { storage, trail } = await edited();
    const env = { MAX_HOLDING_HOURS: '48', SPREAD_PIPS: '9' };
    const { mended, config } = await startAudited({ storage, trail, env });
    // What was saved wins over the environment, so only the other differs.
    expect(mended).toContain('trading.max_holding_hours differed');
    expect(trail.entries.at(-1)).toMatchObject({
      version: 4,
      by: 'environment',
      changes: [{ key: 'max_holding_hours', old: 12, new: 48 }],
    });
    expect(config.state()).toMatchObject({ version: 4, can_undo: false });
    await startAudited({ storage, trail });
    expect(trail.entries.at(-1)).toMatchObject({ version: 5, changes: [{ old: 48, new: 12 }] });
  });

  it('that cannot save says that both still differ, and changes nothing', async () => {
    const { storage, trail } = await edited();
    const before = storage.held;
    storage.writesFail = true;
    const { mended, config } = await startAudited({ storage, trail, env: { MAX_HOLDING_HOURS: '48' } });
    expect(mended).toContain('could not be brought together');
    expect(config.version()).toBe(3);
    expect(storage.held).toBe(before);
  });

  it('with a trail that was put aside as corrupt begins a new one at the version in force', async () => {
    const place = await openTestDatabase();
    const storage = createMemoryStorage();
    const trail = await openAuditTrail(place.database);
    const first = await startAudited({ storage, trail });
    await first.config.update('trading', { spread_pips: 1 }, byWindow);
    await first.recorder.flush();
    await first.config.update('trading', { spread_pips: 2 }, byWindow);
    await first.recorder.flush();
    await place.database.close();
    writeFileSync(join(place.folder, databaseFileName), 'no database');

    const opened = await openDatabase({ folder: place.folder, now: Date.now });
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value.notice).toContain('kept as');
    expect(readdirSync(place.folder).filter((name) => name.includes('.corrupt-'))).not.toEqual([]);
    const fresh = await openAuditTrail(opened.value.database);
    const second = await startAudited({ storage, trail: fresh });
    expect(second.config.version()).toBe(3);
    expect((await fresh.newest())?.version).toBe(3);
    expect((await fresh.newest())?.values).toEqual(second.config.values());
    await opened.value.database.close();
    rmSync(place.folder, { recursive: true });
  });
});
