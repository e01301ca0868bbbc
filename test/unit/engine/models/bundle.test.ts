import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { regimeTargets } from '../../../../electron/engine/ensemble/combine.ts';
import { type NewBundle, readBundle, writeBundle } from '../../../../electron/engine/models/bundle.ts';
import { bundleDifferences } from '../../../../electron/engine/models/bundle-differences.ts';
import { createBundleLibrary, newBundleId } from '../../../../electron/engine/models/bundle-library.ts';
import { bundleSummarySchema, loadedBundleSchema } from '../../../../electron/engine/models/bundle-schema.ts';
import { trainBundle } from '../../../../electron/engine/models/train-bundle.ts';
import { scoreTable } from '../../../../electron/engine/models/tree-ensemble.ts';
import { writeModel } from '../../../../electron/engine/models/xgboost-json.ts';
import { timeframes } from '../../../../shared/market.ts';
import { parameters, type TradingConfig } from '../../../../shared/parameters.ts';
import { flatten } from './random-ensemble.ts';
import { quickSettings, sampleFeatures, sampleKnown, sampleMarket } from './sample-market.ts';

const bars = sampleMarket(9, 24 * 160);
const tables = sampleFeatures(bars);
const trained = trainBundle({ bars, features: tables, settings: quickSettings, seed: 3 });
if (!trained.ok) throw new Error(trained.problem.message);

