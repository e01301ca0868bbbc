import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '../../../shared/market.ts';
import { settle } from './test-clock.ts';
import { createTestEngine, type TestEngine, valueIn } from './test-engine.ts';

/** What is stored of the simulated market at most: three and a half years. */
const mostMs = 3.5 * 52 * 7 * dayMs;
const storedHours = 3 * 52 * 120;
const everyMs = 30_000;

describe('a desk whose market goes on for years', () => {
  let desk: TestEngine;

  beforeAll(async () => {
    desk = await createTestEngine({});
    await desk.start();
    desk.handlers()['replay.jump']({ to: 8e15 });
  }, 60_000);

  afterAll(() => desk.remove());

  /** Lets bars close, saving as often as a desk does that plays at full speed. */
  async function playOn(hours: number): Promise<void> {
    for (let made = 0; made < hours; made += 1000) {
      await desk.handlers()['replay.step']({ bars: 1000 });
      const before = await desk.state();
      const due = Number(before.replay.to) - Number(before.replay.from) > mostMs;
      await desk.clock.advance(everyMs);
      while (due && (await desk.state()).replay.from === before.replay.from) await settle();
    }
  }

  it('holds no more of it in memory than is stored, and no bar changes its index', async () => {
    const before = await desk.state();
    await playOn(8000);
    const { market, replay } = await desk.state();
    expect(replay.index).toBe(before.replay.index + 8000);
    expect(replay.bars).toBe(before.replay.bars + 8000);
    expect(Number(replay.to) - Number(replay.from)).toBeLessThanOrEqual(mostMs);
    expect(market.closed_bars['1H']).toBeLessThanOrEqual(storedHours * 1.25);
    expect(market.closed_bars['4H']).toBeLessThanOrEqual((storedHours * 1.25) / 4 + 400);
    expect(market.closed_bars.D).toBeLessThanOrEqual(3.5 * 52 * 5 + 5);
  }, 60_000);

  it('takes a bundle that is loaded afterwards at the right bars', async () => {
    const ask = desk.handlers();
    const { models } = await desk.state();
    const before = valueIn(await ask['prediction.list']({ limit: 200 }));
    valueIn(await ask['models.activate']({ bundle: String(models.active) }));
    const uncached = (each: (typeof before)[number]) => ({ ...each, cached: false });
    const after = valueIn(await ask['prediction.list']({ limit: 200 }));
    expect(after.map(uncached)).toEqual(before.map(uncached));
    expect((await desk.state()).prediction?.bar_time).toBe((await desk.state()).replay.bar_time);
  });

  it('says of the bars that stay what it says after a start', async () => {
    const before = await everything();
    expect(before.predictions).toHaveLength(1000);
    await desk.engine().close();
    await desk.start();
    expect(await everything()).toEqual(before);
  }, 60_000);

  async function everything() {
    const { replay, market } = await desk.state();
    const chart = async (timeframe: '1H' | '4H' | 'D') =>
      valueIn(await desk.handlers()['market.chart']({ timeframe, bars: 5000 }));
    const oldest = Number(replay.from);
    return {
      place: [replay.from, replay.to, replay.bar_time],
      closed: market.closed_bars,
      charts: [await chart('1H'), await chart('4H'), await chart('D')],
      // The oldest, where the models' warm-up tells from where they have read.
      beginning: valueIn(
        await desk.handlers()['market.chart']({ timeframe: '1H', bars: 5000, before: oldest + 300 * dayMs }),
      ),
      predictions: valueIn(await desk.handlers()['prediction.list']({ limit: 1000 })),
    };
  }
});
