import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ready } from '../../../electron/engine/start-up.ts';
import { hourMs } from '../../../shared/market.ts';
import { defaultTrainingSettings } from '../../../shared/models.ts';
import type { OperationInput } from '../../../shared/operations/index.ts';
import { naivePrediction } from './ensemble/naive-ensemble.ts';
import { settle } from './test-clock.ts';
import { createTestEngine, type TestEngine, valueIn } from './test-engine.ts';

// One desk from its first start on; each test goes on where the one before it left off.
let desk: TestEngine;
let ready: Ready;
const training = { dataset: 'EURUSD@simulated', seed: 3, settings: defaultTrainingSettings };

beforeAll(async () => {
  desk = await createTestEngine({ SPREAD_PIPS: 'wide' });
  ready = await desk.start();
}, 120_000);

afterAll(() => desk.remove());

describe('the first start', () => {
  it('makes a market, trains on it, plays and predicts', async () => {
    const { jobs, market, models, replay, prediction } = await desk.state();
    expect(jobs.map(({ kind, state: how }) => [kind, how])).toEqual([
      ['simulate', 'done'],
      ['train', 'done'],
    ]);
    expect(ready).toMatchObject({ data: 'EUR/USD (simulated)', bars: 224_640, config_version: 1 });
    expect(ready.model).toBe(models.active);
    expect(market).toMatchObject({ active: 'EURUSD@simulated', latest_price: expect.any(Number) });
    expect(models).toMatchObject({ silent_because: null, differences: [] });
    expect(replay).toMatchObject({ playing: true, endless: true });
    expect(prediction).toMatchObject({ bar_time: replay.bar_time, config_version: 1, split: 'test' });
    expect(ready.prediction).toMatchObject({ bar_time: replay.bar_time });
  });

  it('tells of a variable that is nonsense', async () => {
    const { logs } = valueIn(await desk.handlers()['desk.snapshot']({}));
    expect(logs.notices.map(({ message }) => message).join()).toContain('SPREAD_PIPS');
  });

  it('plays on bar by bar, each bar predicted once', async () => {
    const told: number[] = [];
    const undo = desk.engine().onPrediction(({ bar_time }) => told.push(bar_time));
    const from = (await desk.state()).replay.index;
    desk.handlers()['replay.speed']({ speed: 10 });
    await desk.clock.advance(2000);
    desk.handlers()['replay.pause']({});
    undo();
    const { replay } = await desk.state();
    expect(replay.index - from).toBeGreaterThanOrEqual(19);
    expect(told).toHaveLength(replay.index - from);
    expect(new Set(told).size).toBe(told.length);
    expect(told.at(-1)).toBe(replay.bar_time);
  });
});

