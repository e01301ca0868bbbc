import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditTrail, openAuditTrail } from '../../../../electron/engine/config/audit-trail.ts';
import { compose, defaults } from '../../../../electron/engine/config/layers.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import {
  type AuditFilter,
  auditActions,
  auditFilterSchema,
  auditOutcomes,
} from '../../../../shared/audit.ts';
import { changeSources } from '../../../../shared/config.ts';
import { allParameters } from '../../../../shared/parameters.ts';
import { createMemoryTrail, openTestDatabase, recorded, sampleEntry } from './audited.ts';

let place: Awaited<ReturnType<typeof openTestDatabase>>;
let trail: AuditTrail;

beforeEach(async () => {
  place = await openTestDatabase();
  trail = await openAuditTrail(place.database);
});

afterEach(() => place.close());

describe('the audit trail', () => {
  it('gives back what was put in, in its order, with ids that rise by one', async () => {
    const first = sampleEntry({
      reason: 'wider; "quoted", ’tis\nnew line',
      author: 'Žofie',
      changes: [{ category: 'trading', key: 'spread_pips', old: 0.1 + 0.2, new: 5e-324, symbol: null }],
      receipt: { delivered: 1, total: 2, duration_ms: 0.25, failed: ['model-service failed: no memory'] },
    });
    const second = sampleEntry({ outcome: 'refused', problem: 'Nothing was changed: …', by: 'api' });
    await trail.append([first, second]);
    await trail.append([sampleEntry({ version: 3 })]);
    const all = await recorded(trail);
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3]);
    const { state: _, ...shown } = first;
    expect(all[0]).toEqual({ id: 1, ...shown });
    expect(all[1]).toMatchObject({ outcome: 'refused', problem: 'Nothing was changed: …', receipt: null });
  });

  it('goes on counting after it was opened again', async () => {
    await trail.append([sampleEntry(), sampleEntry({ version: 3 })]);
    trail = await openAuditTrail(place.database);
    await trail.append([sampleEntry({ version: 4 })]);
    expect((await recorded(trail)).map(({ id, version }) => [id, version])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('takes a batch whole or not at all, and goes on after one that was not taken', async () => {
    const bad = sampleEntry({ version: 2 ** 40 });
    await expect(trail.append([sampleEntry(), bad])).rejects.toThrow();
    expect(await recorded(trail)).toEqual([]);
    expect(await trail.append([sampleEntry({ version: 7 })])).toEqual({ ok: true, value: null });
    expect((await recorded(trail)).map(({ id, version }) => [id, version])).toEqual([[1, 7]]);
  });

  it('answers several questions at once', async () => {
    await trail.append(Array.from({ length: 50 }, (_, i) => sampleEntry({ version: i + 2 })));
    const [page, version, newest] = await Promise.all([
      trail.page({ filter: {}, limit: 3 }),
      trail.version(10),
      trail.newest(),
    ]);
    expect(page.entries.map(({ version: each }) => each)).toEqual([51, 50, 49]);
    expect([version?.version, newest?.version]).toEqual([10, 51]);
  });

  it('knows the exact values of each version, also where refusals carry its number', async () => {
    const stored = { trading: { spread_pips: 0.1 + 0.2 }, model: { agreement_bonus: 1 / 3 } };
    const values = compose({ environment: {}, stored });
    await trail.append([
      sampleEntry({ version: 2 }),
      sampleEntry({ version: 3, state: { values, stored, symbols: {} } }),
      sampleEntry({ version: 3, outcome: 'refused' }),
    ]);
    expect(await trail.version(3)).toEqual({
      version: 3,
      at: Date.UTC(2024, 0, 2),
      values,
      stored,
      symbols: {},
    });
    expect(await trail.newest()).toEqual(await trail.version(3));
    expect((await trail.version(2))?.values).toEqual(defaults);
    expect(await trail.version(4)).toBeNull();
  });

  it('fills in the default of a parameter that an old record does not know, and leaves out one that is gone', async () => {
    const { spread_pips: _, ...trading } = defaults.trading;
    const values = { ...defaults, trading: { ...trading, leverage: 3 } } as unknown as typeof defaults;
    await trail.append([sampleEntry({ state: { values, stored: {}, symbols: {} } })]);
    expect((await trail.newest())?.values).toEqual(defaults);
  });

  it('is empty at first', async () => {
    expect(await trail.newest()).toBeNull();
    expect(await trail.page({ filter: {}, limit: 10 })).toEqual({ entries: [], older: null, missing: [] });
    expect(await trail.append([])).toEqual({ ok: true, value: null });
  });

  it.each(['old', 'new', 'category', 'key', '"', '{', 'null'])(
    'does not find %j in how it keeps changes, only in words',
    async (text) => {
      await trail.append([
        sampleEntry({
          changes: [{ category: 'cache', key: 'price_cache_max_size', old: 1, new: 2, symbol: null }],
        }),
        sampleEntry({ reason: `for ${text}` }),
      ]);
      expect((await recorded(trail, { text })).map(({ id }) => id)).toEqual([2]);
    },
  );

  it.each(["'; DROP TABLE audit; --", '%', '_', '\\', 'ÄÖ', '💶', 'İ'])(
    'finds %j where it stands, whatever the case, and nowhere else',
    async (text) => {
      await trail.append([
        sampleEntry({ reason: `a ${text} b` }),
        sampleEntry({ author: text.toLowerCase() }),
        sampleEntry({ reason: 'other' }),
      ]);
      expect((await recorded(trail, { text })).map(({ id }) => id)).toEqual([1, 2]);
      expect(await recorded(trail)).toHaveLength(3);
    },
  );

  it('answers every filter and every page as one that looks at each entry', async () => {
    const random = createRandom(3);
    const naive = createMemoryTrail();
    for (let batch = 0; batch < 40; batch += 1) {
      const entries = Array.from({ length: 1 + random.int(12) }, () => randomEntry(random));
      await trail.append(entries);
      await naive.append(entries);
    }
    let found = 0;
    for (let i = 0; i < 80; i += 1) {
      const filter = auditFilterSchema.parse(randomFilter(random));
      const query = { filter, limit: 1 + random.int(40) };
      let below: number | undefined;
      do {
        const page = await trail.page({ ...query, below });
        expect(page).toEqual(await naive.page({ ...query, below }));
        found += page.entries.length;
        below = page.older ?? undefined;
      } while (below !== undefined);
    }
    expect(found).toBeGreaterThan(1000);
  });
});

const symbols = ['EURUSD', 'BTCUSDT.P'];
const words = ['wider', 'Spread', 'after the news', 'TRIAL', 'ÄÖÜ', ''];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.int(from.length)];
}