const bundle: NewBundle = {
  symbol: 'EURUSD',
  dataset: 'EURUSD@simulated',
  trained_at: Date.UTC(2026, 0, 22, 14, 15, 3),
  weights: [0.6, 0.3, 0.1],
  agreement_bonus: 0.05,
  use_regime_adjustment: true,
  regime_targets: regimeTargets,
  trained: trained.value,
};

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bundles-'));
  folder = join(parent, 'mine');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('a bundle of ours', () => {
  test('comes back as it was written', async () => {
    expect(await writeBundle(folder, bundle)).toEqual({ ok: true, value: null });
    const read = await readBundle(folder, sampleKnown);
    if (!read.ok) throw new Error(read.problem.message);
    const { models, ...loaded } = read.value;
    for (const timeframe of timeframes) {
      const { ensemble } = trained.value.models[timeframe];
      expect(models[timeframe].ensemble.featureNames).toEqual(ensemble.featureNames);
      expect(scoreTable(models[timeframe].ensemble, tables[timeframe])).toEqual(
        scoreTable(ensemble, tables[timeframe]),
      );
      expect(models[timeframe].features).toEqual(sampleKnown[timeframe]);
      expect(loaded.summary.figures?.[timeframe]).toEqual(trained.value.models[timeframe].figures);
    }
    expect(loaded.split_times).toEqual(trained.value.split_times);
    expect(loaded).toMatchObject({
      weights: [0.6, 0.3, 0.1],
      agreement_bonus: 0.05,
      use_regime_adjustment: true,
    });
    expect(loaded.summary).toMatchObject({
      id: 'mine',
      symbol: 'EURUSD',
      dataset: 'EURUSD@simulated',
      trained_at: bundle.trained_at,
      seed: 3,
    });
    expect(loadedBundleSchema.parse(loaded)).toEqual(loaded);
    expect(bundleSummarySchema.parse(loaded.summary)).toEqual(loaded.summary);
    expect(readdirSync(parent)).toEqual(['mine']);
  });

  test('has a hash that any change of any file changes', async () => {
    await writeBundle(folder, bundle);
    const hash = async () => {
      const read = await readBundle(folder, sampleKnown);
      return read.ok ? read.value.summary.hash : read.problem.message;
    };
    const before = await hash();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    const model = join(folder, 'D.model.json');
    writeFileSync(model, `${readFileSync(model, 'utf8')} `);
    expect(await hash()).not.toBe(before);
  });

  test('is never written over anything that exists, not even an empty folder', async () => {
    mkdirSync(folder);
    const written = await writeBundle(folder, bundle);
    expect(written.ok ? '' : written.problem.code).toBe('conflict');
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(parent)).toEqual(['mine']);
  });

  test('that cannot be written leaves nothing behind', async () => {
    const written = await writeBundle(join(parent, 'missing', 'mine'), bundle);
    expect(written.ok ? '' : written.problem.code).toBe('not-saved');
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('a foreign bundle', () => {
  test('needs only symbol, weights and models with their features', async () => {
    await foreign({});
    const read = await readBundle(folder, sampleKnown);
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.value).toMatchObject({
      summary: { symbol: 'EURUSD', dataset: null, trained_at: null, seed: null, figures: null },
      agreement_bonus: null,
      use_regime_adjustment: null,
      split_times: null,
    });
    // A subset of what the desk knows, in an order of its own.
    expect(read.value.models['4H'].features).toEqual(['return_3', 'body']);
  });

  const refusals: [string, Parameters<typeof foreign>[0], RegExp][] = [
    ['unknown features', { features: ['body', 'moon_phase'] }, /1H model needs features.*know: moon_phase\./],
    ['a feature twice', { features: ['body', 'body'] }, /names a feature twice/],
    [
      'more features than the model reads',
      { features: ['body', 'range', 'return_3'] },
      /reads 2 features, but .* lists 3/,
    ],
    [
      'names in another order than the model’s',
      { features: ['body', 'return_3'] },
      /calls its feature 1 "return_3"/,
    ],
    ['a path up', { model: '../outside.json' }, /plain name/],
    ['an absolute path', { model: '/etc/passwd' }, /plain name/],
    ['a Windows path', { model: 'C:\\x.json' }, /plain name/],
    ['the folder itself', { model: '.' }, /plain name/],
    ['an empty name', { model: '' }, /plain name/],
    ['a name with a zero byte', { model: 'a\0.json' }, /plain name/],
    ['a missing model file', { model: 'gone.json' }, /gone\.json is missing/],
    ['a negative weight', { weights: { '1H': -1, '4H': 1, D: 1 } }, /weights\.1H/],
    ['no weight at all', { weights: { '1H': 0, '4H': 0, D: 0 } }, /at least one weight/],
    ['two weights', { weights: { '1H': 1, '4H': 1 } }, /weights\.D/],
    ['a later format', { format_version: 2 }, /newer desk/],
    ['no symbol', { symbol: undefined }, /symbol/],
    [
      'split times in the wrong order',
      { split_times: { validation_from: 2, test_from: 1 } },
      /validation_from/,
    ],
  ];
  test.each(refusals)('is refused for %s', async (_name, changes, message) => {
    await foreign(changes);
    const read = await readBundle(folder, sampleKnown);
    expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
  });

  test('is refused when broken, truncated, hostile or no bundle at all, each time naming the file', async () => {
    const spoil: [() => void, RegExp][] = [
      [() => writeFileSync(join(folder, 'ensemble.json'), '{"weights":'), /ensemble\.json is not JSON/],
      [() => writeFileSync(join(folder, 'ensemble.json'), Buffer.of(0xff, 0xfe, 0x00)), /not UTF-8/],
      [() => writeFileSync(join(folder, 'ensemble.json'), '[]'), /ensemble\.json: /],
      [
        () => writeFileSync(join(folder, 'ensemble.json'), '{"__proto__":{"symbol":"X"}}'),
        /ensemble\.json: /,
      ],
      [
        () => truncateSync(join(folder, 'ensemble.json'), 5 * 1024 * 1024),
        /ensemble\.json has 5242880 bytes/,
      ],
      [() => truncateSync(join(folder, '1H.json'), 100), /1H\.json: .*not JSON/],
      [
        () => truncateSync(join(folder, '1H.json'), 65 * 1024 * 1024),
        /1H\.json has \d+ bytes; \d+ are allowed/,
      ],
      [() => writeFileSync(join(folder, '1H.json'), Buffer.of(0x7b, 0xff)), /1H\.json is not UTF-8/],
      [() => rmSync(join(folder, 'ensemble.json')), /ensemble\.json is missing/],
      [() => rmSync(folder, { recursive: true }), /ensemble\.json is missing/],
    ];
    for (const [break_, message] of spoil) {
      rmSync(folder, { recursive: true, force: true });
      await foreign({});
      break_();
      const read = await readBundle(folder, sampleKnown);
      expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
    }
  });

  test.skipIf(process.platform === 'win32')('may not hold links, folders or pipes for files', async () => {
    await foreign({});
    const outside = join(parent, 'outside.json');
    writeFileSync(outside, readFileSync(join(folder, 'D.json')));
    const replace: [() => void, RegExp][] = [
      [() => symlinkSync(outside, join(folder, 'D.json')), /D\.json is a link/],
      [() => mkdirSync(join(folder, 'D.json')), /D\.json is not a file/],
      [() => execFileSync('mkfifo', [join(folder, 'D.json')]), /D\.json is not a file/],
    ];
    for (const [make, message] of replace) {
      rmSync(join(folder, 'D.json'), { recursive: true });
      make();
      const read = await readBundle(folder, sampleKnown);
      expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
    }
  });
});

describe('the folder of bundles', () => {
  test('lists what is usable, newest first, and what is broken with the reason', async () => {
    await writeBundle(join(parent, 'old'), { ...bundle, trained_at: 1 });
    await writeBundle(join(parent, 'new'), { ...bundle, trained_at: 2 });
    mkdirSync(join(parent, 'empty'));
    mkdirSync(join(parent, '.new-abc'));
    writeFileSync(join(parent, 'notes.txt'), 'no bundle');
    const library = createBundleLibrary(parent, sampleKnown);
    const { bundles, broken } = await library.list();
    expect(bundles.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(broken).toEqual([{ id: 'empty', reason: 'ensemble.json is missing.' }]);
    await library.sweep();
    expect(readdirSync(parent).sort()).toEqual(['empty', 'new', 'notes.txt', 'old']);
    expect(await createBundleLibrary(join(parent, 'nowhere'), sampleKnown).list()).toEqual({
      bundles: [],
      broken: [],
    });
  });

  test('notices at the next listing that a bundle was broken, mended or replaced', async () => {
    await writeBundle(folder, bundle);
    const library = createBundleLibrary(parent, sampleKnown);
    const [whole] = (await library.list()).bundles;
    expect((await library.list()).bundles).toEqual([whole]);
    const model = join(folder, 'D.model.json');
    const content = readFileSync(model, 'utf8');
    writeFileSync(model, content.replace('"gbtree"', '"gbtrea"'));
    expect((await library.list()).broken).toMatchObject([{ id: 'mine' }]);
    writeFileSync(model, content);
    expect((await library.list()).bundles).toEqual([whole]);
    rmSync(folder, { recursive: true });
    await writeBundle(folder, { ...bundle, symbol: 'EURUSX' });
    expect((await library.list()).bundles[0].symbol).toBe('EURUSX');
  });

  test('takes a copy of a bundle from elsewhere once, leaving the original alone', async () => {
    await foreign({});
    const library = createBundleLibrary(join(parent, 'library'), sampleKnown);
    expect(await library.add(folder)).toEqual({ ok: true, value: 'mine' });
    expect(await library.add(join(folder, 'ensemble.json'))).toEqual({ ok: true, value: 'mine' });
    writeFileSync(join(folder, 'ensemble.json'), `${readFileSync(join(folder, 'ensemble.json'), 'utf8')}\n`);
    expect(await library.add(folder)).toEqual({ ok: true, value: 'mine-2' });
    expect((await library.list()).bundles.map(({ id }) => id)).toEqual(['mine', 'mine-2']);
    const nothing = await library.add(join(parent, 'absent'));
    expect(nothing.ok ? '' : nothing.problem.message).toMatch(/cannot be read \(ENOENT\)/);
  });

  test('removes a bundle by its name, and nothing by a path', async () => {
    await writeBundle(join(parent, 'library', '..', 'mine'), bundle);
    mkdirSync(join(parent, 'library'));
    await writeBundle(join(parent, 'library', 'one'), bundle);
    const library = createBundleLibrary(join(parent, 'library'), sampleKnown);
    const outside = await library.remove('../mine');
    expect(outside.ok ? '' : outside.problem.code).toBe('invalid');
    const absent = await library.remove('two');
    expect(absent.ok ? '' : absent.problem.code).toBe('not-found');
    expect((await library.remove('one')).ok).toBe(true);
    expect(readdirSync(join(parent, 'library'))).toEqual([]);
    expect(readdirSync(parent).sort()).toEqual(['library', 'mine']);
  });

  test('names new bundles by symbol and time, never twice the same', async () => {
    const name = () => newBundleId(parent, 'EUR/USD', bundle.trained_at);
    expect(await name()).toBe('EUR-USD-20260122-141503');
    mkdirSync(join(parent, 'EUR-USD-20260122-141503'));
    expect(await name()).toBe('EUR-USD-20260122-141503-2');
  });
});

test('differences to the config name the parameter and both values; rounding is none', () => {
  const group = (category: keyof typeof parameters) =>
    Object.fromEntries(Object.entries(parameters[category]).map(([key, { default: value }]) => [key, value]));
  const defaults = {
    cache: group('cache'),
    trading: group('trading'),
    model: group('model'),
  } as unknown as TradingConfig;
  const same = {
    weights: [0.1 + 0.5, 0.3, 0.1] as [number, number, number],
    agreement_bonus: 0.05,
    use_regime_adjustment: true,
  };
  expect(bundleDifferences(same, defaults)).toEqual([]);
  expect(
    bundleDifferences({ ...same, agreement_bonus: null, use_regime_adjustment: null }, defaults),
  ).toEqual([]);
  expect(
    bundleDifferences({ ...same, weights: [0.5, 0.4, 0.1], use_regime_adjustment: false }, defaults),
  ).toEqual([
    { path: 'model.weight_1h', bundle: 0.5, config: 0.6 },
    { path: 'model.weight_4h', bundle: 0.4, config: 0.3 },
    { path: 'model.use_regime_adjustment', bundle: false, config: true },
  ]);
});

/** A minimal bundle with models of another maker; `model` and `features` are the 1H model's. */
async function foreign(
  changes: Record<string, unknown> & { model?: string; features?: string[] },
): Promise<void> {
  const { model: name = '1H.json', features = ['return_3', 'body'], ...rest } = changes;
  const stump = { feature: 1, condition: 0, missingLeft: true, left: { leaf: -0.1 }, right: { leaf: 0.1 } };
  const model = writeModel({ ...flatten([stump], 2, 0.5), featureNames: ['return_3', 'body'] });
  mkdirSync(folder, { recursive: true });
  for (const timeframe of timeframes) writeFileSync(join(folder, `${timeframe}.json`), model);
  const own = ['return_3', 'body'];
  const manifest = {
    symbol: 'EURUSD',
    weights: { '1H': 0.6, '4H': 0.3, D: 0.1 },
    timeframes: {
      '1H': { model: name, features },
      '4H': { model: '4H.json', features: own },
      D: { model: 'D.json', features: own },
    },
    ...rest,
  };
  writeFileSync(join(folder, 'ensemble.json'), JSON.stringify(manifest));
}
