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
import { readBundle, writeBundle } from '../../../../../electron/engine/models/bundles/bundle.ts';
import {
  bundleSummarySchema,
  loadedBundleSchema,
} from '../../../../../electron/engine/models/bundles/bundle-schema.ts';
import { scoreTable } from '../../../../../electron/engine/models/trees/tree-ensemble.ts';
import { timeframes } from '../../../../../shared/market.ts';
import { sampleBundle, sampleTables, writeForeign } from '../sample-bundle.ts';
import { sampleKnown } from '../sample-market.ts';

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bundles-'));
  folder = join(parent, 'mine');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('a bundle written here', () => {
  test('is read back unchanged', async () => {
    expect(await writeBundle(folder, sampleBundle)).toEqual({ ok: true, value: null });
    const read = await readBundle(folder, sampleKnown);
    if (!read.ok) throw new Error(read.problem.message);
    const { models, ...loaded } = read.value;
    for (const timeframe of timeframes) {
      const { ensemble } = sampleBundle.trained.models[timeframe];
      expect(models[timeframe].ensemble.featureNames).toEqual(ensemble.featureNames);
      expect(scoreTable(models[timeframe].ensemble, sampleTables[timeframe])).toEqual(
        scoreTable(ensemble, sampleTables[timeframe]),
      );
      expect(models[timeframe].features).toEqual(sampleKnown[timeframe]);
      expect(loaded.summary.figures?.[timeframe]).toEqual(sampleBundle.trained.models[timeframe].figures);
    }
    expect(loaded.split_times).toEqual(sampleBundle.trained.split_times);
    expect(loaded).toMatchObject({
      weights: [0.6, 0.3, 0.1],
      agreement_bonus: 0.05,
      use_regime_adjustment: true,
    });
    expect(loaded.summary).toMatchObject({
      id: 'mine',
      symbol: 'EURUSD',
      dataset: 'EURUSD@simulated',
      trained_at: sampleBundle.trained_at,
      seed: 3,
    });
    expect(loadedBundleSchema.parse(loaded)).toEqual(loaded);
    expect(bundleSummarySchema.parse(loaded.summary)).toEqual(loaded.summary);
    expect(readdirSync(parent)).toEqual(['mine']);
  });

  describe('has a hash', () => {
    async function hashes(): Promise<{ hash: string; file_hash: string }> {
      const read = await readBundle(folder, sampleKnown);
      if (!read.ok) throw new Error(read.problem.message);
      const { hash, file_hash } = read.value.summary;
      return { hash, file_hash };
    }

    function edit(name: string, change: (text: string) => string) {
      const path = join(folder, name);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
    }

    function edited(change: (manifest: Record<string, unknown>) => object) {
      edit('ensemble.json', (text) => JSON.stringify(change(JSON.parse(text))));
    }

    beforeEach(async () => {
      await writeBundle(folder, sampleBundle);
    });

    test('of its content: the same for trainings at different times, whatever the order of keys', async () => {
      const before = await hashes();
      expect(before.hash).toMatch(/^[0-9a-f]{64}$/);
      rmSync(folder, { recursive: true });
      await writeBundle(folder, { ...sampleBundle, trained_at: sampleBundle.trained_at + 1000 });
      const later = await hashes();
      expect(later.hash).toBe(before.hash);
      expect(later.file_hash).not.toBe(before.file_hash);
      edited((manifest) => Object.fromEntries(Object.entries(manifest).reverse()));
      expect((await hashes()).hash).toBe(before.hash);
      edited((manifest) => ({ ...manifest, weights: { '1H': 1, '4H': 0, D: 0 }, agreement_bonus: 0.5 }));
      expect((await hashes()).hash).toBe(before.hash);
    });

    test('that a change of a model, a label, the symbol or the split changes', async () => {
      const seen = new Set([(await hashes()).hash]);
      edit('D.model.json', (text) => `${text} `);
      seen.add((await hashes()).hash);
      edited((manifest) => ({ ...manifest, symbol: 'EURUSX' }));
      seen.add((await hashes()).hash);
      edited((manifest) => ({ ...manifest, split_times: { validation_from: 1, test_from: 2 } }));
      seen.add((await hashes()).hash);
      edit('ensemble.json', (text) => text.replace('"horizon":12', '"horizon":13'));
      seen.add((await hashes()).hash);
      expect(seen.size).toBe(5);
    });

    test('that distinguishes the three models', async () => {
      const before = await hashes();
      const [hour, four] = ['1H.model.json', '4H.model.json'].map((name) => join(folder, name));
      const model = readFileSync(hour);
      writeFileSync(hour, readFileSync(four));
      writeFileSync(four, model);
      expect((await hashes()).hash).not.toBe(before.hash);
    });
  });

  test('never overwrites anything that exists, not even an empty folder', async () => {
    mkdirSync(folder);
    const written = await writeBundle(folder, sampleBundle);
    expect(written.ok ? '' : written.problem.code).toBe('conflict');
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(parent)).toEqual(['mine']);
  });

  test('that cannot be written leaves nothing behind', async () => {
    const written = await writeBundle(join(parent, 'missing', 'mine'), sampleBundle);
    expect(written.ok ? '' : written.problem.code).toBe('not-saved');
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('a bundle from elsewhere', () => {
  test('needs only symbol, weights and models with their features', async () => {
    writeForeign(folder, {});
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

  const refusals: [string, Parameters<typeof writeForeign>[1], RegExp][] = [
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
    ['a later format', { format_version: 2 }, /newer version/],
    ['no symbol', { symbol: undefined }, /symbol/],
    [
      'split times in the wrong order',
      { split_times: { validation_from: 2, test_from: 1 } },
      /validation_from/,
    ],
  ];
  test.each(refusals)('is refused for %s', async (_name, changes, message) => {
    writeForeign(folder, changes);
    const read = await readBundle(folder, sampleKnown);
    expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
  });

  test('is refused if it is broken, truncated, hostile or not a bundle, and the message names the file', async () => {
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
      writeForeign(folder, {});
      break_();
      const read = await readBundle(folder, sampleKnown);
      expect(read.ok ? 'taken' : read.problem.message).toMatch(message);
    }
  });

  test.skipIf(process.platform === 'win32')(
    'may not contain links, folders or pipes in place of files',
    async () => {
      writeForeign(folder, {});
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
    },
  );
});
