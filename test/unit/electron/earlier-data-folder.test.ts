import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import { openDeskFiles } from '../../../electron/files/desk-files.ts';
import { defaultApiPort } from '../../../shared/api.ts';
import type { DeskState } from '../../../shared/desk.ts';
import { createTestClock } from '../engine/test-clock.ts';
import { valueIn } from '../engine/test-engine.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const entrySchema = z.object({
  version: z.number(),
  by: z.string(),
  action: z.string(),
  outcome: z.string(),
  changes: z.array(z.unknown()),
});
const expectedSchema = z.object({
  config: z.unknown(),
  versions: z.record(z.string(), z.unknown()),
  history: z.array(entrySchema),
  profiles: z.array(z.object({ name: z.string() }).loose()),
  datasets: z.array(z.object({ id: z.string() }).loose()),
  bundles: z.array(z.object({ id: z.string() }).loose()),
  replay: z.object({ bar_time: z.number() }).loose(),
  prediction: z.object({ bar_time: z.number(), config_version: z.number() }).loose(),
});

let folder: string;
let engine: Engine;
let expected: z.infer<typeof expectedSchema>;
let notices: readonly string[];
const told: string[] = [];

beforeAll(async () => {
  expected = expectedSchema.parse(
    JSON.parse(await readFile(new URL('data-folder-0.1.expected.json', fixtures), 'utf8')),
  );
  folder = await mkdtemp(join(tmpdir(), 'earlier-'));
  await cp(new URL('data-folder-0.1', fixtures), folder, { recursive: true });
  engine = await open();
  valueIn(await engine.start());
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a data folder written by version 0.1', () => {
  it('opens without a complaint', async () => {
    expect([...notices, ...told]).toEqual([]);
    const { logs } = valueIn(await engine.handlers['desk.snapshot']({}));
    expect(logs.notices.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('has its configuration, every version of it and what is on record', async () => {
    const { config } = await state();
    expect(config.values).toEqual(expected.config);
    for (const [version, values] of Object.entries(expected.versions)) {
      const known = await engine.handlers['audit.version']({ version: Number(version) });
      expect(valueIn(known).values).toEqual(values);
    }
    const { entries } = valueIn(await engine.handlers['audit.page']({ filter: {}, limit: 100 }));
    expect(entries.map((entry) => entrySchema.parse(entry))).toMatchObject(expected.history);
    // That version knew no values of one symbol: all that is on record holds for all.
    const symbols = entries.flatMap(({ changes }) => changes.map(({ symbol }) => symbol));
    expect(new Set(symbols)).toEqual(new Set([null]));
  });

  it('has its profiles', async () => {
    expect((await state()).profiles).toMatchObject(expected.profiles);
  });

  it('has its market data, in the days it was trained on', async () => {
    const { market } = await state();
    expect(market.datasets).toMatchObject(expected.datasets);
    for (const dataset of market.datasets)
      expect(dataset).toMatchObject({ trading_day: 'utc', phase_ms: 0, has_spread: false });
  });

  it('has its bundle, and the bundle answers as it did', async () => {
    const { models, replay, prediction } = await state();
    // A hash is of what a bundle answers with, no longer of when it was trained: another one than 0.1 told.
    const [{ hash: _, ...bundle }] = expected.bundles;
    expect(models.bundles).toMatchObject([{ ...bundle, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(models.active).toBe(expected.bundles[0].id);
    const { cached: _cached, bundle: _hash, ...said } = expected.prediction;
    valueIn(await engine.handlers['replay.jump']({ to: expected.prediction.bar_time }));
    expect(replay.bar_time).toBe(expected.replay.bar_time);
    expect(prediction).toMatchObject({ ...said, bundle: models.bundles[0].hash });
  });

  it('has its candidate', async () => {
    expect((await state()).shadows).toMatchObject({
      candidates: [
        { name: 'Lower threshold', differs: [{ path: 'trading.confidence_threshold', value: 0.55 }] },
      ],
    });
  });
});

describe('cut into days that end at 17:00 in New York', () => {
  it('its data offers them, and its bundle asks before it answers in them', async () => {
    const before = await state();
    expect(before.market.asset).toMatchObject({ usual_trading_day: 'new-york-close' });
    valueIn(
      await engine.handlers['market.set-trading-day']({ dataset: 'GBPUSD', trading_day: 'new-york-close' }),
    );
    const { market, models, replay, prediction } = await state();
    expect(market.datasets[1]).toMatchObject({ id: 'GBPUSD', trading_day: 'new-york-close' });
    expect(replay.bar_time).toBe(before.replay.bar_time);
    expect([prediction, models.active]).toEqual([null, null]);
    expect(models.silent_because).toContain('trained on trading days that end at midnight UTC');
    // What opened on Sunday evening is Monday's.
    expect(market.closed_bars.D).toBeLessThan(before.market.closed_bars.D);
    expect(market.closed_bars['1H']).toBe(before.market.closed_bars['1H']);

    const bundle = expected.bundles[0].id;
    const asked = await engine.handlers['models.activate']({ bundle });
    expect(asked).toMatchObject({
      ok: false,
      problem: { code: 'conflict', details: [{ path: 'confirm_trading_day' }] },
    });
    valueIn(await engine.handlers['models.activate']({ bundle, confirm_trading_day: true }));
    expect((await state()).prediction).toMatchObject({ dataset: 'GBPUSD' });
  });

  it('it answers on after a start without being asked again, and as before in its own days', async () => {
    await engine.close();
    engine = await open();
    valueIn(await engine.start());
    expect((await state()).prediction).not.toBeNull();
    valueIn(await engine.handlers['market.set-trading-day']({ dataset: 'GBPUSD', trading_day: 'utc' }));
    const { cached: _cached, bundle: _hash, ...said } = expected.prediction;
    valueIn(await engine.handlers['replay.jump']({ to: expected.prediction.bar_time }));
    expect((await state()).prediction).toMatchObject(said);
  });

  it('a pip set by hand is kept, shown and used until it is taken back', async () => {
    const set = engine.handlers['market.set-asset']({ symbol: 'gbp/usd', pip_size: 0.001, decimals: 4 });
    expect(valueIn(await set)).toMatchObject({
      symbol: 'GBPUSD',
      pip_size: 0.001,
      decimals: 4,
      unit: 'pips',
    });
    await engine.close();
    engine = await open();
    valueIn(await engine.start());
    expect((await state()).market.asset).toMatchObject({ pip_size: 0.001, decimals: 4, question: null });
    valueIn(await engine.handlers['market.set-asset']({ symbol: 'GBPUSD', pip_size: null, decimals: null }));
    expect((await state()).market.asset).toMatchObject({ pip_size: 0.0001, decimals: 5 });
    expect(await engine.handlers['market.asset']({ symbol: 'NOTHERE' })).toMatchObject({
      problem: { code: 'not-found' },
    });
  });
});

async function state(): Promise<DeskState> {
  return valueIn(await engine.handlers['desk.snapshot']({})).state;
}

async function open(): Promise<Engine> {
  const clock = createTestClock();
  const files = valueIn(openDeskFiles({ folder, ...clock, tell: (message) => told.push(message) }));
  notices = files.notices;
  return valueIn(
    await createEngine({
      folder,
      configStore: files.config,
      profileStorage: files.profiles,
      sessionStorage: files.session,
      environment: {},
      startWorker: (name) => new Worker(new URL(`../../../electron/workers/${name}.ts`, import.meta.url)),
      now: clock.now,
      elapsed: clock.elapsed,
      schedule: clock.schedule,
      seed: 7,
      about: { version: '0', electron: '0' },
      readApi: () => ({
        on: false,
        port: defaultApiPort,
        open: false,
        address: null,
        problem: null,
        token_kept: 'session',
        fixed: false,
        readers: 0,
        recent: [],
      }),
    }),
  );
}
