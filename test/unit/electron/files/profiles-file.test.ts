import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { createProfiles } from '../../../../electron/engine/config/profiles.ts';
import { openProfilesFile } from '../../../../electron/files/profiles-file.ts';
import { nameSchema } from '../../../../shared/names.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

let folder: string;
let told: string[];
const path = () => join(folder, 'profiles.json');
const open = () => openProfilesFile({ folder, now: () => 5, tell: (message) => told.push(message) });
const start = () => createProfiles(open().storage, () => 9);
const profile = (name: string) => ({ name, saved_at: 1, values: { trading: { spread_pips: 2 } } });
const place = (version: number, profiles: readonly unknown[]) =>
  writeFileSync(path(), JSON.stringify({ schema_version: version, profiles }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-profiles-'));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('profiles are there after a restart, in an order that no locale changes', () => {
  const profiles = start();
  for (const name of ['Zebra', 'apple', 'Äther', 'b']) profiles.save(name, defaults, ['trading.spread_pips']);
  expect(start().list()).toEqual(profiles.list());
  expect(
    start()
      .list()
      .map(({ name }) => name),
  ).toEqual(['apple', 'Äther', 'b', 'Zebra']);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ schema_version: 2 });
});

it('names that were saved when any text was one are brought forward, and none is lost', () => {
  const names = [
    '..',
    '.',
    'a\nb',
    'a b',
    'a\0b',
    '\u2028',
    'x\ud800',
    ' spaced ',
    'e\u0301',
    'Größer / weiter',
    '..',
  ];
  place(1, names.map(profile));
  const list = start().list();
  expect(list).toHaveLength(names.length);
  expect(new Set(list.map(({ name }) => name)).size).toBe(names.length);
  for (const { name } of list) expect(nameSchema.safeParse(name)).toMatchObject({ data: name });
  expect(list.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['a b', 'Größer / weiter', 'profile ..', 'spaced', 'é']),
  );
});

it('a hand edit of the file is taken before the next profile is saved', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  place(2, [profile('By hand'), profile('Mine')]);
  profiles.save('New', defaults, undefined);
  expect(profiles.list().map(({ name }) => name)).toEqual(['By hand', 'Mine', 'New']);
  expect(profiles.find('Mine')).toMatchObject({ value: { saved_at: 1 } });
});

it('a file that was broken or removed meanwhile costs no profile', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  writeFileSync(path(), '{ broken');
  profiles.save('New', defaults, undefined);
  expect(start().list()).toHaveLength(2);
  expect(readFileSync(`${path()}.corrupt-5`, 'utf8')).toBe('{ broken');
  expect(told).toHaveLength(1);
  rmSync(path());
  profiles.save('Third', defaults, undefined);
  expect(start().list()).toHaveLength(3);
  expect(readdirSync(folder).sort()).toEqual([
    'profiles.json',
    'profiles.json.corrupt-5',
    'profiles.last-good.json',
  ]);
});

it('saving one among a thousand makes the text of that one alone', () => {
  place(
    2,
    Array.from({ length: 999 }, (_, i) => ({ ...profile(`P${i}`), values: defaults })),
  );
  const profiles = start();
  profiles.save('First', defaults, undefined);
  const written = vi.spyOn(JSON, 'stringify');
  const parsed = vi.spyOn(JSON, 'parse');
  try {
    profiles.save('Last', defaults, undefined);
    const made = written.mock.results.reduce((sum, { value }) => sum + String(value ?? '').length, 0);
    expect(made).toBeLessThan(3000);
    expect(parsed.mock.calls.every(([text]) => text.length < 3000)).toBe(true);
  } finally {
    written.mockRestore();
    parsed.mockRestore();
  }
});
