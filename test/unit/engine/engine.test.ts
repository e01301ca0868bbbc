import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type Ready } from '../../../electron/engine/engine.ts';
import { freshSession, type Session } from '../../../electron/engine/session.ts';
import { hourMs } from '../../../shared/market.ts';
import { defaultTrainingSettings } from '../../../shared/models.ts';
import type { DeskState, OperationInput } from '../../../shared/operations.ts';
import type { Prediction } from '../../../shared/prediction.ts';
import { type Result, success } from '../../../shared/result.ts';
import { createMemoryStorage } from './config/harness.ts';
import { naivePrediction } from './ensemble/naive-ensemble.ts';
import { createTestClock, settle } from './test-clock.ts';

// One desk from its first start on; each test goes on where the one before it left off.
const storage = createMemoryStorage();
const clock = createTestClock();
let session: Session = freshSession;
let folder: string;
let engine: Engine;
let ready: Ready;
/** Requests that have gone to the analyst: what it costs to ask the models. */
let asked = 0;

async function start(): Promise<void> {
  const created = await createEngine({
    folder,
    configStorage: storage,
    profileStorage: { read: () => success(null), write: () => success(null) },
    sessionStorage: {
      load: () => session,
      save: (next) => {
        session = structuredClone(next);
      },
    },
    environment: { SPREAD_PIPS: 'wide' },
    startWorker(name) {
      const worker = new Worker(new URL(`../../../electron/workers/${name}.ts`, import.meta.url));
      if (name !== 'analyst') return worker;
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message: unknown) => {
        asked += 1;
        post(message);
      };
      return worker;
    },
    now: clock.now,
    elapsed: clock.elapsed,
    schedule: clock.schedule,
    seed: 7,
    about: { version: '0', electron: '0' },
  });
  engine = valueIn(created);
  ready = valueIn(await engine.start());
}

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

async function state(): Promise<DeskState> {
  return valueIn(await engine.handlers['desk.snapshot']({})).state;
}

async function predictionNow(): Promise<Prediction> {
  const { prediction } = await state();
  if (!prediction) throw new Error('there is no prediction');
  return prediction;
}

const training = {
  dataset: 'EURUSD@simulated',
  seed: 3,
  settings: defaultTrainingSettings,
};

/** How a job ended. */
async function ended(id: number): Promise<string> {
  for (;;) {
    const job = (await state()).jobs.find((each) => each.id === id);
    if (job?.state !== 'running') return job?.state ?? 'unknown';
    await settle();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
  await start();
}, 120_000);

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the first start', () => {
  it('makes a market, trains on it, plays and predicts', async () => {
    const { jobs, market, models, replay, prediction } = await state();
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
    const { logs } = valueIn(await engine.handlers['desk.snapshot']({}));
    expect(logs.notices.map(({ message }) => message).join()).toContain('SPREAD_PIPS');
  });

  it('plays on bar by bar, each bar predicted once', async () => {
    const told: number[] = [];
    const undo = engine.onPrediction(({ bar_time }) => told.push(bar_time));
    const from = (await state()).replay.index;
    engine.handlers['replay.speed']({ speed: 10 });
    await clock.advance(2000);
    engine.handlers['replay.pause']({});
    undo();
    const { replay } = await state();
    expect(replay.index - from).toBeGreaterThanOrEqual(19);
    expect(told).toHaveLength(replay.index - from);
    expect(new Set(told).size).toBe(told.length);
    expect(told.at(-1)).toBe(replay.bar_time);
  });
});

