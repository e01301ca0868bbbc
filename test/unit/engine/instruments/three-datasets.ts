import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freshSession } from '../../../../electron/engine/instruments/session.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { createTestEngine, type TestEngine, valueIn } from '../test-engine.ts';

const fixture = resolve(import.meta.dirname, '../../../fixtures/data-folder-0.1');

/** In the order in which they are stored; the bundle of the second answers on all three. */
export const datasets = ['EURUSD@simulated', 'GBPUSD', 'USDCHF'] as const;
export const bundle = 'GBPUSD-20261129-142039';
export const minutes = 5 * 60_000;
export const csvStart = Date.UTC(2024, 0, 1);

/** A desk of three datasets, of which GBPUSD alone is open and paused. */
export async function startDesk(): Promise<TestEngine> {
  const desk = await createTestEngine({}, { data: fixture, last: { ...freshSession, dataset: 'GBPUSD' } });
  await desk.start();
  const ask = desk.handlers();
  valueIn(await ask['replay.pause']({}));
  await importBars(desk, 'USDCHF', 0, 40 * 288);
  for (const dataset of ['USDCHF', 'EURUSD@simulated'] as const) {
    valueIn(await ask['instruments.open']({ dataset }));
    valueIn(await ask['models.activate']({ bundle, dataset, confirm_trading_day: true }));
    valueIn(await ask['market.activate']({ dataset: 'GBPUSD' }));
    valueIn(await ask['instruments.close']({ dataset }));
  }
  return desk;
}

/** Imports bars `from` … `to` (excluded) of an endless made-up series; `bars` tells which of them there are. */
export async function importBars(desk: TestEngine, symbol: string, from: number, to: number): Promise<void> {
  const path = join(desk.folder, `${symbol}-${from}-${to}.csv`);
  await writeFile(path, csv(from, to));
  const active = (await desk.state()).market.active;
  const { job } = valueIn(
    await desk.handlers()['import.run']({ path, options: { symbol, time_zone: 'UTC' } }),
  );
  const ended = await desk.ended(job);
  if (ended !== 'done') throw new Error(`the import ended as ${ended}`);
  if (active) valueIn(await desk.handlers()['market.activate']({ dataset: active }));
}

function csv(from: number, to: number): string {
  const random = createRandom(77);
  const lines = ['time,open,high,low,close,volume'];
  let price = 0.9;
  for (let i = 0; i < to; i += 1) {
    const open = price;
    price *= 1 + (random.next() - 0.5) / 1000;
    if (i < from) continue;
    const [high, low] = [Math.max(open, price) * 1.0001, Math.min(open, price) * 0.9999];
    const values = [open, high, low, price].map((value) => value.toFixed(6));
    lines.push([new Date(csvStart + i * minutes).toISOString(), ...values, 10 + (i % 7)].join(','));
  }
  return lines.join('\n');
}
