import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BarEvent } from '../../../../electron/engine/feeds/bar-source.ts';
import { createRecordedSource } from '../../../../electron/engine/feeds/recorded-source.ts';
import { viewBars } from '../../../../electron/engine/market/bars.ts';
import { type MarketStore, openMarketStore } from '../../../../electron/engine/market/market-store.ts';
import { createSimulatedSource } from '../../../../electron/engine/market/simulator/simulated-market.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import { type Bars, type Dataset, minuteMs } from '../../../../shared/market.ts';
import { valueIn } from '../test-engine.ts';
import { describeBarSource } from './bar-source-conformity.ts';

const interval_ms = 5 * minuteMs;
const market = createSimulator({ seed: 4 }).next(4000);

let folder: string;
let store: MarketStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
  store = valueIn(await openMarketStore({ folder, now: () => 0 })).store;
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function stored(id: string): Promise<Dataset> {
  const found = (await store.datasets()).find((dataset) => dataset.id === id);
  if (!found) throw new Error(`${id} is not stored`);
  return found;
}

async function insert(source: Dataset['source'], bars: Bars): Promise<Dataset> {
  const seed = source === 'simulated' ? 4 : null;
  return valueIn(await store.insertBars({ id: 'X', symbol: 'EURUSD', source, interval_ms, seed }, bars));
}

describeBarSource('the simulated market', async () => {
  const source = await createSimulatedSource(store, await insert('simulated', viewBars(market, 0, 1000)));
  let made = 1000;
  return {
    source,
    async goOn(random) {
      const hours = 1 + random.int(5);
      const went = await source.advance(hours);
      if (went.ok) made += 12 * hours;
      if (random.next() < 0.5) valueIn(await source.save());
    },
    all: async () => createSimulator({ seed: 4 }).next(made),
    stop: source.stop,
  };
});

describeBarSource('recorded data', async () => {
  const source = createRecordedSource(store, await insert('imported', viewBars(market, 0, 1000)));
  let end = 1000;
  let stopped = false;
  return {
    source,
    async goOn(random) {
      if (stopped) return;
      const next = end + 1 + random.int(40);
      valueIn(await store.appendBars('X', viewBars(market, end, next)));
      end = next;
      await source.stored(await stored('X'));
    },
    all: async () => viewBars(market, 0, end),
    stop(because) {
      stopped = true;
      source.stop(because);
    },
  };
});

describe('recorded data that are changed before their end', () => {
  it('are told as a correction from there on', async () => {
    const source = createRecordedSource(store, await insert('imported', viewBars(market, 500, 1000)));
    const told: BarEvent[] = [];
    source.subscribe((event) => told.push(event));
    valueIn(await store.removeDataset('X'));
    const grown = await insert('imported', viewBars(market, 0, 1000));
    await source.stored(grown);
    await source.stored(grown);
    expect(told).toEqual([{ kind: 'correction', from: market.time[0] }]);
  });
});
