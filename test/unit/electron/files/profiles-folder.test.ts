import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { createProfiles } from '../../../../electron/engine/config/profiles.ts';
import { profileFileName } from '../../../../electron/files/profile-file-names.ts';
import { openProfilesFolder } from '../../../../electron/files/profiles-folder.ts';
import { nameSchema } from '../../../../shared/names.ts';
import { disk } from './fake-store.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

let folder: string;
let told: string[];
/** The file that kept them all before each had its own. */
const earlier = () => join(folder, 'profiles.json');
const inFolder = (file: string) => join(folder, 'profiles', file);
const fileOf = (name: string) => inFolder(`${profileFileName(name)}.json`);
const open = () => openProfilesFolder({ folder, now: () => 5, tell: (message) => told.push(message) });
const start = () => createProfiles(open().storage, () => 9);
const profile = (name: string) => ({
  name,
  saved_at: 1,
  symbol: null,
  values: { trading: { spread_pips: 2 } },
});
const placeEarlier = (version: number, profiles: readonly unknown[]) =>
  writeFileSync(earlier(), JSON.stringify({ schema_version: version, profiles }));
/** As an editor does that writes a new file and renames it. */
const place = (file: string, document: object) => {
  writeFileSync(inFolder('.draft'), JSON.stringify({ schema_version: 1, ...document }));
  renameSync(inFolder('.draft'), inFolder(file));
};
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

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
  expect(JSON.parse(readFileSync(fileOf('Zebra'), 'utf8'))).toMatchObject({
    schema_version: 2,
    name: 'Zebra',
  });
});

it('names that were saved when any text was one are brought forward, and none is lost', () => {
  const given = [
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
  placeEarlier(1, given.map(profile));
  const list = start().list();
  expect(list).toHaveLength(given.length);
  expect(new Set(list.map(({ name }) => name)).size).toBe(given.length);
  for (const { name } of list) expect(nameSchema.safeParse(name)).toMatchObject({ data: name });
  expect(list.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['a b', 'Größer / weiter', 'profile ..', 'spaced', 'é']),
  );
});

it('any name has a file of its own, also where names differ in case or in what no file may be called', () => {
  const given = [
    'Calm',
    'calm',
    'CON',
    'a/b',
    'a\\b',
    'a:b',
    'x.last-good',
    'y.json.tmp-1',
    '…',
    '🙂'.repeat(40),
  ];
  const profiles = start();
  for (const name of given) expect(profiles.save(name, defaults, undefined).ok, name).toBe(true);
  expect(names(start().list()).sort()).toEqual([...given].sort());
  const files = readdirSync(join(folder, 'profiles')).map((file) => file.toLowerCase());
  expect(new Set(files).size).toBe(2 * given.length);
  for (const file of files) {
    expect(file).not.toMatch(/[/\\:*?"<>|]|^\./);
    expect(Buffer.byteLength(file)).toBeLessThan(230);
  }
  for (const name of given) expect(profiles.remove(name).ok, name).toBe(true);
  expect(readdirSync(join(folder, 'profiles'))).toEqual([]);
});

it('a hand edit and a file put there by hand are taken before the next profile is saved', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  place(`${profileFileName('Mine')}.json`, profile('Mine'));
  place('by hand.json', profile('By hand'));
  profiles.save('New', defaults, undefined);
  expect(names(profiles.list())).toEqual(['By hand', 'Mine', 'New']);
  expect(profiles.find('Mine')).toMatchObject({ value: { saved_at: 1 } });
  profiles.remove('By hand');
  expect(readdirSync(join(folder, 'profiles'))).not.toContain('by hand.json');
});

it('of two files with one name both are shown, the second under another', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  place('A copy.json', { ...profile('Mine'), saved_at: 7 });
  expect(start().list()).toMatchObject([
    { name: 'Mine', saved_at: 7 },
    { name: 'Mine (2)', saved_at: 9 },
  ]);
});

it('a hand edit of the file that is being saved is kept beside it, and said', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  writeFileSync(fileOf('Mine'), JSON.stringify({ schema_version: 1, ...profile('Mine') }));
  profiles.save('Mine', defaults, undefined);
  expect(start().list()).toMatchObject([{ name: 'Mine', saved_at: 9 }]);
  expect(JSON.parse(readFileSync(`${fileOf('Mine')}.edited-5`, 'utf8'))).toMatchObject({ saved_at: 1 });
  expect(told).toHaveLength(1);
});

it('a file that was broken or removed meanwhile costs no profile', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  writeFileSync(fileOf('Mine'), '{ broken');
  profiles.save('New', defaults, undefined);
  const opened = open();
  expect(opened.notice).toContain('the last good copy is in use');
  expect(names(createProfiles(opened.storage, () => 9).list())).toEqual(['Mine', 'New']);
  expect(readFileSync(`${fileOf('Mine')}.corrupt-5`, 'utf8')).toBe('{ broken');
  rmSync(join(folder, 'profiles'), { recursive: true });
  profiles.save('Third', defaults, undefined);
  expect(names(start().list())).toEqual(['Mine', 'New', 'Third']);
});

it('one that is broken beside others that have changed is written again, and said', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  writeFileSync(fileOf('Mine'), '{ broken');
  place('by hand.json', profile('By hand'));
  profiles.save('New', defaults, undefined);
  expect(names(profiles.list())).toEqual(['By hand', 'Mine', 'New']);
  expect(names(start().list())).toEqual(['By hand', 'Mine', 'New']);
  expect(readFileSync(`${fileOf('Mine')}.corrupt-5`, 'utf8')).toBe('{ broken');
  expect(told).toHaveLength(1);
});

