import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClosedBar, createBarCloser } from '../../../../../electron/engine/market/bar-closer.ts';
import { barAt, joinBars, viewBars } from '../../../../../electron/engine/market/bars.ts';
import { type MarketStore, openMarketStore } from '../../../../../electron/engine/market/market-store.ts';
import { createPeriods } from '../../../../../electron/engine/market/periods.ts';
import { resample } from '../../../../../electron/engine/market/resample.ts';
import {
  createSimulatedSource,
  simulatedId,
  storeSimulatedHistory,
} from '../../../../../electron/engine/market/simulator/simulated-market.ts';
import {
  simulateAgain,
  simulatorAt,
} from '../../../../../electron/engine/market/simulator/simulated-past.ts';
import { createSimulator } from '../../../../../electron/engine/market/simulator/simulator.ts';
import { databaseFileName } from '../../../../../electron/engine/storage/database.ts';
import {
  type Bars,
  type Dataset,
  dayMs,
  hourMs,
  minuteMs,
  timeframes,
} from '../../../../../shared/market.ts';
import { failure, type Result, success } from '../../../../../shared/result.ts';
import { valueIn } from '../../test-engine.ts';

const interval_ms = 5 * minuteMs;
const seed = 9;
const stored = 3005;

const fixtureFolder = join(import.meta.dirname, '../../../../fixtures/data-folder-0.1');

let folder: string;
let store: MarketStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulated-'));
  store = valueIn(await openMarketStore({ folder, now: () => 0 })).store;
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['new-york', 'new-york-close'],
  ['utc-22', 'utc'],
] as const)('the simulated market that goes on by the week of %s', (calendar, trading_day) => {
  const endless = createSimulator({ seed, calendar }).next(20_000);
  const periods = createPeriods({ phase_ms: 0, trading_day });

  beforeEach(async () => {
    const dataset = {
      id: simulatedId,
      symbol: 'EURUSD',
      source: 'simulated',
      interval_ms,
      seed,
      trading_day,
      calendar,
    } as const;
    valueIn(await store.insertBars(dataset, createSimulator({ seed, calendar }).next(stored)));
  });

  it('closes the bars that resampling all of it would give, each once', async () => {
    const live = await resume(store);
    const closed: ClosedBar[] = [];
    for (const hours of [1, 3, 0, 40, 100]) closed.push(...valueIn(await live.next(hours)));
    expectFollowsStored(closed, stored + 144 * 12);
  });

  it('is stored as it was shown, and goes on from there after a restart', async () => {
    const first = await resume(store);
    const closed = [...valueIn(await first.next(7)), ...valueIn(await first.next(20))];
    expect(await first.save()).toEqual({ ok: true, value: null });
    expect(await first.save()).toEqual({ ok: true, value: null });
    const second = await resume(store);
    closed.push(...valueIn(await second.next(50)));
    valueIn(await second.save());
    expectFollowsStored(closed, stored + 77 * 12);
    const bars = valueIn(await store.lastBars(simulatedId, 1e6));
    expect(bars).toEqual(createSimulator({ seed, calendar }).next(stored + 77 * 12));
  });

  it('loses no bar that could not be stored, however often it fails', async () => {
    let full = true;
    const failing: MarketStore = {
      ...store,
      appendBars: (...asked) =>
        full ? Promise.resolve(failure('not-saved', 'the disk is full')) : store.appendBars(...asked),
    };
    const live = await resume(failing);
    await live.next(5);
    expect(await live.save()).toMatchObject({ problem: { code: 'not-saved' } });
    await live.next(5);
    const both = [live.save(), live.save()];
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([false, false]);
    full = false;
    await live.next(5);
    expect((await Promise.all([live.save(), live.save()])).map(({ ok }) => ok)).toEqual([true, true]);
    const bars = valueIn(await store.lastBars(simulatedId, 1e6));
    expect(bars).toEqual(createSimulator({ seed, calendar }).next(stored + 15 * 12));
  });

  it('keeps a bounded past, goes on to the last bit, and makes the older bars again', async () => {
    const years = 5;
    const hoursOfYear = 52 * 120;
    let made = stored;
    for (let year = 0; year < years; year += 1) {
      const live = await resume(store);
      for (let part = 0; part < 2; part += 1) {
        valueIn(await live.next(hoursOfYear / 2));
        made += 12 * (hoursOfYear / 2);
        valueIn(await live.save());
      }
    }
    const whole = createSimulator({ seed, calendar }).next(made);
    const kept = valueIn(await store.lastBars(simulatedId, 1e9));
    expect(kept).toEqual(viewBars(whole, made - kept.time.length));
    expect(kept.time.length / (12 * hoursOfYear)).toBeGreaterThanOrEqual(3);
    expect(kept.time.length / (12 * hoursOfYear)).toBeLessThanOrEqual(3.6);
    const states = await store.database.read((connection) =>
      connection.runAndReadAll('FROM simulator_states'),
    );
    expect(states.currentRowCount).toBeLessThan(5 * years);

    const dataset = await storedDataset(store);
    const [hours, from] = [3000, whole.time[12 * hoursOfYear - (stored % 12)]];
    for (const [past, first] of [
      [{ from: null, hours }, 0],
      [{ from: hourOf(from), hours }, whole.time.indexOf(hourOf(from))],
    ] as const) {
      const again = valueIn(await simulateAgain(store, dataset, past));
      const bars = viewBars(whole, first, first + 12 * hours);
      expect(again['1H'].time).toHaveLength(hours);
      for (const timeframe of timeframes)
        expect(again[timeframe]).toEqual(resample(bars, timeframe, interval_ms, periods));
    }
  }, 60_000);

  it('goes on from the state that was stored with it, not through the whole past again', async () => {
    const live = await resume(store);
    valueIn(await live.next(2 * 52 * 120));
    valueIn(await live.save());
    let turns = 0;
    const { to } = await storedDataset(store);
    const simulator = await simulatorAt(store, { id: simulatedId, seed }, to + dayMs, () => {
      turns += 1;
      return true;
    });
    expect(simulator).not.toBeNull();
    expect(turns).toBeLessThanOrEqual(1);
  });

  it('keeps a state for about each quarter of a year, however often it is saved', async () => {
    const live = await resume(store);
    for (let day = 0; day < 90; day += 1) {
      valueIn(await live.next(24));
      valueIn(await live.save());
    }
    const states = await store.database.read((connection) =>
      connection.runAndReadAll('FROM simulator_states'),
    );
    expect(states.currentRowCount).toBeGreaterThanOrEqual(1);
    expect(states.currentRowCount).toBeLessThanOrEqual(3);
  });

  it('ends at once while it is being brought to its end', async () => {
    const dataset = { ...(await storedDataset(store)), to: endless.time[0] + 1000 * 365 * dayMs };
    const live = await createSimulatedSource(store, dataset);
    const going = live.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
    live.stop('The desk is ending.');
    expect(await going).toMatchObject({
      ok: false,
      problem: { code: 'cancelled', message: 'The desk is ending.' },
    });
  });

  /** `closed` is what closes between the stored bars and `end`, bar by bar. */
  function expectFollowsStored(closed: readonly ClosedBar[], end: number): void {
    for (const timeframe of timeframes) {
      const upTo = (count: number) => resample(viewBars(endless, 0, count), timeframe, interval_ms, periods);
      const before = upTo(stored).time.length;
      const all = upTo(end);
      const expected = Array.from(all.time, (_, i) => barAt(all, i)).slice(before);
      expect(closed.filter((each) => each.timeframe === timeframe).map(({ bar }) => bar)).toEqual(expected);
    }
  }
});

