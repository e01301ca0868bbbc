import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConfigStore, StoredConfig } from '../../../../electron/engine/config/config-store.ts';
import type { SymbolLayers } from '../../../../electron/engine/config/saved-layers.ts';
import { openConfigFile } from '../../../../electron/files/config-file.ts';
import { elapsed, now, schedule } from '../../../../electron/shell/clock.ts';
import { sampleEntry } from '../../engine/config/audited.ts';
import { createTestClock, settle, type TestClock } from '../../engine/test-clock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-config-'));
  clock = createTestClock(99);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

let clock: TestClock;
const open = () =>
  openConfigFile({
    folder,
    now: clock.now,
    elapsed: clock.elapsed,
    schedule(task) {
      setImmediate(task);
      return () => undefined;
    },
  });
const path = () => join(folder, 'config.json');
const place = (document: unknown) => writeFileSync(path(), JSON.stringify(document));
const onDisk = () => JSON.parse(readFileSync(path(), 'utf8'));
const lastGood = () => JSON.parse(readFileSync(join(folder, 'config.last-good.json'), 'utf8'));
const corrupt = () => readdirSync(folder).filter((name) => name.includes('.corrupt-'));
const saved = { kind: 'saved', kept: [] };

const whole = (next: Saved) => ({ symbols: {}, ...next });
type Saved = StoredConfig & { symbols?: SymbolLayers; values: Record<string, Record<string, number>> };
const save = (store: ConfigStore, next: Saved) =>
  store.commit(next.version - 1, { next: whole(next), met: [] });

const full: Saved = {
  version: 7,
  values: { trading: { spread_pips: 0.1 + 0.2 } },
  symbols: { EURUSD: { trading: { spread_pips: 0.1 + 0.2 } } },
  touched: { all: 5, symbols: { EURUSD: 7 } },
  trial: {
    version: 7,
    revert_at: 123.5,
    left_ms: 1000.25,
    changes: [{ category: 'trading', key: 'spread_pips', old: 0.5, new: 0.1 + 0.2, symbol: 'EURUSD' }],
    before: { stored: {}, symbols: { EURUSD: { trading: { spread_pips: 0.5 } } } },
  },
  journal: [sampleEntry({ version: 7, reason: 'wider', author: 'me' })],
};

/** As they were written before values could be saved for a symbol. */
const changeForAll = { category: 'trading', key: 'spread_pips', old: 0.5, new: 0.3 };
const trialForAll = {
  version: 7,
  revert_at: 123.5,
  left_ms: 1000.25,
  changes: [changeForAll],
  before: { trading: { spread_pips: 0.5 } },
};