it('one that cannot be saved leaves the old one', () => {
  const profiles = start();
  profiles.save('Mine', defaults, undefined);
  const before = readFileSync(fileOf('Mine'), 'utf8');
  disk.behaviour = 'is full';
  try {
    expect(profiles.save('Mine', defaults, ['trading.spread_pips'])).toMatchObject({
      problem: { code: 'not-saved' },
    });
    expect(profiles.save('New', defaults, undefined)).toMatchObject({ problem: { code: 'not-saved' } });
  } finally {
    disk.behaviour = 'works';
  }
  expect(names(profiles.list())).toEqual(['Mine']);
  expect(readFileSync(fileOf('Mine'), 'utf8')).toBe(before);
  expect(names(start().list())).toEqual(['Mine']);
});

it('what a kill has left between writing and renaming is swept away, and no profile with it', () => {
  start().save('y.last-good.json.tmp-1', defaults, undefined);
  for (const left of [
    '.Mine 12.desk-next.json',
    '.Mine 12.desk-next.json.tmp-77',
    'Mine 12.last-good.json.tmp-1',
  ])
    writeFileSync(inFolder(left), '{');
  expect(names(start().list())).toEqual(['y.last-good.json.tmp-1']);
  expect(readdirSync(join(folder, 'profiles'))).toHaveLength(2);
});

describe('the profiles of an earlier version', () => {
  it('are there at once, and move into files of their own when one is saved', () => {
    placeEarlier(2, [profile('One'), profile('Two')]);
    const text = readFileSync(earlier(), 'utf8');
    const profiles = start();
    expect(names(profiles.list())).toEqual(['One', 'Two']);
    expect(readFileSync(earlier(), 'utf8')).toBe(text);
    profiles.save('Three', defaults, undefined);
    expect(names(start().list())).toEqual(['One', 'Three', 'Two']);
    expect(readdirSync(folder).sort()).toEqual([
      'profiles',
      'profiles.json.moved-5',
      'profiles.last-good.json',
    ]);
    expect(readFileSync(join(folder, 'profiles.json.moved-5'), 'utf8')).toBe(text);
  });

  it('do not come back once they are removed, also where the file is a link', () => {
    mkdirSync(join(folder, 'dotfiles'));
    writeFileSync(
      join(folder, 'dotfiles', 'mine.json'),
      JSON.stringify({ schema_version: 2, profiles: [profile('One'), profile('Two')] }),
    );
    symlinkSync(join('dotfiles', 'mine.json'), earlier());
    start().remove('One');
    expect(names(start().list())).toEqual(['Two']);
    expect(readdirSync(join(folder, 'dotfiles'))).toEqual(['mine.json']);
  });

  it('are all there after a kill in the midst of the move, none of them twice', () => {
    placeEarlier(2, [profile('One'), profile('Two')]);
    mkdirSync(join(folder, 'profiles'));
    place(`${profileFileName('One')}.json`, profile('One'));
    const profiles = start();
    expect(names(profiles.list())).toEqual(['One', 'Two']);
    profiles.save('Two', defaults, undefined);
    expect(names(start().list())).toEqual(['One', 'Two']);
  });

  it('take no other profile’s place', () => {
    start().save('One', defaults, undefined);
    placeEarlier(2, [profile('One')]);
    const profiles = start();
    expect(profiles.list()).toMatchObject([
      { name: 'One', saved_at: 9 },
      { name: 'One (2)', saved_at: 1 },
    ]);
    profiles.save('Two', defaults, undefined);
    expect(names(start().list())).toEqual(['One', 'One (2)', 'Two']);
  });

  it('are lost neither when their file breaks nor when it goes before they have moved', () => {
    for (const harm of [() => writeFileSync(earlier(), '{ broken'), () => rmSync(earlier())]) {
      placeEarlier(2, [profile('One'), profile('Two')]);
      const profiles = start();
      harm();
      profiles.save('Three', defaults, undefined);
      expect(names(start().list())).toEqual(['One', 'Three', 'Two']);
      rmSync(join(folder, 'profiles'), { recursive: true });
    }
    expect(readFileSync(join(folder, 'profiles.json.corrupt-5'), 'utf8')).toBe('{ broken');
  });
});

it('saving one among hundreds writes and reads that one alone', () => {
  mkdirSync(join(folder, 'profiles'));
  for (let i = 0; i < 400; i += 1)
    writeFileSync(
      inFolder(`${i}.json`),
      JSON.stringify({ schema_version: 1, ...profile(`P${i}`), values: defaults }),
    );
  const profiles = start();
  profiles.save('First', defaults, undefined);
  const before = new Set(readdirSync(join(folder, 'profiles')));
  const written = vi.spyOn(JSON, 'stringify');
  const parsed = vi.spyOn(JSON, 'parse');
  try {
    profiles.save('Last', defaults, undefined);
    const made = written.mock.results.reduce((sum, { value }) => sum + String(value ?? '').length, 0);
    expect(made).toBeLessThan(3000);
    const read = parsed.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
    expect(read).toBeLessThan(3000);
  } finally {
    written.mockRestore();
    parsed.mockRestore();
  }
  const further = readdirSync(join(folder, 'profiles')).filter((file) => !before.has(file));
  expect(further.sort()).toEqual([
    `${profileFileName('Last')}.json`,
    `${profileFileName('Last')}.last-good.json`,
  ]);
});
