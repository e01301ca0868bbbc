import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import type { Backtest } from '../../../../shared/experiments/backtest.ts';
import { hourMs } from '../../../../shared/market.ts';
import type { OperationAsk } from '../../../../shared/operations/index.ts';
import { operations } from '../../../../shared/operations/index.ts';
import { createTestEngine, type TestEngine, valueIn } from '../test-engine.ts';

// A file with MetaTrader's column of spreads, from the disk to the backtest; the simulated market's models answer.
let desk: TestEngine;
let path: string;
const bars = createSimulator({ seed: 21 }).next(340 * 5 * 12 * 24);

/** Points (tenths of a pip) that stand in a five-minute bar; each hour has others at its open than later. */
const spreadAt = (time: number) => 4 + ((time / hourMs) % 7) + (time % hourMs === 0 ? 0 : 90);

beforeAll(async () => {
  desk = await createTestEngine({});
  await desk.start();
  desk.handlers()['replay.pause']({});
  path = join(desk.folder, 'EURUSD_M5.csv');
  const rows = Array.from(bars.time, (time, i) => {
    const [day, clock] = new Date(time).toISOString().split(/[TZ.]/);
    const prices = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]].map((price) => price.toFixed(5));
    return [day.replaceAll('-', '.'), clock, ...prices, 100, 0, Math.floor(spreadAt(time))].join('\t');
  });
  const header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
  await writeFile(path, `${header}\n${rows.join('\n')}\n`);
}, 240_000);

afterAll(() => desk.remove());

async function backtest(input: OperationAsk<'experiments.backtest'>): Promise<Backtest> {
  const { input: asked, answer } = operations['experiments.backtest'];
  const found = valueIn(await desk.handlers()['experiments.backtest'](asked.parse(input)));
  return answer.parse(found);
}

test('the spread of a MetaTrader file is what its backtest pays, until the set one is asked for', async () => {
  const preview = valueIn(await desk.handlers()['import.inspect']({ path }));
  expect(preview.spread).toMatchObject({ unit: 'points' });
  const { job } = valueIn(await desk.handlers()['import.run']({ path, options: { symbol: 'EURUSD' } }));
  expect(await desk.ended(job)).toBe('done');
  const { market } = await desk.state();
  expect(market.datasets.find(({ id }) => id === 'EURUSD')).toMatchObject({ has_spread: true });

  const hours = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 50 })).bars;
  expect(hours.spread).toHaveLength(50);
  for (const [i, time] of hours.time.entries())
    expect(hours.spread?.[i]).toBeCloseTo(spreadAt(time) * 1e-5, 10);
  const bundle = (await desk.state()).models.bundles[0].id;

  // As the open data, and as stored data that another one was opened in place of.
  const scope = { dataset: 'EURUSD', bundle, part: 'all' } as const;
  const open = await backtest({ scope });
  valueIn(await desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }));
  const recorded = await backtest({ scope });
  expect(open.trades).toEqual(recorded.trades);
  const set = await backtest({ scope: { ...scope, spread: 'set' } });
  expect([recorded.period.spread, set.period.spread]).toEqual(['recorded', 'set']);
  expect(recorded.trades.length).toBeGreaterThan(20);
  // The same trades, as far as both hold the same positions: they differ by what was paid.
  expect(set.trades.map(({ entry_time }) => entry_time)).toEqual(
    recorded.trades.map(({ entry_time }) => entry_time),
  );
  for (const [i, { entry_time, exit_time, pips }] of recorded.trades.entries()) {
    const paid = (spreadAt(entry_time) + spreadAt(exit_time)) / 2 / 10;
    expect(pips).toBeCloseTo(set.trades[i].pips + 0.5 - paid, 6);
  }
  // What has no spread of its own says that it was traded by the set one.
  const simulated = await backtest({ scope: { dataset: 'EURUSD@simulated', bundle } });
  expect(simulated.period.spread).toBe('set');
}, 240_000);