describe('an edit', () => {
  it('of a weight, the bonus, the flag or the threshold combines anew and asks no model', async () => {
    const before = await predictionNow();
    const asksBefore = asked;
    const edits: OperationInput<'config.update'>[] = [
      { category: 'model', changes: { weight_1h: 0.2, weight_4h: 0.3, weight_daily: 0.5 } },
      { category: 'model', changes: { agreement_bonus: 0.2 } },
      { category: 'model', changes: { use_regime_adjustment: false } },
      { category: 'trading', changes: { confidence_threshold: 0.1 } },
    ];
    for (const [i, edit] of edits.entries()) {
      const receipt = valueIn(await engine.handlers['config.update'](edit));
      expect(receipt.callbacks.every(({ error }) => error === null)).toBe(true);
      const { prediction: after, config } = await state();
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
    expect(asked).toBe(asksBefore);
    expect((await state()).models.differences.map(({ path }) => path)).toContain('model.weight_daily');
  });

  it('of a cache limit takes hold at once', async () => {
    for (let bars = 10; bars < 20; bars += 1) {
      valueIn(await engine.handlers['market.chart']({ timeframe: '1H', bars }));
    }
    const sizeOf = async () => (await state()).caches.find(({ name }) => name === 'ohlcv')?.size;
    expect(await sizeOf()).toBe(10);
    await engine.handlers['config.update']({ category: 'cache', changes: { ohlcv_cache_max_size: 3 } });
    expect(await sizeOf()).toBe(3);
  });

  it('in preview moves the prediction and leaves no trace when it is cancelled', async () => {
    const before = await predictionNow();
    const saved = storage.writes;
    await engine.handlers['config.preview']({ category: 'model', changes: { agreement_bonus: 0.9 } });
    expect(await predictionNow()).toMatchObject({ preview: true, config_version: before.config_version });
    await engine.handlers['config.cancel']({});
    expect({ ...(await predictionNow()), cached: false }).toEqual({ ...before, cached: false });
    expect(storage.writes).toBe(saved);
  });
});

describe('the end of the simulated market', () => {
  it('is never reached: further bars are made and predicted', async () => {
    const { market, replay } = await state();
    engine.handlers['replay.jump']({ to: Number(replay.to) });
    await engine.handlers['replay.step']({ bars: 30 });
    const after = await state();
    expect(after.market.closed_bars['1H']).toBe(market.closed_bars['1H'] + 30);
    expect(after.replay.index).toBe(market.closed_bars['1H'] + 29);
    expect(after.prediction).toMatchObject({ bar_time: after.replay.bar_time });
  });

  it('keeps bars and answers together when models are loaded while bars are being made', async () => {
    const { models, market } = await state();
    const bundle = String(models.active);
    await Promise.all([
      engine.handlers['replay.step']({ bars: 5 }),
      engine.handlers['models.activate']({ bundle }),
      engine.handlers['replay.step']({ bars: 3 }),
      engine.handlers['market.activate']({ dataset: 'EURUSD@simulated' }),
      engine.handlers['replay.step']({ bars: 2 }),
    ]);
    const { replay } = await state();
    engine.handlers['replay.jump']({ to: Number(replay.to) });
    await engine.handlers['replay.step']({ bars: 25 });
    const after = await state();
    expect(after.market.closed_bars['1H']).toBeGreaterThanOrEqual(market.closed_bars['1H'] + 25);
    expect(after.prediction?.bar_time).toBe(after.replay.to);
  });
});

describe('what cannot be done', () => {
  it('is a look at a bar that the replay has not reached', async () => {
    const { bar_time } = (await state()).replay;
    await engine.handlers['replay.step']({ bars: -10 });
    const ask = (time: number) => engine.handlers['prediction.at']({ bar_time: time });
    expect(await ask(Number(bar_time))).toMatchObject({ problem: { code: 'not-found' } });
    expect(await ask(Number((await state()).replay.bar_time))).toMatchObject({ ok: true });
    const { bars } = valueIn(await engine.handlers['market.chart']({ timeframe: '1H', bars: 50 }));
    expect(bars.time.at(-1)).toBe((await state()).replay.bar_time);
    engine.handlers['replay.jump']({ to: Number(bar_time) });
  });

  it.each([
    [
      'a prediction before the first bar',
      () => engine.handlers['prediction.at']({ bar_time: 0 }),
      'not-found',
    ],
    ['data that is not there', () => engine.handlers['market.activate']({ dataset: 'GBPUSD' }), 'not-found'],
    ['models that are not there', () => engine.handlers['models.activate']({ bundle: '../up' }), 'not-found'],
    [
      'removing the open data',
      () => engine.handlers['market.remove']({ dataset: 'EURUSD@simulated' }),
      'conflict',
    ],
    [
      'removing the models that answer',
      async () => engine.handlers['models.remove']({ bundle: String((await state()).models.active) }),
      'conflict',
    ],
    [
      'training on nothing',
      () => engine.handlers['models.train']({ ...training, dataset: 'GBPUSD' }),
      'not-found',
    ],
    ['cancelling what does not run', () => engine.handlers['jobs.cancel']({ job: 999 }), 'not-found'],
  ])('is answered for %s, and nothing changes', async (_what, ask, code) => {
    const { replay, models } = await state();
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, problem: { code } });
    const after = await state();
    expect([after.replay.bar_time, after.models.active]).toEqual([replay.bar_time, models.active]);
  });
});