describe('a simulated market that is begun', () => {
  it('is open by the week of New York and has five whole days a week', async () => {
    const context = { signal: new AbortController().signal, report: () => {} };
    const dataset = valueIn(await storeSimulatedHistory(store, seed, context));
    expect(dataset.trading_day).toBe('new-york-close');
    const { time, volume } = valueIn(await store.loadBars(simulatedId)).D;
    expect(time).toHaveLength(3 * 52 * 5);
    expect(volume.every((units) => units > 0)).toBe(true);
    const opens = new Set(Array.from(time, (at) => newYorkClock.format(at)));
    expect([...opens]).toEqual(['Sun 17:00', 'Mon 17:00', 'Tue 17:00', 'Wed 17:00', 'Thu 17:00']);
    const base = valueIn(await store.lastBars(simulatedId, 1e9)).time;
    expect(base).toHaveLength(time.length * 288);
  });

  it('goes on by UTC where version 0.1 began it, bar for bar', async () => {
    const old = await mkdtemp(join(tmpdir(), 'simulated-0.1-'));
    try {
      await copyFile(join(fixtureFolder, databaseFileName), join(old, databaseFileName));
      const kept = valueIn(await openMarketStore({ folder: old, now: () => 0 })).store;
      try {
        const before = valueIn(await kept.lastBars(simulatedId, 1e9));
        const live = await resume(kept);
        valueIn(await live.next(120 * 40));
        valueIn(await live.save());
        const bars = valueIn(await kept.lastBars(simulatedId, 1e9));
        const { seed: own, trading_day } = await storedDataset(kept);
        expect(trading_day).toBe('utc');
        expect(viewBars(bars, 0, before.time.length)).toEqual(before);
        const whole = createSimulator({ seed: own ?? 0, calendar: 'utc-22' });
        expect(bars).toEqual(whole.next(before.time.length + 120 * 40 * 12));
      } finally {
        await kept.close();
      }
    } finally {
      await rm(old, { recursive: true, force: true });
    }
  });
});

const newYorkClock = new Intl.DateTimeFormat('en-US', {
  ...{ timeZone: 'America/New_York', weekday: 'short' },
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

function hourOf(time: number): number {
  return Math.floor(time / hourMs) * hourMs;
}

async function storedDataset(from: MarketStore): Promise<Dataset> {
  const dataset = (await from.datasets()).find(({ id }) => id === simulatedId);
  if (!dataset) throw new Error('the simulated market is not stored');
  return dataset;
}

/** The source, with what its bars close. */
async function resume(from: MarketStore) {
  const dataset = await storedDataset(from);
  const source = await createSimulatedSource(from, dataset);
  const close = createBarCloser(dataset, valueIn(await from.lastBars(simulatedId, 300)));
  let told: Bars[] = [];
  source.subscribe((event) => {
    if (event.kind === 'bars') told.push(event.bars);
  });
  return {
    save: source.save,
    async next(hours: number): Promise<Result<ClosedBar[]>> {
      const made = await source.advance(hours);
      const closed = close(joinBars(told));
      told = [];
      return made.ok ? success(closed) : made;
    },
  };
}