describe('an edit', () => {
  it('of a weight, the bonus, the flag or the threshold combines anew and asks no model', async () => {
    const before = await desk.predictionNow();
    const asksBefore = desk.asked();
    const edits: OperationInput<'config.update'>[] = [
      { category: 'model', changes: { weight_1h: 0.2, weight_4h: 0.3, weight_daily: 0.5 } },
      { category: 'model', changes: { agreement_bonus: 0.2 } },
      { category: 'model', changes: { use_regime_adjustment: false } },
      { category: 'trading', changes: { confidence_threshold: 0.1 } },
    ];
    for (const [i, edit] of edits.entries()) {
      const receipt = valueIn(await desk.handlers()['config.update'](edit));
      expect(receipt.callbacks.every(({ error }) => error === null)).toBe(true);
      const { prediction: after, config } = await desk.state();
      if (!after) throw new Error('there is no prediction');
      const said = Object.values(before.components).map(({ prob_up }) => prob_up);
      const { weights, directions, confidences, ...expected } = naivePrediction(
        said,
        before.regime,
        config.values,
      );
      expect(after).toMatchObject({
        ...expected,
        confidence: expect.closeTo(expected.confidence, 12),
        prob_up: expect.closeTo(expected.prob_up, 12),
        prob_down: expect.closeTo(expected.prob_down, 12),
        bar_time: before.bar_time,
        config_version: 2 + i,
        cached: false,
      });
      expect(Object.values(after.components)).toEqual(
        weights.map((weight, n) => ({
          prob_up: said[n],
          direction: directions[n],
          confidence: confidences[n],
          weight: expect.closeTo(weight, 12),
        })),
      );
    }
    expect(desk.asked()).toBe(asksBefore);
    expect((await desk.state()).models.differences.map(({ path }) => path)).toContain('model.weight_daily');
  });

  it('of a cache limit takes hold at once', async () => {
    for (let bars = 10; bars < 20; bars += 1) {
      valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars }));
    }
    const sizeOf = async () => (await desk.state()).caches.find(({ name }) => name === 'ohlcv')?.size;
    expect(await sizeOf()).toBe(10);
    await desk.handlers()['config.update']({ category: 'cache', changes: { ohlcv_cache_max_size: 3 } });
    expect(await sizeOf()).toBe(3);
  });

  it('shows in the signals of the chart, which are those that come with its bars', async () => {
    const {
      bars,
      dates: _,
      test_from: __,
      ...signals
    } = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 40 }));
    expect(valueIn(await desk.handlers()['market.signals']({ bars: 40 }))).toEqual({
      first: bars.time[0],
      last: bars.time.at(-1),
      ...signals,
    });
    expect(valueIn(await desk.handlers()['market.signals']({ bars: 40, before: 0 }))).toMatchObject({
      first: null,
      last: null,
      trade: new Uint8Array(),
    });
  });

  it('in preview is told with every new bar all the same, marked, and is no decision', async () => {
    const told: { bar_time: number; preview: boolean }[] = [];
    const undo = desk.engine().onPrediction(({ bar_time, preview }) => told.push({ bar_time, preview }));
    const logged = async () =>
      valueIn(await desk.handlers()['desk.snapshot']({})).logs.predictions.map(({ preview }) => preview);
    await desk.handlers()['config.preview']({ category: 'model', changes: { agreement_bonus: 0.9 } });
    await desk.handlers()['replay.step']({ bars: 1 });
    undo();
    const { bar_time } = await desk.predictionNow();
    expect(told.at(-1)).toEqual({ bar_time, preview: true });
    expect(await logged()).not.toContain(true);
    await desk.handlers()['config.cancel']({});
  });

  it('in preview moves the prediction and leaves no trace when it is cancelled', async () => {
    const before = await desk.predictionNow();
    const saved = desk.storage.writes;
    await desk.handlers()['config.preview']({ category: 'model', changes: { agreement_bonus: 0.9 } });
    expect(await desk.predictionNow()).toMatchObject({
      preview: true,
      config_version: before.config_version,
    });
    await desk.handlers()['config.cancel']({});
    expect({ ...(await desk.predictionNow()), cached: false }).toEqual({ ...before, cached: false });
    expect(desk.storage.writes).toBe(saved);
  });
});

describe('the end of the simulated market', () => {
  it('is never reached: further bars are made and predicted', async () => {
    const { market, replay } = await desk.state();
    desk.handlers()['replay.jump']({ to: Number(replay.to) });
    await desk.handlers()['replay.step']({ bars: 30 });
    const after = await desk.state();
    expect(after.market.closed_bars['1H']).toBe(market.closed_bars['1H'] + 30);
    expect(after.replay.index).toBe(market.closed_bars['1H'] + 29);
    expect(after.prediction).toMatchObject({ bar_time: after.replay.bar_time });
  });

  it('keeps bars and answers together when models are loaded while bars are being made', async () => {
    const { models, market } = await desk.state();
    const bundle = String(models.active);
    await Promise.all([
      desk.handlers()['replay.step']({ bars: 5 }),
      desk.handlers()['models.activate']({ bundle }),
      desk.handlers()['replay.step']({ bars: 3 }),
      desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }),
      desk.handlers()['replay.step']({ bars: 2 }),
    ]);
    const { replay } = await desk.state();
    desk.handlers()['replay.jump']({ to: Number(replay.to) });
    await desk.handlers()['replay.step']({ bars: 25 });
    const after = await desk.state();
    expect(after.market.closed_bars['1H']).toBeGreaterThanOrEqual(market.closed_bars['1H'] + 25);
    expect(after.prediction?.bar_time).toBe(after.replay.to);
  });
});

