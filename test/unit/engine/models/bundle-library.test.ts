import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeBundle } from '../../../../electron/engine/models/bundle.ts';
import { createBundleLibrary, newBundleId } from '../../../../electron/engine/models/bundle-library.ts';
import { sampleBundle, writeForeign } from './sample-bundle.ts';
import { sampleKnown } from './sample-market.ts';

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bundles-'));
  folder = join(parent, 'mine');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('the folder of bundles', () => {
  test('lists what is usable, newest first, and what is broken with the reason', async () => {
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
    expect(readdirSync(parent).sort()).toEqual(['empty', 'new', 'notes.txt', 'old']);
    expect(await createBundleLibrary(join(parent, 'nowhere'), sampleKnown).list()).toEqual({
      bundles: [],
      broken: [],
    });
  });

  test('notices at the next listing that a bundle was broken, mended or replaced', async () => {
    await writeBundle(folder, sampleBundle);
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
    await writeBundle(folder, { ...sampleBundle, symbol: 'EURUSX' });
    expect((await library.list()).bundles[0].symbol).toBe('EURUSX');
  });

  test('takes a copy of a bundle from elsewhere once, leaving the original alone', async () => {
    writeForeign(folder, {});
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

  test('names new bundles by symbol and time, never twice the same', async () => {
    const name = () => newBundleId(parent, 'EUR/USD', sampleBundle.trained_at);
    expect(await name()).toBe('EUR-USD-20260122-141503');
    mkdirSync(join(parent, 'EUR-USD-20260122-141503'));
    expect(await name()).toBe('EUR-USD-20260122-141503-2');
  });
});
