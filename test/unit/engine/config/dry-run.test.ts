import { describe, expect, it } from 'vitest';
import type { DryRun } from '../../../../shared/audit.ts';
import type { Receipt } from '../../../../shared/config.ts';
import type { Result } from '../../../../shared/result.ts';
import { type DeskParts, startDeskParts } from './desk-parts.ts';
import { byWindow } from './harness.ts';

async function dryRun(desk: DeskParts, changes: unknown): Promise<DryRun> {
  const answer = (await desk.ask('config.validate', { changes })) as Result<DryRun>;
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const countsOf = (desk: DeskParts) =>
  new Map(
    desk
      .caches()
      .map(({ name, size, evictions, invalidations }) => [name, { size, lost: evictions + invalidations }]),
  );

describe('a dry run', () => {
  it.each<[string, Record<string, Record<string, number | boolean>>]>([
    ['a value of no cache', { trading: { spread_pips: 2 } }],
    [
      'several values',
      { trading: { spread_pips: 2 }, model: { agreement_bonus: 0.1, use_regime_adjustment: false } },
    ],
    [
      'lower limits',
      { cache: { ohlcv_cache_max_size: 4, asset_cache_max_size: 2, price_cache_max_size: 1 } },
    ],
    ['limits that still hold everything', { cache: { ohlcv_cache_max_size: 15, asset_cache_max_size: 5 } }],
    ['a lower limit of predictions', { cache: { prediction_cache_max_size: 3 } }],
    ['another time to live', { cache: { prediction_cache_ttl_seconds: 5 } }],
    ['a value that is in force already', { trading: { spread_pips: 0.5 } }],
    ['weights', { model: { weight_1h: 0.5, weight_4h: 0.4 } }],
  ])('of %s says exactly what then happens', async (_what, changes) => {
    const desk = await startDeskParts();
    desk.fillCaches();
    const before = countsOf(desk);
    const state = desk.config.state();
    const would = await dryRun(desk, changes);
    expect(desk.config.state()).toEqual(state);
    expect(countsOf(desk)).toEqual(before);
    expect(would.problems).toEqual([]);

    const done = await desk.config.updateAll(changes, byWindow, 'update');
    expect(
      done.ok && done.value.changes.map(({ category, key, old, new: to }) => [`${category}.${key}`, old, to]),
    ).toEqual(would.differences.map(({ path, from, to }) => [path, from, to]));
    const after = countsOf(desk);
    const lost = [...after].flatMap(([name, { lost: now }]) => {
      const entries = now - (before.get(name)?.lost ?? 0);
      return entries > 0 ? [{ name, entries }] : [];
    });
    expect(would.caches.toSorted(byName)).toEqual(lost.toSorted(byName));
    expect(would.predictions_dropped).toBe(60);
    expect(after.get('predictions')?.size).toBe(0);
  });

  it.each<[string, unknown]>([
    ['a bad value', { trading: { spread_pips: -1 } }],
    ['an unknown key', { trading: { leverage: 3 } }],
    ['an unknown category', { money: { a: 1 } }],
    ['weights that do not sum to 1', { model: { weight_1h: 0.9 } }],
    ['nothing', {}],
  ])(
    'of %s tells the problems that the update would have, and that nothing would happen',
    async (_what, changes) => {
      const desk = await startDeskParts();
      desk.fillCaches();
      const would = await dryRun(desk, changes);
      expect(would).toMatchObject({ differences: [], caches: [], predictions_dropped: 0 });
      const refused = (await desk.config.updateAll(changes as never, byWindow, 'update')) as Result<Receipt>;
      expect(refused.ok).toBe(false);
      if (!refused.ok && refused.problem.details) expect(would.problems).toEqual(refused.problem.details);
      expect(would.problems).not.toEqual([]);
      expect(countsOf(desk).get('predictions')?.size).toBe(60);
    },
  );

  it('during a preview is compared with what is saved', async () => {
    const desk = await startDeskParts();
    await desk.config.preview('trading', { spread_pips: 3 });
    expect((await dryRun(desk, { trading: { spread_pips: 2 } })).differences).toEqual([
      { path: 'trading.spread_pips', from: 0.5, to: 2, symbol: null },
    ]);
    expect(desk.config.values().trading.spread_pips).toBe(3);
  });

  it('leaves no trace on record', async () => {
    const desk = await startDeskParts();
    await dryRun(desk, { trading: { spread_pips: 2 } });
    await dryRun(desk, { trading: { spread_pips: -2 } });
    await desk.recorder.flush();
    expect((await desk.trail.page({ filter: {}, limit: 10 })).entries).toHaveLength(1);
  });
});

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name);
}