describe('what cannot be done', () => {
  it('is a look at a bar that the replay has not reached', async () => {
    const { bar_time } = (await desk.state()).replay;
    await desk.handlers()['replay.step']({ bars: -10 });
    const ask = (time: number) => desk.handlers()['prediction.at']({ bar_time: time });
    expect(await ask(Number(bar_time))).toMatchObject({ problem: { code: 'not-found' } });
    expect(await ask(Number((await desk.state()).replay.bar_time))).toMatchObject({ ok: true });
    const { bars } = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 50 }));
    expect(bars.time.at(-1)).toBe((await desk.state()).replay.bar_time);
    desk.handlers()['replay.jump']({ to: Number(bar_time) });
  });

  it.each([
    [
      'a prediction before the first bar',
      () => desk.handlers()['prediction.at']({ bar_time: 0 }),
      'not-found',
    ],
    ['data that is not there', () => desk.handlers()['market.activate']({ dataset: 'GBPUSD' }), 'not-found'],
    ['models that are not there', () => desk.handlers()['models.activate']({ bundle: '../up' }), 'not-found'],
    [
      'removing the open data',
      () => desk.handlers()['market.remove']({ dataset: 'EURUSD@simulated' }),
      'conflict',
    ],
    [
      'removing the models that answer',
      async () => desk.handlers()['models.remove']({ bundle: String((await desk.state()).models.active) }),
      'conflict',
    ],
    [
      'training on nothing',
      () => desk.handlers()['models.train']({ ...training, dataset: 'GBPUSD' }),
      'not-found',
    ],
    ['cancelling what does not run', () => desk.handlers()['jobs.cancel']({ job: 999 }), 'not-found'],
  ])('is answered for %s, and nothing changes', async (_what, ask, code) => {
    const { replay, models } = await desk.state();
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, problem: { code } });
    const after = await desk.state();
    expect([after.replay.bar_time, after.models.active]).toEqual([replay.bar_time, models.active]);
  });
});

describe('a training', () => {
  it('is one at a time and leaves nothing behind when it is cancelled', async () => {
    const { models } = await desk.state();
    const { job } = valueIn(await desk.handlers()['models.train'](training));
    expect(await desk.handlers()['models.train'](training)).toMatchObject({ problem: { code: 'conflict' } });
    valueIn(await desk.handlers()['jobs.cancel']({ job }));
    expect(await desk.ended(job)).toBe('cancelled');
    const after = await desk.state();
    expect([after.models.bundles, after.models.active]).toEqual([models.bundles, models.active]);
  });
});

