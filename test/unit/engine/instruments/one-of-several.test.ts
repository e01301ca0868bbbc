import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle } from '../test-clock.ts';
import { type TestEngine, valueIn } from '../test-engine.ts';
import { bundle, datasets, importBars, startDesk } from './three-datasets.ts';

let desk: TestEngine;
beforeAll(async () => {
  desk = await startDesk();
}, 120_000);
afterAll(() => desk.remove());

const open = async () => (await desk.state()).instruments.map(({ dataset }) => dataset);
const focus = async () => (await desk.state()).instruments.find((each) => each.focus)?.dataset;

describe('a dataset that is opened beside another', () => {
  it('has its own bundle, clock and prediction, and leaves the focus where it was', async () => {
    const ask = desk.handlers();
    valueIn(await ask['instruments.open']({ dataset: 'USDCHF' }));
    expect([await open(), await focus()]).toEqual([['GBPUSD', 'USDCHF'], 'GBPUSD']);
    const before = await desk.state();
    valueIn(await ask['replay.step']({ bars: -40, dataset: 'USDCHF' }));
    valueIn(await ask['replay.speed']({ speed: 50, dataset: 'USDCHF' }));
    const after = await desk.state();
    expect([after.replay, after.prediction]).toEqual([before.replay, before.prediction]);
    expect(after.instruments.map(({ speed }) => speed)).toEqual([1, 50]);

    valueIn(await ask['instruments.focus']({ dataset: 'USDCHF' }));
    const focused = await desk.state();
    expect(focused.market.active).toBe('USDCHF');
    expect(focused.replay).toMatchObject({ speed: 50, bars: 40 * 24 });
    expect(focused.replay).toEqual(valueIn(await ask['replay.state']({ dataset: 'USDCHF' })));
    expect(valueIn(await ask['market.state']({ dataset: 'GBPUSD' })).active).toBe('GBPUSD');
    valueIn(await ask['instruments.focus']({ dataset: 'GBPUSD' }));
  });

  it('plays on while another is looked at', async () => {
    const ask = desk.handlers();
    const { index } = valueIn(await ask['replay.state']({ dataset: 'USDCHF' }));
    valueIn(await ask['replay.play']({ dataset: 'USDCHF' }));
    await desk.clock.advance(200);
    valueIn(await ask['replay.pause']({ dataset: 'USDCHF' }));
    expect(valueIn(await ask['replay.state']({ dataset: 'USDCHF' })).index).toBe(index + 10);
    expect((await desk.state()).replay.playing).toBe(false);
  });

  it('takes the place of the focus when that is closed, and the last one stays open', async () => {
    const ask = desk.handlers();
    valueIn(await ask['instruments.close']({ dataset: 'GBPUSD' }));
    expect([await open(), await focus()]).toEqual([['USDCHF'], 'USDCHF']);
    expect(await ask['instruments.close']({ dataset: 'USDCHF' })).toMatchObject({
      problem: { code: 'conflict' },
    });
    valueIn(await ask['market.activate']({ dataset: 'GBPUSD' }));
    expect(await open()).toEqual(['GBPUSD']);
  });
});

