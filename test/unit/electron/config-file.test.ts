import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConfigFile } from '../../../electron/config-file.ts';
import type { StoredConfig } from '../../../electron/engine/config/trading-config.ts';
import { sampleEntry } from '../engine/config/audited.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-config-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openConfigFile(folder, () => 99);
const path = () => join(folder, 'config.json');
const place = (document: unknown) => writeFileSync(path(), JSON.stringify(document));
const onDisk = () => JSON.parse(readFileSync(path(), 'utf8'));
const corrupt = () => readdirSync(folder).filter((name) => name.includes('.corrupt-'));

const full: StoredConfig & { values: Record<string, Record<string, number>> } = {
  version: 7,
  values: { trading: { spread_pips: 0.1 + 0.2 } },
  trial: {
    version: 7,
    revert_at: 123.5,
    changes: [{ category: 'trading', key: 'spread_pips', old: 0.5, new: 0.1 + 0.2 }],
    before: {},
  },
  journal: [sampleEntry({ version: 7, reason: 'wider', author: 'me' })],
};

describe('the config file', () => {
  it('gives back values, trial and journal as they were saved', () => {
    expect(open().storage.save(full)).toEqual({ ok: true, value: null });
    expect(open().storage.load()).toEqual({ ok: true, value: { schema_version: 2, ...full } });
    expect(open().notice).toBeNull();
  });

  it('is nothing before the first save', () => {
    expect(open().storage.load()).toEqual({ ok: true, value: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of schema version 1 is brought forward, on disk with the next save', () => {
    const old = {
      schema_version: 1,
      version: 5,
      values: { trading: { spread_pips: 2 }, model: { weight_1h: 0.6 } },
    };
    place(old);
    const { storage, notice } = open();
    expect(notice).toBeNull();
    expect(storage.load()).toEqual({
      ok: true,
      value: { ...old, schema_version: 2, trial: null, journal: [] },
    });
    expect(onDisk()).toEqual(old);
    storage.save({ version: 6, values: { trading: { spread_pips: 3 } } });
    expect(onDisk()).toEqual({
      schema_version: 2,
      version: 6,
      values: { trading: { spread_pips: 3 } },
      trial: null,
      journal: [],
    });
    expect(JSON.parse(readFileSync(join(folder, 'config.last-good.json'), 'utf8'))).toEqual(old);
  });

  it('of a newer schema is refused at the start and kept to the last byte', () => {
    open().storage.save({ version: 2, values: {} });
    open().storage.save({ version: 3, values: { trading: { spread_pips: 2 } } });
    const newer = { schema_version: 3, version: 9, values: { trading: { spread_pips: [1, 2] } }, more: true };
    place(newer);
    const text = readFileSync(path(), 'utf8');
    const { storage, notice } = open();
    expect(notice).toContain('newer Ensemble Desk');
    expect(corrupt()).toEqual(['config.json.corrupt-99']);
    expect(readFileSync(join(folder, 'config.json.corrupt-99'), 'utf8')).toBe(text);
    expect(storage.load()).toMatchObject({ ok: true, value: { schema_version: 2, version: 2 } });
  });

  it('of a newer schema that comes while the desk runs is refused, and not overwritten in silence', () => {
    const { storage } = open();
    storage.save({ version: 2, values: {} });
    place({ schema_version: 3, version: 9, values: {} });
    expect(storage.load()).toMatchObject({
      problem: { code: 'unreadable', message: expect.stringContaining('newer') },
    });
    expect(onDisk().schema_version).toBe(3);
    storage.save({ version: 3, values: {} });
    expect(corrupt()).toHaveLength(1);
    expect(onDisk()).toMatchObject({ schema_version: 2, version: 3 });
  });

  it.each<[string, unknown]>([
    ['no version', { schema_version: 2, values: {}, trial: null, journal: [] }],
    ['version 0', { schema_version: 2, version: 0, values: {}, trial: null, journal: [] }],
    [
      'a version that nobody can count on from',
      { schema_version: 2, version: 2 ** 53 - 1, values: {}, trial: null, journal: [] },
    ],
    ['half a version', { schema_version: 1, version: 1.5, values: {} }],
    ['no schema version', { version: 1, values: {} }],
    ['a schema version in words', { schema_version: '2', version: 1, values: {}, trial: null, journal: [] }],
    ['values that are a list', { schema_version: 1, version: 1, values: [] }],
    [
      'a journal entry without its state',
      {
        schema_version: 2,
        version: 1,
        values: {},
        trial: null,
        journal: [{ ...sampleEntry(), state: null }],
      },
    ],
    [
      'a refusal in the journal',
      {
        schema_version: 2,
        version: 1,
        values: {},
        trial: null,
        journal: [{ ...sampleEntry(), outcome: 'refused' }],
      },
    ],
    [
      'a trial that never ends',
      { schema_version: 2, version: 1, values: {}, trial: { ...full.trial, revert_at: null }, journal: [] },
    ],
    ['a list', []],
    ['null', null],
  ])('with %s is refused and kept', (_what, document) => {
    place(document);
    const { storage, notice } = open();
    expect(notice).toContain('does not fit');
    expect(corrupt()).toHaveLength(1);
    expect(storage.load()).toEqual({ ok: true, value: null });
  });

  it('hands on what was written by hand as it is, a prototype too, for the configuration to refuse', () => {
    writeFileSync(
      path(),
      '{"schema_version":1,"version":3,"values":{"__proto__":{"a":1},"trading":{"__proto__":1,"b":null}}}',
    );
    const loaded = open().storage.load();
    if (!loaded.ok || !loaded.value) throw new Error('it was not read');
    expect(Object.keys(loaded.value.values)).toEqual(['__proto__', 'trading']);
    expect(Object.keys(loaded.value.values.trading as object)).toEqual(['__proto__', 'b']);
  });

  it('does not let a document that does not fit near the file', () => {
    const { storage } = open();
    storage.save(full);
    const before = readFileSync(path(), 'utf8');
    expect(storage.save({ version: Number.NaN, values: {} })).toMatchObject({
      problem: { code: 'not-saved' },
    });
    expect(storage.save({ version: 2 ** 40, values: {} })).toMatchObject({ problem: { code: 'not-saved' } });
    expect(readFileSync(path(), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('takes a journal of ten thousand entries', () => {
    const journal = Array.from({ length: 10_000 }, (_, i) => sampleEntry({ version: i + 1 }));
    expect(open().storage.save({ ...full, journal }).ok).toBe(true);
    expect(open().storage.load()).toMatchObject({ value: { journal } });
  });
});
