import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeBundle } from '../../../../../electron/engine/models/bundles/bundle.ts';
import {
  type BundleLibrary,
  createBundleLibrary,
  newBundleId,
} from '../../../../../electron/engine/models/bundles/bundle-library.ts';
import { keptSummariesName } from '../../../../../electron/engine/models/bundles/kept-summaries.ts';
import { sampleBundle, writeForeign } from '../sample-bundle.ts';
import { sampleKnown } from '../sample-market.ts';

const cost = vi.hoisted(() => ({ files: 0, models: 0 }));
vi.mock(import('../../../../../electron/engine/models/bundles/bundle-files.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    readPlainFile: (...asked) => {
      cost.files += 1;
      return real.readPlainFile(...asked);
    },
  };
});
vi.mock(import('../../../../../electron/engine/models/trees/xgboost-json.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseModel: (text) => {
      cost.models += 1;
      return real.parseModel(text);
    },
  };
});

/** What listing them takes: files read and models taken apart. */
async function listed(library: BundleLibrary) {
  Object.assign(cost, { files: 0, models: 0 });
  const list = await library.list();
  return { ...list, cost: { ...cost } };
}

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bundles-'));
  folder = join(parent, 'mine');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('the folder of bundles', () => {
  test('lists usable bundles, newest first, and broken ones with the reason', async () => {
    await writeBundle(join(parent, 'old'), { ...sampleBundle, trained_at: 1 });
    await writeBundle(join(parent, 'new'), { ...sampleBundle, trained_at: 2 });
    mkdirSync(join(parent, 'empty'));
    mkdirSync(join(parent, '.new-abc'));
    writeFileSync(join(parent, 'notes.txt'), 'no bundle');
    const library = createBundleLibrary(parent, sampleKnown);
    const { bundles, broken } = await library.list();
    expect(bundles.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(broken).toEqual([{ id: 'empty', reason: 'ensemble.json is missing.' }]);
    await library.sweep();
    expect(readdirSync(parent).sort()).toEqual([keptSummariesName, 'empty', 'new', 'notes.txt', 'old']);
    expect(await createBundleLibrary(join(parent, 'nowhere'), sampleKnown).list()).toEqual({
      bundles: [],
      broken: [],
    });
  });

  test('reads one file at a start with two hundred bundles, and only the changed bundles again', async () => {
    await writeBundle(join(parent, 'bundle-0'), sampleBundle);
    for (let i = 1; i < 200; i += 1)
      cpSync(join(parent, 'bundle-0'), join(parent, `bundle-${i}`), { recursive: true });
    const first = await listed(createBundleLibrary(parent, sampleKnown));
    expect(first.bundles).toHaveLength(200);
    expect(first.cost).toEqual({ files: 1 + 200 * 4, models: 0 });

    const again = await listed(createBundleLibrary(parent, sampleKnown));
    expect(again.cost).toEqual({ files: 1, models: 0 });
    expect(again.bundles).toEqual(first.bundles);

    const model = join(parent, 'bundle-7', 'D.model.json');
    writeFileSync(model, `${readFileSync(model, 'utf8')} `);
    rmSync(join(parent, 'bundle-8'), { recursive: true });
    const changed = createBundleLibrary(parent, sampleKnown);
    const third = await listed(changed);
    expect(third.cost).toEqual({ files: 1 + 4, models: 0 });
    expect(third.bundles.map(({ id }) => id)).not.toContain('bundle-8');
    const hashes = (list: typeof third) => list.bundles.find(({ id }) => id === 'bundle-7')?.hash;
    expect(hashes(third)).not.toBe(hashes(again));
    expect((await listed(changed)).cost).toEqual({ files: 0, models: 0 });
  });

  test('ignores a file of summaries that is broken, of other features, or a pipe', async () => {
    await writeBundle(folder, sampleBundle);
    const { bundles } = await listed(createBundleLibrary(parent, sampleKnown));
    const kept = join(parent, keptSummariesName);
    const spoilt = [
      () => writeFileSync(kept, '{"read_by":'),
      () => writeFileSync(kept, readFileSync(kept, 'utf8').replace('"EURUSD"', '7')),
      () => {
        rmSync(kept);
        execFileSync('mkfifo', [kept]);
      },
    ];
    for (const spoil of spoilt) {
      spoil();
      expect(await listed(createBundleLibrary(parent, sampleKnown))).toMatchObject({
        bundles,
        cost: { files: 5 },
      });
    }
    const fewer = { ...sampleKnown, D: sampleKnown.D.slice(1) };
    expect((await listed(createBundleLibrary(parent, fewer))).broken).toMatchObject([{ id: 'mine' }]);
  });

  test('sees at the next listing that a bundle was repaired or replaced, and at its check that it is broken', async () => {
    await writeBundle(folder, sampleBundle);
    const library = createBundleLibrary(parent, sampleKnown);
    const [whole] = (await library.list()).bundles;
    expect((await library.list()).bundles).toEqual([whole]);
    const model = join(folder, 'D.model.json');
    const content = readFileSync(model, 'utf8');
    writeFileSync(model, content.replace('"gbtree"', '"gbtrea"'));
    expect(await library.check('mine')).toMatchObject({ ok: false });
    expect((await createBundleLibrary(parent, sampleKnown).check('mine')).ok).toBe(false);
    expect((await library.list()).broken).toMatchObject([{ id: 'mine' }]);
    writeFileSync(model, content);
    expect((await library.list()).bundles).toEqual([whole]);
    rmSync(folder, { recursive: true });
    await writeBundle(folder, { ...sampleBundle, symbol: 'EURUSX' });
    expect((await library.list()).bundles[0].symbol).toBe('EURUSX');
  });

  test('copies a bundle from elsewhere once and leaves the original unchanged', async () => {
    writeForeign(folder, {});
    const library = createBundleLibrary(join(parent, 'library'), sampleKnown);
    expect(await library.add(folder)).toEqual({ ok: true, value: 'mine' });
    expect(await library.add(join(folder, 'ensemble.json'))).toEqual({ ok: true, value: 'mine' });
    writeFileSync(join(folder, 'ensemble.json'), `${readFileSync(join(folder, 'ensemble.json'), 'utf8')}\n`);
    expect(await library.add(folder)).toEqual({ ok: true, value: 'mine-2' });
    expect((await library.list()).bundles.map(({ id }) => id)).toEqual(['mine', 'mine-2']);
    const nothing = await library.add(join(parent, 'absent'));
    expect(nothing.ok ? '' : nothing.problem.message).toMatch(
      /cannot be read \(ENOENT: no such file or directory/,
    );
  });

  test('removes a bundle by its name, and nothing by a path', async () => {
    await writeBundle(join(parent, 'library', '..', 'mine'), sampleBundle);
    mkdirSync(join(parent, 'library'));
    await writeBundle(join(parent, 'library', 'one'), sampleBundle);
    const library = createBundleLibrary(join(parent, 'library'), sampleKnown);
    const outside = await library.remove('../mine');
    expect(outside.ok ? '' : outside.problem.code).toBe('invalid');
    const absent = await library.remove('two');
    expect(absent.ok ? '' : absent.problem.code).toBe('not-found');
    expect((await library.remove('one')).ok).toBe(true);
    expect(readdirSync(join(parent, 'library'))).toEqual([]);
    expect(readdirSync(parent).sort()).toEqual(['library', 'mine']);
  });

  test('names new bundles by symbol and time, without duplicates', async () => {
    const name = () => newBundleId(parent, 'EUR/USD', sampleBundle.trained_at);
    expect(await name()).toBe('EUR-USD-20260122-141503');
    mkdirSync(join(parent, 'EUR-USD-20260122-141503'));
    expect(await name()).toBe('EUR-USD-20260122-141503-2');
  });
});