describe('imported bars', () => {
  it('are opened while the simulated market makes bars, and get none of them', async () => {
    const path = join(desk.folder, 'bars.csv');
    const row = (i: number) => {
      const price = 1.25 + Math.sin(i / 50) / 100;
      const time = new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString();
      return `${time},${price},${price + 0.001},${price - 0.001},${price},${10 + (i % 7)}`;
    };
    const rows = Array.from({ length: 1200 }, (_, i) => row(i));
    await writeFile(path, ['time,open,high,low,close,volume', ...rows].join('\n'));
    const { job } = valueIn(
      await desk.handlers()['import.run']({ path, options: { symbol: 'GBPUSD', time_zone: 'UTC' } }),
    );
    expect(await desk.ended(job)).toBe('done');
    expect(await desk.state()).toMatchObject({
      market: { active: 'GBPUSD', closed_bars: { '1H': 100, '4H': 24, D: 3 } },
      replay: { index: 99, endless: false },
      prediction: null,
      models: { silent_because: expect.stringContaining('No model has been trained on GBP/USD') },
    });

    valueIn(await desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }));
    const { replay } = await desk.state();
    desk.handlers()['replay.jump']({ to: Number(replay.to) });
    await Promise.all([
      desk.handlers()['replay.step']({ bars: 50 }),
      desk.handlers()['market.activate']({ dataset: 'GBPUSD' }),
      desk.handlers()['replay.step']({ bars: 50 }),
    ]);
    const imported = await desk.state();
    expect(imported.market).toMatchObject({ active: 'GBPUSD', closed_bars: { '1H': 100, '4H': 24, D: 3 } });
    expect(imported.replay).toMatchObject({ bars: 100, to: Date.UTC(2024, 0, 1) + 99 * hourMs });

    valueIn(await desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }));
    desk.handlers()['replay.jump']({ to: 8e15 });
    await desk.handlers()['replay.step']({ bars: 20 });
    const back = await desk.state();
    expect(back.prediction?.bar_time).toBe(back.replay.to);
  });
});

describe('a file whose prices make the pip of its symbol unlikely', () => {
  it('is shown with the question, and what is answered at its import holds for the symbol', async () => {
    const path = join(desk.folder, 'DOGEUSDT_M5.csv');
    const rows = Array.from({ length: 300 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString();
      return `${time},0.0800,0.0802,0.0799,0.0801,7`;
    });
    await writeFile(path, ['time,open,high,low,close,volume', ...rows].join('\n'));
    const inspect = async (symbol?: string) =>
      valueIn(await desk.handlers()['import.inspect']({ path, ...(symbol && { options: { symbol } }) }));
    expect(await inspect()).toMatchObject({
      symbol: 'DOGEUSDT',
      asset: {
        pip_size: 1,
        unit: 'dollars',
        decimals: 4,
        question:
          'One dollar of DOGE/USDT is taken as 1, but the price moves about 0.0003 in five minutes: is a dollar smaller?',
      },
      likely_pip: 0.0001,
      questions: [],
    });
    expect(await inspect('EURUSD')).toMatchObject({ asset: { question: null }, likely_pip: null });

    const options = { symbol: 'DOGEUSDT', pip_size: 0.0001 };
    const { job } = valueIn(await desk.handlers()['import.run']({ path, options }));
    expect(await desk.ended(job)).toBe('done');
    const settled = { pip_size: 0.0001, question: null };
    expect((await desk.state()).market).toMatchObject({ active: 'DOGEUSDT', asset: settled });
    expect(await inspect()).toMatchObject({ asset: settled, likely_pip: null });
    valueIn(await desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }));
  });
});

describe('the chart', () => {
  it('gives Daily bars the dates they are called by: five a week, none on Sunday', async () => {
    const daily = valueIn(await desk.handlers()['market.chart']({ timeframe: 'D', bars: 250 }));
    const hourly = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 50 }));
    const weekdays = Array.from(daily.dates ?? [], (date) => new Date(date).getUTCDay());
    expect(weekdays).toHaveLength(daily.bars.time.length);
    expect([...new Set(weekdays)].sort()).toEqual([1, 2, 3, 4, 5]);
    // Each opens on the evening before, in New York.
    const openedBefore = daily.bars.time.map((time, i) => ((daily.dates?.[i] ?? 0) - time) / hourMs);
    expect([...new Set(openedBefore)].sort()).toEqual([2, 3]);
    expect(hourly.dates).toBeNull();
  });
});