describe('a training', () => {
  it('is one at a time and leaves nothing behind when it is cancelled', async () => {
    const { models } = await state();
    const { job } = valueIn(await engine.handlers['models.train'](training));
    expect(await engine.handlers['models.train'](training)).toMatchObject({ problem: { code: 'conflict' } });
    valueIn(await engine.handlers['jobs.cancel']({ job }));
    expect(await ended(job)).toBe('cancelled');
    const after = await state();
    expect([after.models.bundles, after.models.active]).toEqual([models.bundles, models.active]);
  });
});

describe('imported bars', () => {
  it('are opened while the simulated market makes bars, and get none of them', async () => {
    const path = join(folder, 'bars.csv');
    const row = (i: number) => {
      const price = 1.25 + Math.sin(i / 50) / 100;
      const time = new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString();
      return `${time},${price},${price + 0.001},${price - 0.001},${price},${10 + (i % 7)}`;
    };
    const rows = Array.from({ length: 1200 }, (_, i) => row(i));
    await writeFile(path, ['time,open,high,low,close,volume', ...rows].join('\n'));
    const { job } = valueIn(
      await engine.handlers['import.run']({ path, options: { symbol: 'GBPUSD', time_zone: 'UTC' } }),
    );
    expect(await ended(job)).toBe('done');
    expect(await state()).toMatchObject({
      market: { active: 'GBPUSD', closed_bars: { '1H': 100, '4H': 25, D: 4 } },
      replay: { index: 99, endless: false },
      prediction: null,
      models: { silent_because: expect.stringContaining('No model has been trained on GBP/USD') },
    });

    valueIn(await engine.handlers['market.activate']({ dataset: 'EURUSD@simulated' }));
    const { replay } = await state();
    engine.handlers['replay.jump']({ to: Number(replay.to) });
    await Promise.all([
      engine.handlers['replay.step']({ bars: 50 }),
      engine.handlers['market.activate']({ dataset: 'GBPUSD' }),
      engine.handlers['replay.step']({ bars: 50 }),
    ]);
    const imported = await state();
    expect(imported.market).toMatchObject({ active: 'GBPUSD', closed_bars: { '1H': 100, '4H': 25, D: 4 } });
    expect(imported.replay).toMatchObject({ bars: 100, to: Date.UTC(2024, 0, 1) + 99 * hourMs });

    valueIn(await engine.handlers['market.activate']({ dataset: 'EURUSD@simulated' }));
    engine.handlers['replay.jump']({ to: 8e15 });
    await engine.handlers['replay.step']({ bars: 20 });
    const back = await state();
    expect(back.prediction?.bar_time).toBe(back.replay.to);
  });
});

describe('the next start', () => {
  it('has values, version, place and models as they were, and the same answers from what was stored', async () => {
    const before = await state();
    const chart = valueIn(await engine.handlers['market.chart']({ timeframe: '1H', bars: 2000 }));
    await engine.close();
    await start();
    const after = await state();
    expect(after.config).toMatchObject({ version: before.config.version, values: before.config.values });
    expect(after.replay).toEqual({ ...before.replay, playing: false });
    expect(after.models.active).toBe(before.models.active);
    expect(after.jobs).toEqual([]);
    expect(after.prediction).toEqual({ ...before.prediction, cached: false });
    // The bars made bar by bar before come from the store now, and the models read all of them at once.
    expect(valueIn(await engine.handlers['market.chart']({ timeframe: '1H', bars: 2000 }))).toEqual(chart);
    expect(chart.bars.time.every((time, i, all) => i === 0 || time - all[i - 1] >= hourMs)).toBe(true);
  }, 60_000);

  it('goes on with the market where it stood', async () => {
    const { market } = await state();
    await engine.handlers['replay.step']({ bars: 10 });
    const after = await state();
    expect(after.market.closed_bars['1H']).toBe(market.closed_bars['1H'] + 10);
    expect(after.prediction?.bar_time).toBe(after.replay.to);
  });
});
