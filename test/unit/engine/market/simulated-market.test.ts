import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedBar } from '../../../../electron/engine/ensemble/analyst.ts';
import { barAt, viewBars } from '../../../../electron/engine/market/bars.ts';
import { type MarketStore, openMarketStore } from '../../../../electron/engine/market/market-store.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import {
  type LiveSimulation,
  resumeSimulation,
  simulatedId,
} from '../../../../electron/engine/market/simulated-market.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator.ts';
import { minuteMs, timeframes } from '../../../../shared/market.ts';
import { failure } from '../../../../shared/result.ts';
import { valueIn } from '../test-engine.ts';
import { utcPeriods } from './utc-periods.ts';

const interval_ms = 5 * minuteMs;
const seed = 9;
const stored = 3005;
const endless = createSimulator({ seed }).next(20_000);

let folder: string;
let store: MarketStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulated-'));
  store = valueIn(await openMarketStore({ folder, now: () => 0 })).store;
  const dataset = { id: simulatedId, symbol: 'EURUSD', source: 'simulated', interval_ms, seed } as const;
  valueIn(await store.insertBars(dataset, createSimulator({ seed }).next(stored)));
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the simulated market that goes on', () => {
  it('closes the bars that resampling all of it would give, each once', async () => {
    const live = await resume(store);
    const closed = [1, 3, 0, 40, 100].flatMap((hours) => live.next(hours));
    expectFollowsStored(closed, stored + 144 * 12);
  });

  it('is stored as it was shown, and goes on from there after a restart', async () => {
    const first = await resume(store);
    const closed = [...first.next(7), ...first.next(20)];
    expect(await first.save()).toEqual({ ok: true, value: null });
    expect(await first.save()).toEqual({ ok: true, value: null });
    const second = await resume(store);
    closed.push(...second.next(50));
    valueIn(await second.save());
    expectFollowsStored(closed, stored + 77 * 12);
    const bars = valueIn(await store.lastBars(simulatedId, 1e6));
    expect(bars).toEqual(createSimulator({ seed }).next(stored + 77 * 12));
  });

  it('loses no bar that could not be stored, however often it fails', async () => {
    let full = true;
    const failing: MarketStore = {
      ...store,
      appendBars: (id, bars) =>
        full ? Promise.resolve(failure('not-saved', 'the disk is full')) : store.appendBars(id, bars),
    };
    const live = await resume(failing);
    live.next(5);
    expect(await live.save()).toMatchObject({ problem: { code: 'not-saved' } });
    live.next(5);
    const both = [live.save(), live.save()];
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([false, false]);
    full = false;
    live.next(5);
    expect((await Promise.all([live.save(), live.save()])).map(({ ok }) => ok)).toEqual([true, true]);
    const bars = valueIn(await store.lastBars(simulatedId, 1e6));
    expect(bars).toEqual(createSimulator({ seed }).next(stored + 15 * 12));
  });
});

async function resume(from: MarketStore): Promise<LiveSimulation> {
  const dataset = (await store.datasets()).find(({ id }) => id === simulatedId);
  if (!dataset) throw new Error('the simulated market is not stored');
  return valueIn(await resumeSimulation(from, dataset));
}

/** `closed` is what closes between the stored bars and `end`, bar by bar. */
function expectFollowsStored(closed: readonly ClosedBar[], end: number): void {
  for (const timeframe of timeframes) {
    const upTo = (count: number) => resample(viewBars(endless, 0, count), timeframe, interval_ms, utcPeriods);
    const before = upTo(stored).time.length;
    const all = upTo(end);
    const expected = Array.from(all.time, (_, i) => barAt(all, i)).slice(before);
    expect(closed.filter((each) => each.timeframe === timeframe).map(({ bar }) => bar)).toEqual(expected);
  }
}