function randomEntry(random: Random) {
  const outcome = pick(random, auditOutcomes);
  const changes = Array.from({ length: random.int(4) }, () => {
    const { category, key } = pick(random, allParameters());
    const next = random.next() < 0.1 ? true : random.normal();
    return { category, key, old: random.next(), new: next, symbol: pick(random, [null, ...symbols]) };
  });
  return sampleEntry({
    symbols: pick(random, [null, [], [symbols[0]], symbols]),
    at: Date.UTC(2024, 0, 2) + random.int(1000),
    outcome,
    action: pick(random, auditActions),
    by: pick(random, changeSources),
    version: 1 + random.int(500),
    author: pick(random, [null, ...words]),
    reason: pick(random, [null, ...words]),
    problem: outcome === 'refused' ? pick(random, words) : null,
    changes,
  });
}

function randomFilter(random: Random): AuditFilter {
  const maybe = <T>(value: T): T | undefined => (random.next() < 0.3 ? value : undefined);
  return {
    outcome: maybe(pick(random, auditOutcomes)),
    by: maybe(pick(random, changeSources)),
    action: random.next() < 0.1 ? pick(random, auditActions) : undefined,
    category: maybe(pick(random, ['cache', 'trading', 'model'])),
    text: maybe(pick(random, ['WIDER', 'weight', 'e', 'äö', 'trading.spread', 'usdt'])),
    symbol: random.next() < 0.15 ? pick(random, symbols) : undefined,
    from: maybe(Date.UTC(2024, 0, 2) + random.int(600)),
    to: maybe(Date.UTC(2024, 0, 2) + 400 + random.int(600)),
  };
}