describe('the config file', () => {
  it('gives back values, trial and journal as they were saved', async () => {
    expect(await save(open().store, full)).toEqual(saved);
    expect(await open().store.load()).toEqual({ ok: true, value: { schema_version: 4, ...full } });
    expect(open().notice).toBeNull();
  });

  it('is nothing before the first save', async () => {
    expect(await open().store.load()).toEqual({ ok: true, value: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of schema version 1 is brought forward, on disk with the next save', async () => {
    const old = {
      schema_version: 1,
      version: 5,
      values: { trading: { spread_pips: 2 }, model: { weight_1h: 0.6 } },
    };
    place(old);
    const { store, notice } = open();
    expect(notice).toBeNull();
    expect(await store.load()).toEqual({
      ok: true,
      value: { ...old, schema_version: 4, symbols: {}, trial: null, journal: [] },
    });
    expect(onDisk()).toEqual(old);
    const next = { version: 6, values: { trading: { spread_pips: 3 } } };
    await save(store, next);
    expect(onDisk()).toEqual({ schema_version: 4, ...whole(next), trial: null, journal: [] });
    expect(lastGood()).toEqual(onDisk());
  });

  it('of schema version 2 takes a trial for one that ends at its moment', async () => {
    const { left_ms: _, ...trial } = trialForAll;
    place({ ...full, schema_version: 2, trial });
    expect(await open().store.load()).toMatchObject({
      value: { trial: { left_ms: null, revert_at: 123.5 } },
    });
  });

  it('of schema version 3 is read as for all, its trial and its journal too', async () => {
    const { symbols: _, ...entry } = sampleEntry({ version: 7, changes: [] });
    const state = { values: entry.state?.values, stored: { trading: { spread_pips: 2 } } };
    const values = { trading: { spread_pips: 0.3 } };
    place({
      schema_version: 3,
      version: 7,
      values,
      trial: trialForAll,
      journal: [{ ...entry, changes: [changeForAll], state }],
    });
    const change = { ...changeForAll, symbol: null };
    expect(await open().store.load()).toMatchObject({
      ok: true,
      value: {
        values,
        symbols: {},
        trial: { changes: [change], before: { stored: trialForAll.before, symbols: {} } },
        journal: [{ changes: [change], symbols: null, state: { ...state, symbols: {} } }],
      },
    });
    expect(open().notice).toBeNull();
  });

  it('of a newer schema that comes while the desk runs is refused, and nothing is saved over it', async () => {
    const { store } = open();
    await save(store, { version: 2, values: {} });
    place({ schema_version: 5, version: 9, values: {} });
    const text = readFileSync(path(), 'utf8');
    const edit = await store.look();
    expect(edit?.held).toMatchObject({
      problem: { code: 'unreadable', message: expect.stringContaining('newer Ensemble Desk') },
    });
    expect(await save(store, { version: 3, values: {} })).toMatchObject({
      kind: 'refused',
      problem: { message: expect.stringContaining('move the file away') },
    });
    expect(readFileSync(path(), 'utf8')).toBe(text);
    rmSync(path());
    expect((await save(store, { version: 3, values: {} })).kind).toBe('met');
    expect(await save(store, { version: 3, values: {} })).toEqual(saved);
  });

  it.each<[string, unknown]>([
    ['no version', { schema_version: 4, values: {}, trial: null, journal: [] }],
    ['version 0', { schema_version: 4, version: 0, values: {}, trial: null, journal: [] }],
    ['half a version', { schema_version: 1, version: 1.5, values: {} }],
    ['no schema version', { version: 1, values: {} }],
    ['a schema version in words', { schema_version: '3', version: 1, values: {}, trial: null, journal: [] }],
    ['values that are a list', { schema_version: 1, version: 1, values: [] }],
    [
      'a journal entry without its state',
      {
        schema_version: 4,
        version: 1,
        values: {},
        trial: null,
        journal: [{ ...sampleEntry(), state: null }],
      },
    ],
    [
      'a refusal in the journal',
      {
        schema_version: 4,
        version: 1,
        values: {},
        trial: null,
        journal: [{ ...sampleEntry(), outcome: 'refused' }],
      },
    ],
    [
      'a trial that never ends',
      { schema_version: 4, version: 1, values: {}, trial: { ...full.trial, revert_at: null }, journal: [] },
    ],
    ['a list', []],
    ['null', null],
  ])('with %s is refused and kept', async (_what, document) => {
    place(document);
    const { store, notice } = open();
    expect(notice).toContain('does not fit');
    expect(corrupt()).toHaveLength(1);
    expect(await store.load()).toEqual({ ok: true, value: null });
  });

  it('hands on what was written by hand as it is, a prototype too, for the configuration to refuse', async () => {
    writeFileSync(
      path(),
      '{"schema_version":1,"version":3,"values":{"__proto__":{"a":1},"trading":{"__proto__":1,"b":null}}}',
    );
    const loaded = await open().store.load();
    if (!loaded.ok || !loaded.value) throw new Error('it was not read');
    expect(Object.keys(loaded.value.values)).toEqual(['__proto__', 'trading']);
    expect(Object.keys(loaded.value.values.trading as object)).toEqual(['__proto__', 'b']);
  });

  it('with a version that nobody can count on from is read, for the trail to know better', async () => {
    place({ schema_version: 4, version: 2 ** 53 - 1, values: {}, trial: null, journal: [] });
    expect(await open().store.load()).toMatchObject({ value: { version: 2 ** 53 - 1 } });
  });

  it('does not let a document that does not fit near the file', async () => {
    const { store } = open();
    await save(store, full);
    const before = readFileSync(path(), 'utf8');
    for (const version of [Number.NaN, 2 ** 40]) {
      expect(await save(store, { version, values: {} })).toMatchObject({
        kind: 'refused',
        problem: { code: 'not-saved' },
      });
    }
    expect(readFileSync(path(), 'utf8')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'config.last-good.json']);
  });

  it('takes a journal of ten thousand entries', async () => {
    const journal = Array.from({ length: 10_000 }, (_, i) => sampleEntry({ version: i + 1 }));
    expect(await save(open().store, { ...full, journal })).toEqual(saved);
    expect(await open().store.load()).toMatchObject({ value: { journal } });
  });
});

describe('an edit of the config file', () => {
  const text = (spread: number) =>
    JSON.stringify({
      schema_version: 4,
      version: 2,
      values: { trading: { spread_pips: spread } },
      trial: null,
      journal: [],
    });

  async function started() {
    const { store } = open();
    await save(store, { version: 2, values: { trading: { spread_pips: 1 } } });
    return store;
  }

  it('is met before it would be overwritten, once, and is taken or kept as the plan says', async () => {
    const store = await started();
    writeFileSync(path(), text(5));
    const next = { version: 3, values: {} };
    const met = await store.commit(2, { next: whole(next), met: [] });
    if (met.kind !== 'met') throw new Error('it was not met');
    expect(met.edit.held).toMatchObject({ value: { values: { trading: { spread_pips: 5 } } } });
    expect(readFileSync(path(), 'utf8')).toBe(text(5));
    expect(await store.look()).toBeNull();
    expect(await store.commit(2, { next: whole(next), met: [{ edit: met.edit, taken: false }] })).toEqual({
      kind: 'saved',
      kept: ['config.json.refused-99'],
    });
    expect(readFileSync(`${path()}.refused-99`, 'utf8')).toBe(text(5));

    writeFileSync(path(), text(6));
    const edit = await store.look();
    if (!edit) throw new Error('it was not seen');
    expect(
      await store.commit(3, { next: whole({ version: 4, values: {} }), met: [{ edit, taken: true }] }),
    ).toEqual(saved);
    expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([
      'config.json.refused-99',
    ]);
  });

  it('that somebody makes by renaming, in place, or by removing the file is met', async () => {
    const store = await started();
    writeFileSync(join(folder, 'new.json'), text(3));
    renameSync(join(folder, 'new.json'), path());
    expect((await save(store, { version: 3, values: {} })).kind).toBe('met');
    rmSync(path());
    const removed = await save(store, { version: 3, values: {} });
    expect(removed).toMatchObject({ kind: 'met', edit: { held: { ok: true, value: null } } });
    expect(await save(store, { version: 3, values: {} })).toEqual(saved);
  });

  it('that lands in the file that was just replaced is still met', async () => {
    const store = await started();
    // As a program does that has opened the file, and writes after it was replaced.
    const slow = openSync(path(), 'r+');
    await save(store, { version: 3, values: {} });
    ftruncateSync(slow);
    writeSync(slow, text(8), 0);
    closeSync(slow);
    expect(await store.look()).toBeNull();
    const edit = await store.look();
    expect(edit?.held).toMatchObject({ value: { values: { trading: { spread_pips: 8 } } } });
    expect(onDisk()).toMatchObject({ version: 3 });
  });

  it('that is still being written is waited for', async () => {
    const { store } = openConfigFile({
      folder,
      now: clock.now,
      elapsed: clock.elapsed,
      schedule: clock.schedule,
    });
    await save(store, { version: 2, values: {} });
    writeFileSync(path(), text(5).slice(0, 20));
    const met = save(store, { version: 3, values: {} });
    await settle();
    writeFileSync(path(), text(5));
    await clock.advance(60);
    expect(await met).toMatchObject({ kind: 'met', edit: { held: { ok: true } } });
  });

  it('that stays broken is kept when the next save replaces it, and what is written into it later as well', async () => {
    const store = await started();
    const slow = openSync(path(), 'r+');
    ftruncateSync(slow);
    const first = await save(store, { version: 3, values: {} });
    if (first.kind !== 'met') throw new Error('it was not met');
    expect(first.edit.held.ok).toBe(false);
    expect(
      await store.commit(2, {
        next: whole({ version: 3, values: {} }),
        met: [{ edit: first.edit, taken: false }],
      }),
    ).toEqual({
      kind: 'saved',
      kept: ['config.json.corrupt-99'],
    });
    writeSync(slow, text(9), 0);
    closeSync(slow);
    expect(readFileSync(`${path()}.corrupt-99`, 'utf8')).toBe(text(9));
  });
});

describe('watching the config file', () => {
  it.each<[string, () => void]>([
    ['written in place', () => writeFileSync(path(), '{"b": 1}')],
    [
      'renamed over',
      () => {
        writeFileSync(join(folder, 'new'), '{"b": 2}');
        renameSync(join(folder, 'new'), path());
      },
    ],
    ['removed', () => rmSync(path())],
  ])('tells when it is %s, and not of what the desk saves', async (_what, change) => {
    const { store } = openConfigFile({ folder, now, elapsed, schedule });
    await save(store, { version: 2, values: {} });
    let told = 0;
    let tell: () => void = () => undefined;
    const undo = store.changes(() => {
      told += 1;
      tell();
    });
    await save(store, { version: 3, values: {} });
    const first = new Promise<void>((resolve) => {
      tell = resolve;
    });
    expect(told).toBe(0);
    change();
    await first;
    expect(await store.look()).not.toBeNull();
    undo();
  });

  it('tells of an edit of what a link leads to, and of folders that are swapped under it', async () => {
    const mount = join(folder, 'mount');
    for (const [index, generation] of ['..one', '..two'].entries()) {
      mkdirSync(join(mount, generation), { recursive: true });
      writeFileSync(
        join(mount, generation, 'config.json'),
        JSON.stringify({
          schema_version: 4,
          version: 1,
          values: { trading: { spread_pips: index + 5 } },
          trial: null,
          journal: [],
        }),
      );
    }
    symlinkSync('..one', join(mount, '..data'));
    symlinkSync('..data/config.json', join(mount, 'config.json'));
    symlinkSync('mount/config.json', path());
    const { store } = openConfigFile({ folder, now, elapsed, schedule });
    await store.load();
    const waiting: (() => void)[] = [];
    const undo = store.changes(() => waiting.shift()?.());
    const next = () => new Promise<void>((resolve) => void waiting.push(resolve));

    let told = next();
    writeFileSync(join(mount, '..one', 'config.json'), '{"in place": 1}');
    await told;
    expect((await store.look())?.held.ok).toBe(false);

    told = next();
    symlinkSync('..two', join(mount, '..data_tmp'));
    renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
    await told;
    expect(await store.look()).toMatchObject({
      held: { value: { values: { trading: { spread_pips: 6 } } } },
    });

    told = next();
    writeFileSync(join(mount, '..two', 'config.json'), '{"in the new place": 1}');
    await told;
    expect((await store.look())?.held.ok).toBe(false);
    undo();
  });
});