describe('the next start', () => {
  it('has values, version, place and models as they were, and the same answers from what was stored', async () => {
    const before = await desk.state();
    const chart = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 2000 }));
    await desk.engine().close();
    await desk.start();
    const after = await desk.state();
    expect(after.config).toMatchObject({ version: before.config.version, values: before.config.values });
    expect(after.replay).toEqual({ ...before.replay, playing: false });
    expect(after.models.active).toBe(before.models.active);
    expect(after.jobs).toEqual([]);
    expect(after.prediction).toEqual({ ...before.prediction, cached: false });
    // The bars made bar by bar before come from the store now, and the models read all of them at once.
    expect(valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 2000 }))).toEqual(chart);
    expect(chart.bars.time.every((time, i, all) => i === 0 || time - all[i - 1] >= hourMs)).toBe(true);
  }, 60_000);

  it('goes on with the market where it stood', async () => {
    const { market } = await desk.state();
    await desk.handlers()['replay.step']({ bars: 10 });
    const after = await desk.state();
    expect(after.market.closed_bars['1H']).toBe(market.closed_bars['1H'] + 10);
    expect(after.prediction?.bar_time).toBe(after.replay.to);
  });
});

describe('a worker that stops by itself', () => {
  const notices = async () =>
    valueIn(await desk.handlers()['desk.snapshot']({})).logs.notices.map(({ message }) => message);

  async function kill(name: string): Promise<void> {
    const last = desk.workers.findLast((each) => each.name === name);
    if (!last) throw new Error(`no ${name} runs`);
    await last.worker.terminate();
  }

  it('is started again where it held the models, said, and the market goes on bar for bar', async () => {
    desk.handlers()['replay.jump']({ to: 8e15 });
    const { market } = await desk.state();
    for (const moment of ['before a step', 'during one'] as const) {
      const killed = kill('analyst');
      if (moment === 'before a step') await killed;
      await desk.handlers()['replay.step']({ bars: 15 });
    }
    const after = await desk.state();
    expect(after.market.closed_bars['1H']).toBe(market.closed_bars['1H'] + 30);
    expect(after.prediction?.bar_time).toBe(after.replay.to);
    const saidAgain = async () =>
      (await notices()).filter((message) => message.includes('were started again')).length;
    while ((await saidAgain()) < 2) await settle();
    expect(await saidAgain()).toBe(2);

    const chart = valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 2000 }));
    valueIn(await desk.handlers()['models.activate']({ bundle: String(after.models.active) }));
    expect(valueIn(await desk.handlers()['market.chart']({ timeframe: '1H', bars: 2000 }))).toEqual(chart);
  }, 60_000);

  it('is not started for ever, says what to do, and comes back when it is asked for', async () => {
    await desk.clock.advance(120_000);
    for (let death = 0; death < 4; death += 1) {
      const said = (await notices()).length;
      await kill('analyst');
      while ((await notices()).length === said) await settle();
    }
    expect((await notices()).at(-1)).toContain('Load them again under Data and models');
    const bundle = String((await desk.state()).models.active);
    valueIn(await desk.handlers()['models.activate']({ bundle }));
    const { replay } = await desk.state();
    await desk.handlers()['replay.step']({ bars: 5 });
    expect((await desk.state()).replay.index).toBe(replay.index + 5);
  }, 60_000);

  it('leaves a training explained and an experiment answered', async () => {
    let started = desk.workers.length;
    const { job } = valueIn(await desk.handlers()['models.train'](training));
    while (desk.workers.length === started) await settle();
    started = desk.workers.length;
    await kill('training');
    expect(await desk.ended(job)).toBe('failed');
    expect((await notices()).at(-1)).toMatch(/Training .* failed: .*stopped before it had answered/);

    const backtest = desk.handlers()['experiments.backtest']({
      scope: { part: 'test', spread: 'recorded' },
      source: { from: 'current' },
      seed: 1,
    });
    while (desk.workers.length === started) await settle();
    await kill('laboratory');
    expect(await backtest).toMatchObject({ ok: true });
  }, 60_000);
});
