import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { barsFrom, joinBars, viewBars } from '../../../../electron/engine/market/bars.ts';
import type { MarketStore } from '../../../../electron/engine/market/market-store.ts';
import { openMarketStore } from '../../../../electron/engine/market/market-store.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import type { Bars } from '../../../../shared/market.ts';
import { minuteMs } from '../../../../shared/market.ts';
import { valueIn } from '../test-engine.ts';
import { newYorkRules } from './utc-periods.ts';

const interval_ms = 5 * minuteMs;
const simulated = {
  id: 'EURUSD@simulated',
  symbol: 'EURUSD',
  source: 'simulated',
  interval_ms,
  seed: 42,
} as const;
/** A currency is cut into days of New York unless it is said otherwise. */
const newYork = createPeriods(newYorkRules);
const now = () => Date.UTC(2024, 5, 1, 12, 30, 15);

let folder: string;
let store: MarketStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'market-store-'));
  store = await open();
});

afterEach(async () => {
  await store.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

describe('market store', () => {
  it('gives back, resampled, what was stored, also after a restart', async () => {
    const bars = randomBars(20_000);
    expect(await store.insertBars(simulated, bars)).toMatchObject({
      ok: true,
      value: { ...simulated, bars: 20_000, from: bars.time[0], to: bars.time[19_999] },
    });
    const expected = {
      '1H': resample(bars, '1H', interval_ms, newYork),
      '4H': resample(bars, '4H', interval_ms, newYork),
      D: resample(bars, 'D', interval_ms, newYork),
    };
    expect(await store.loadBars(simulated.id)).toEqual({ ok: true, value: expected });
    await store.close();
    store = await open();
    expect(await store.loadBars(simulated.id)).toEqual({ ok: true, value: expected });
    expect(await store.lastBars(simulated.id, 5000)).toEqual({
      ok: true,
      value: joinBars([viewBars(bars, 15_000)]),
    });
  });

  it('keeps spreads where there are some; a longer bar has that of its first base bar', async () => {
    const [plain, withSpread] = [randomBars(600), { ...randomBars(600), spread: spreads(600) }];
    await store.insertBars(simulated, withSpread);
    await store.insertBars({ ...simulated, id: 'PLAIN' }, plain);
    expect(await store.datasets()).toMatchObject([{ has_spread: true }, { id: 'PLAIN', has_spread: false }]);
    expect(valueIn(await store.lastBars(simulated.id, 600))).toEqual(withSpread);
    expect(valueIn(await store.lastBars('PLAIN', 600))).toEqual(plain);
    const hours = valueIn(await store.loadBars(simulated.id))['1H'];
    const first = Array.from(hours.time, (time) => withSpread.spread[withSpread.time.indexOf(time)]);
    expect([...(hours.spread ?? [])]).toEqual(first);
    expect(valueIn(await store.loadBars('PLAIN'))['1H'].spread).toBeUndefined();
    // Bars without spreads that come later have unknown ones, not none.
    await store.appendBars(simulated.id, barsFrom([bar(Date.UTC(2030, 0, 1))]));
    expect(valueIn(await store.lastBars(simulated.id, 1)).spread).toEqual(Float64Array.of(Number.NaN));
  });

  it('takes new bars at the end and refuses those that are not after it', async () => {
    const bars = randomBars(300);
    await store.insertBars(simulated, viewBars(bars, 0, 200));
    expect(await store.appendBars(simulated.id, viewBars(bars, 200))).toEqual({ ok: true, value: null });
    expect(await store.lastBars(simulated.id, 1000)).toEqual({ ok: true, value: bars });
    expect(await store.appendBars(simulated.id, viewBars(bars, 299))).toMatchObject({
      ok: false,
      problem: { code: 'conflict' },
    });
  });

  it('replaces a whole series and removes one', async () => {
    await store.insertBars(simulated, randomBars(100));
    const other = randomBars(50, 2);
    await store.insertBars({ ...simulated, seed: 2 }, other);
    expect(await store.datasets()).toMatchObject([{ id: simulated.id, seed: 2, bars: 50 }]);
    expect(await store.removeDataset(simulated.id)).toEqual({ ok: true, value: null });
    expect(await store.datasets()).toEqual([]);
    expect(await store.loadBars(simulated.id)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('refuses bars that do not rise in time and series without a bar', async () => {
    const [a, b] = [bar(0), bar(interval_ms)];
    expect(await store.insertBars(simulated, barsFrom([b, a]))).toMatchObject({
      problem: { code: 'invalid' },
    });
    expect(await store.insertBars(simulated, barsFrom([]))).toMatchObject({ problem: { code: 'invalid' } });
  });

  it('refuses bars that are not on the spacing and the phase of their series', async () => {
    const [first, next] = [bar(0), bar(interval_ms)];
    const late = { ...simulated, id: 'LATE', phase_ms: 2 * minuteMs };
    const invalid = (says: RegExp) => ({
      ok: false,
      problem: { code: 'invalid', message: expect.stringMatching(says) },
    });
    expect(await store.insertBars(simulated, barsFrom([first, bar(interval_ms + 1)]))).toEqual(
      invalid(/every 300000 ms at 0 ms past.*00:05:00\.001Z/),
    );
    expect(await store.insertBars(late, barsFrom([first, next]))).toEqual(invalid(/120000 ms past/));
    expect(await store.insertBars({ ...simulated, interval_ms: 2_700_000 }, barsFrom([first]))).toEqual(
      invalid(/an hour must be a whole number of bars/),
    );
    expect(await store.datasets()).toEqual([]);

    expect(await store.insertBars(late, barsFrom([bar(120_000)]))).toMatchObject({ ok: true });
    expect(await store.appendBars('LATE', barsFrom([next]))).toEqual(invalid(/120000 ms past/));
    expect(await store.appendBars('LATE', barsFrom([bar(interval_ms + 120_000)]))).toMatchObject({
      ok: true,
    });
  });

  it('keeps the old series whole when storing a new one is cancelled', async () => {
    const old = randomBars(100);
    await store.insertBars(simulated, old);
    const cancel = new AbortController();
    const storing = store.insertBars({ ...simulated, seed: 3 }, randomBars(100_000, 3), cancel.signal);
    setImmediate(() => cancel.abort());
    expect(await storing).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    expect(await store.datasets()).toMatchObject([{ seed: 42, bars: 100 }]);
    expect(await store.lastBars(simulated.id, 100)).toEqual({ ok: true, value: old });
  });
});

describe('a broken store file', () => {
  const damages: readonly [string, (path: string) => Promise<void>][] = [
    ['cut in half', async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
    ['cut to its header', (path) => truncate(path, 4096)],
    ['emptied', (path) => truncate(path, 0)],
    ['overwritten with text', (path) => writeFile(path, 'not a database')],
    [
      'damaged in the middle',
      async (path) => {
        const bytes = await readFile(path);
        await writeFile(path, bytes.fill(7, bytes.length / 2, bytes.length / 2 + 50_000));
      },
    ],
  ];

  it.each(damages)(
    'that was %s is kept aside, told of, and replaced by an empty store',
    async (_, damage) => {
      await store.insertBars(simulated, randomBars(20_000));
      await store.close();
      const path = join(folder, 'market.duckdb');
      await damage(path);
      await copyFile(path, join(folder, 'as-found'));

      const opened = await openMarketStore({ folder, now });
      if (!opened.ok) throw new Error(opened.problem.message);
      store = opened.value.store;
      const kept = 'market.duckdb.corrupt-2024-06-01T12-30-15.000Z';
      expect(opened.value.notice).toContain(kept);
      expect(await readdir(folder)).toContain(kept);
      expect((await readFile(join(folder, kept))).equals(await readFile(join(folder, 'as-found')))).toBe(
        true,
      );
      expect(await store.datasets()).toEqual([]);
      expect(await store.insertBars(simulated, randomBars(10))).toMatchObject({ ok: true });
    },
  );

  it('is not confused with a folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await openMarketStore({ folder: join(folder, 'file'), now })).toMatchObject({
      ok: false,
      problem: { code: 'not-saved' },
    });
  });
});

async function open(): Promise<MarketStore> {
  const opened = await openMarketStore({ folder, now });
  if (!opened.ok) throw new Error(opened.problem.message);
  expect(opened.value.notice).toBeNull();
  return opened.value.store;
}

/** Every seventh is not known. */
function spreads(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (i % 7 === 3 ? Number.NaN : 0.0001 + i * 1e-7));
}

function bar(time: number) {
  return { time, open: 1, high: 2, low: 0.5, close: 1.5, volume: 1 };
}

function randomBars(count: number, seed = 1): Bars {
  const random = createRandom(seed);
  return barsFrom(
    Array.from({ length: count }, (_, index) => ({
      time: Date.UTC(2024, 0, 1) + index * interval_ms,
      open: 1 + random.next(),
      high: 2 + random.next(),
      low: 0.5 + random.next() / 2,
      close: 1 + random.next(),
      volume: random.next() * 100,
    })),
  );
}