describe('a dataset that is not open', () => {
  it.each([
    ['nowhere', 'not-found', 'There is no market data named nowhere.'],
    ['USDCHF', 'conflict', 'USD/CHF is not open. Open it first.'],
  ])('is named wherever %s is asked for', async (dataset, code, message) => {
    const ask = desk.handlers();
    const answers = await Promise.all([
      ask['prediction.latest']({ dataset }),
      ask['prediction.at']({ bar_time: 0, dataset }),
      ask['prediction.list']({ limit: 1, dataset }),
      ask['prediction.why']({ dataset }),
      ask['prediction.what-if']({ dataset }),
      ask['market.chart']({ timeframe: '1H', bars: 1, dataset }),
      ask['market.state']({ dataset }),
      ask['models.state']({ dataset }),
      ask['models.activate']({ bundle, dataset }),
      ask['replay.state']({ dataset }),
      ask['replay.play']({ dataset }),
      ask['replay.pause']({ dataset }),
      ask['replay.step']({ bars: 1, dataset }),
      ask['replay.speed']({ speed: 2, dataset }),
      ask['replay.jump']({ to: 0, dataset }),
      ask['instruments.close']({ dataset }),
      ask['instruments.focus']({ dataset }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, problem: { code, message } });
    const scope = { dataset: 'nowhere', part: 'all', spread: 'set' } as const;
    expect(await ask['experiments.point']({ scope, source: { from: 'current' } })).toMatchObject({
      problem: { code: 'not-found', message: 'There is no market data named nowhere.' },
    });
  });
});

describe('a bundle that cannot be loaded', () => {
  it('leaves the replay, the models and the prediction as they were', async () => {
    const ask = desk.handlers();
    const broken = await breakCopy();
    valueIn(await ask['replay.jump']({ to: Number((await desk.state()).replay.from) + 5e9 }));
    valueIn(await ask['replay.play']({}));
    const before = await desk.state();
    const told: boolean[] = [];
    const undo = desk.engine().onEvent(({ state }) => {
      if (state.replay) told.push(state.replay.playing);
    });
    expect(await ask['models.activate']({ bundle: broken })).toMatchObject({
      problem: { code: 'unreadable' },
    });
    await desk.clock.advance(100);
    undo();
    const after = await desk.state();
    expect(after.replay).toEqual(before.replay);
    expect(told).not.toContain(false);
    expect({ ...after.prediction, cached: false }).toEqual({ ...before.prediction, cached: false });
    await desk.clock.advance(2000);
    expect((await desk.state()).replay.index).toBe(before.replay.index + 2);
    valueIn(await ask['replay.pause']({}));
  });

  /** A bundle that is listed and whose models turn out to be broken. */
  async function breakCopy(): Promise<string> {
    const { cp, readFile, writeFile } = await import('node:fs/promises');
    const copy = resolve(desk.folder, 'bundles', 'broken-copy');
    await cp(resolve(desk.folder, 'bundles', bundle), copy, { recursive: true });
    const model = join(copy, '4H.model.json');
    await writeFile(model, (await readFile(model, 'utf8')).slice(0, 500));
    // Removing what is not there reads the list again.
    await desk.handlers()['models.remove']({ bundle: 'nobody' });
    return 'broken-copy';
  }
});

describe('more bars of open data', () => {
  it('are taken at the end, asked of the models alone, and say what reading all of them says', async () => {
    const ask = desk.handlers();
    valueIn(await ask['market.activate']({ dataset: 'USDCHF' }));
    const { replay } = await desk.state();
    const asked = desk.asked();
    await importBars(desk, 'USDCHF', 40 * 288, 43 * 288);
    expect(desk.asked() - asked).toBe(1);
    const grown = await desk.state();
    expect(grown.replay).toMatchObject({ bar_time: replay.bar_time, bars: 43 * 24 });
    valueIn(await ask['replay.jump']({ to: 8e15 }));
    const appended = await seen();

    valueIn(await ask['market.activate']({ dataset: 'GBPUSD' }));
    valueIn(await ask['market.activate']({ dataset: 'USDCHF' }));
    expect(await seen()).toEqual(appended);
  });

  it('that are older than those that are open are read with all others, at the same place', async () => {
    const ask = desk.handlers();
    valueIn(await ask['market.activate']({ dataset: 'GBPUSD' }));
    valueIn(await ask['market.remove']({ dataset: 'USDCHF' }));
    await importBars(desk, 'USDCHF', 20 * 288, 43 * 288);
    valueIn(await ask['market.activate']({ dataset: 'USDCHF' }));
    valueIn(await ask['replay.step']({ bars: -30 }));
    const { replay } = await desk.state();
    await importBars(desk, 'USDCHF', 0, 20 * 288);
    while ((await desk.state()).replay.bars !== 43 * 24) await settle();
    expect((await desk.state()).replay).toMatchObject({ bar_time: replay.bar_time, bars: 43 * 24 });
  });

  async function seen() {
    const ask = desk.handlers();
    const chart = valueIn(await ask['market.chart']({ timeframe: '1H', bars: 200 }));
    const { prediction } = await desk.state();
    return { chart, prediction: { ...prediction, cached: false } };
  }
});

describe('a dataset that is removed', () => {
  it('closes where it is not in focus, and ends what runs on it with the reason', async () => {
    const ask = desk.handlers();
    valueIn(await ask['market.activate']({ dataset: 'GBPUSD' }));
    valueIn(await ask['instruments.open']({ dataset: 'USDCHF' }));
    const scope = { dataset: 'USDCHF', bundle, part: 'all', spread: 'set' } as const;
    const source = { from: 'current' } as const;
    const on = ask['experiments.overfit']({ scope, source, steps: 100, resamples: 5000, seed: 1 });
    const beside = ask['experiments.point']({
      scope: { dataset: 'GBPUSD', part: 'all', spread: 'set' },
      source,
    });
    while (!(await desk.state()).jobs.some(({ state }) => state === 'running')) await settle();
    valueIn(await ask['market.remove']({ dataset: 'USDCHF' }));
    expect(await on).toMatchObject({
      problem: { code: 'not-found', message: 'USD/CHF was removed while this ran on it.' },
    });
    expect(await beside).toMatchObject({ ok: true });
    expect(await open()).toEqual(['GBPUSD']);
    expect((await desk.state()).market.datasets.map(({ id }) => id)).toEqual([datasets[0], 'GBPUSD']);
  });
});

describe('the next start', () => {
  it('opens what was open, each at its place and as it ran', async () => {
    const ask = desk.handlers();
    valueIn(await ask['instruments.open']({ dataset: 'EURUSD@simulated' }));
    valueIn(await ask['replay.step']({ bars: -25, dataset: 'EURUSD@simulated' }));
    valueIn(await ask['replay.speed']({ speed: 5, dataset: 'EURUSD@simulated' }));
    // The focus is opened first, and is shown where it was nevertheless.
    valueIn(await ask['instruments.focus']({ dataset: 'EURUSD@simulated' }));
    const before = (await desk.state()).instruments;
    await desk.engine().close();
    await desk.start();
    while ((await open()).length < before.length) await settle();
    const after = (await desk.state()).instruments;
    const place = ({ dataset, bar_time, speed, focus: focused }: (typeof after)[number]) => [
      dataset,
      bar_time,
      speed,
      focused,
    ];
    expect(after.map(place)).toEqual(before.map(place));
  }, 60_000);

  it('that does not get that far forgets none of it', async () => {
    const before = await open();
    expect(before.length).toBeGreaterThan(1);
    await desk.engine().close();
    await desk.open();
    await desk.engine().close();
    await desk.start();
    while ((await open()).length < before.length) await settle();
    expect(await open()).toEqual(before);
  }, 60_000);
});
