import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  mostSpans,
  openVersionLog,
  type UnderWhich,
  type VersionLog,
} from '../../../../electron/engine/candidates/version-log.ts';
import { hourMs } from '../../../../shared/market.ts';
import { openTestDatabase } from '../config/audited.ts';
import { valueIn } from '../test-engine.ts';

let place: Awaited<ReturnType<typeof openTestDatabase>>;
let log: VersionLog;

beforeEach(async () => {
  place = await openTestDatabase();
  log = await openVersionLog(place.database);
});

afterEach(() => place.close());

const market: UnderWhich = { identity: {}, bundle: 'hash', version: 1 };

function walk(from: number, to: number, under: UnderWhich | null, dataset = 'EURUSD'): void {
  for (let bar = from; bar <= to; bar += 1) log.arrived(dataset, bar, bar * hourMs, under);
}

async function spans(): Promise<string[]> {
  return (await log.spans(100)).map(({ version, from, to, bars }) => {
    expect((to - from) / hourMs + 1).toBe(bars);
    return `v${version} ${from / hourMs}–${to / hourMs}`;
  });
}

describe('the record of which version was in force on which bars', () => {
  it('counts the bars that closed under a version, from the one after it began', async () => {
    walk(10, 14, market);
    walk(14, 14, { ...market, version: 2 });
    walk(15, 20, { ...market, version: 2 });
    expect(await spans()).toEqual(['v2 15–20', 'v1 11–14']);
    walk(21, 22, { ...market, version: 2 });
    expect(await spans()).toEqual(['v2 15–22', 'v1 11–14']);
  });

  it('leaves out where the replay jumped to, other data, and bars under a preview', async () => {
    walk(10, 12, market);
    walk(50, 52, market);
    walk(53, 54, { ...market, version: null });
    walk(55, 56, market);
    walk(57, 58, { ...market, identity: {} });
    log.arrived('EURUSD', -1, Number.NaN, null);
    walk(59, 60, market);
    walk(30, 30, market);
    expect(await spans()).toEqual(['v1 60–60', 'v1 58–58', 'v1 55–56', 'v1 51–52', 'v1 11–12']);
  });

  it('follows several datasets side by side', async () => {
    const other = { ...market, identity: {} };
    for (let bar = 10; bar < 14; bar += 1) {
      walk(bar, bar, market);
      walk(bar + 100, bar + 100, other, 'GBPUSD');
    }
    expect((await log.spans(10)).map(({ dataset, from, bars }) => [dataset, from / hourMs, bars])).toEqual([
      ['GBPUSD', 111, 3],
      ['EURUSD', 11, 3],
    ]);
    expect((await log.spans(10, 'EURUSD')).map(({ dataset }) => dataset)).toEqual(['EURUSD']);
  });

  it('holds no more in memory than on disk while the disk refuses it', async () => {
    let full = false;
    const { database } = place;
    log = await openVersionLog({
      ...database,
      work: (work) => (full ? Promise.reject(new Error('No space left on device')) : database.work(work)),
    });
    full = true;
    for (let bar = 0; bar <= mostSpans + 100; bar += 1) {
      log.arrived('EURUSD', bar, bar * hourMs, { ...market, version: bar + 1 });
      if (bar % 500 === 0) expect((await log.save()).ok).toBe(bar === 0);
    }
    const held = await log.spans(10 * mostSpans);
    expect(held).toHaveLength(mostSpans);
    expect(held[0].version).toBe(mostSpans + 101);
    full = false;
    valueIn(await log.save());
    expect(await log.spans(10 * mostSpans)).toEqual(held);
  });

  it('is there after a new start, and goes on with spans of its own', async () => {
    walk(10, 12, market);
    valueIn(await log.save());
    log = await openVersionLog(place.database);
    walk(12, 14, { ...market, identity: {} });
    expect(await spans()).toEqual(['v1 13–14', 'v1 11–12']);
    expect(await log.spans(1)).toEqual([
      { dataset: 'EURUSD', bundle: 'hash', version: 1, from: 13 * hourMs, to: 14 * hourMs, bars: 2 },
    ]);
  });

  it('forgets the oldest of very many', async () => {
    for (let i = 0; i < mostSpans + 10; i += 1) walk(10 * i, 10 * i + 1, market);
    const kept = await log.spans(mostSpans + 10);
    expect(kept).toHaveLength(mostSpans);
    expect(kept.at(-1)?.from).toBe(101 * hourMs);
  });
});
