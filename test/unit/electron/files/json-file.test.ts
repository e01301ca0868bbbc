import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openJsonFile } from '../../../../electron/files/json-file.ts';
import { disk } from './fake-store.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

const layout = {
  schema: z.object({ value: z.number(), unit: z.string() }),
  steps: [
    (document: Record<string, unknown>) => ({ ...document, value: Number(document.amount) }),
    (document: Record<string, unknown>) => ({ ...document, unit: 'pips' }),
  ],
};
let folder: string;
let told: string[];
const path = () => join(folder, 'desk.json');
const lastGood = () => join(folder, 'desk.last-good.json');
const open = () =>
  openJsonFile({ folder, name: 'desk', layout, now: () => 1234, tell: (message) => told.push(message) });
const held = (value: number) => ({ value, unit: 'pips' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-file-'));
  disk.behaviour = 'works';
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a JSON file', () => {
  it('is null before the first write, and then what was written', () => {
    const { file, notice } = open();
    expect([notice, file.read()]).toEqual([null, { ok: true, value: null }]);
    expect(file.write(held(5))).toEqual({ ok: true, value: null });
    expect(file.read()).toEqual({ ok: true, value: held(5) });
    expect(open().file.read()).toEqual({ ok: true, value: held(5) });
  });

  it('makes its folder', () => {
    const deep = join(folder, 'a', 'b');
    const { file } = openJsonFile({ folder: deep, name: 'desk', layout, now: () => 0 });
    expect(file.write(held(5)).ok).toBe(true);
    expect(readdirSync(deep)).toEqual(['desk.json', 'desk.last-good.json']);
  });

  it('keeps the latest document as last good copy, in a file of its own', () => {
    const { file } = open();
    for (const value of [1, 2, 3]) file.write(held(value));
    expect(JSON.parse(readFileSync(lastGood(), 'utf8'))).toEqual({ schema_version: 3, ...held(3) });
    expect(statSync(lastGood()).ino).not.toBe(statSync(path()).ino);
    writeFileSync(path(), '{"schema_version": 3, "value": 9, "unit": "pips"}');
    expect(open().notice).toBeNull();
    expect(JSON.parse(readFileSync(lastGood(), 'utf8'))).toMatchObject({ value: 9 });
  });

  it.each([
    ['cut in half', '{"schema_version": 3, "val'],
    ['empty', ''],
    ['no JSON', '<html></html>'],
    ['of another shape', '[1, 2]'],
    ['without a key', '{"schema_version": 3}'],
    ['of no version', '{"value": 1, "unit": "pips"}'],
    ['of a version in words', '{"schema_version": "3", "value": 1, "unit": "pips"}'],
    ['of half a version', '{"schema_version": 2.5, "value": 1, "unit": "pips"}'],
    ['of version 0', '{"schema_version": 0, "value": 1, "unit": "pips"}'],
  ])('that is %s is kept aside, and the last good copy is used', (_what, text) => {
    const { file } = open();
    for (const value of [1, 2]) file.write(held(value));
    writeFileSync(path(), text);
    const again = open();
    expect(again.file.read()).toEqual({ ok: true, value: held(2) });
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toBe(text);
    expect(again.notice).toContain('desk.json.corrupt-1234');
    expect(again.notice).toContain('the last good copy is in use');
    expect(again.file.write(held(3)).ok).toBe(true);
    expect(open().notice).toBeNull();
  });

  it('that is broken without any copy gives way to the defaults, and says so', () => {
    writeFileSync(path(), '{');
    writeFileSync(lastGood(), 'broken too');
    const { file, notice } = open();
    expect(file.read()).toEqual({ ok: true, value: null });
    expect(notice).toContain('the defaults are in use');
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toBe('{');
  });

  it('that someone breaks while the desk runs is reported, and kept aside by the next write', () => {
    const { file } = open();
    file.write(held(1));
    writeFileSync(path(), '{"schema_version": 3, "value": oops}');
    expect(file.read()).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
    expect(file.write(held(2)).ok).toBe(true);
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toContain('oops');
    expect(file.read()).toEqual({ ok: true, value: held(2) });
    expect(told).toEqual([
      'desk.json had been changed by something else; that was kept as desk.json.corrupt-1234.',
    ]);
  });

  it.each(['is full', 'cuts the file', 'takes another'] as const)(
    'stays as it was when the disk %s, and says that it was not saved',
    (behaviour) => {
      const { file } = open();
      for (const value of [1, 2]) file.write(held(value));
      disk.behaviour = behaviour;
      expect(file.write(held(3))).toMatchObject({
        ok: false,
        problem: { code: 'not-saved', message: expect.stringContaining('nothing was changed') },
      });
      expect(file.read()).toEqual({ ok: true, value: held(2) });
      disk.behaviour = 'works';
      expect(file.write(held(4)).ok).toBe(true);
      expect(file.read()).toEqual({ ok: true, value: held(4) });
      expect(readdirSync(folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
    },
  );

  it('whose first write fails is not there', () => {
    const { file } = open();
    disk.behaviour = 'cuts the file';
    expect(file.write(held(3)).ok).toBe(false);
    expect(existsSync(path())).toBe(false);
  });

  it('sweeps what a kill between write and rename left behind, and nothing else', () => {
    const left = [
      'desk.json.tmp-123',
      'desk.json.tmp-',
      '.desk.desk-next.json',
      '.desk.desk-next.json.tmp-12',
    ];
    for (const name of [...left, 'desk.json.mine', 'other.json.tmp-1', 'desk.next.json']) {
      writeFileSync(join(folder, name), 'x');
    }
    open();
    expect(readdirSync(folder).sort()).toEqual(['desk.json.mine', 'desk.next.json', 'other.json.tmp-1']);
  });
});

describe('a JSON file of another version', () => {
  it.each([
    [1, { schema_version: 1, amount: 4 }],
    [2, { schema_version: 2, amount: 4, value: 4 }],
  ])('%d is brought forward step by step, and on disk with the next write', (_version, document) => {
    writeFileSync(path(), JSON.stringify(document));
    const { file, notice } = open();
    expect([notice, file.read()]).toEqual([null, { ok: true, value: held(4) }]);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(document);
    file.write(held(5));
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ schema_version: 3, ...held(5) });
  });

  it('that is newer is left where it is, named, and nothing is written over it', () => {
    open().file.write(held(1));
    const text = '{"schema_version": 4, "value": {"amount": 1}}';
    writeFileSync(path(), text);
    const { file, notice } = open();
    for (const message of [notice, file.read(), file.write(held(2))].map((each) => JSON.stringify(each))) {
      expect(message).toContain('newer Ensemble Desk (schema version 4; this one knows up to 3)');
      expect(message).toContain('Start the newer version, or move the file away');
      expect(message).toContain('desk.json');
    }
    expect(readFileSync(path(), 'utf8')).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['desk.json', 'desk.last-good.json']);
    rmSync(path());
    expect(file.write(held(2)).ok).toBe(true);
  });
});

describe('a JSON file that somebody else writes', () => {
  it.each([
    ['UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big-endian UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('with the mark of %s is read', (_what, encoded) => {
    writeFileSync(path(), encoded('{"schema_version": 3, "value": 7, "unit": "µ"}'));
    const { file, notice } = open();
    expect([notice, file.read()]).toEqual([null, { ok: true, value: { value: 7, unit: 'µ' } }]);
  });

  it('in another encoding is kept rather than read wrong', () => {
    writeFileSync(path(), Buffer.from('{"schema_version": 3, "value": 7, "unit": "Größe"}', 'latin1'));
    expect(open().notice).toContain('not Unicode text');
  });

  it('meanwhile is kept beside it when the next write comes', () => {
    const { file } = open();
    file.write(held(1));
    const edit = '{"schema_version": 3, "value": 7, "unit": "other"}';
    writeFileSync(path(), edit);
    expect(file.changed()).toBe(true);
    expect(file.write(held(2)).ok).toBe(true);
    expect(readFileSync(`${path()}.edited-1234`, 'utf8')).toBe(edit);
    expect(told).toEqual([expect.stringContaining('desk.json.edited-1234')]);
    expect(file.changed()).toBe(false);
  });

  it.each<[string, () => void, string]>([
    ['a named pipe', () => execFileSync('mkfifo', [path()]), 'a named pipe'],
    ['a folder', () => mkdirSync(path()), 'a folder'],
    ['a link to a device', () => symlinkSync('/dev/zero', path()), 'a device'],
    ['of 3 GB', () => truncateTo(3 * 1024 ** 3), '32 MB'],
  ])('and that is %s is named at once, kept aside, and gives way', (_what, make, words) => {
    open().file.write(held(1));
    rmSync(path());
    make();
    const start = performance.now();
    const { file, notice } = open();
    expect(performance.now() - start).toBeLessThan(1000);
    expect(notice).toContain(words);
    expect(notice).toContain('desk.json.corrupt-1234');
    expect(readdirSync(folder)).toContain('desk.json.corrupt-1234');
    expect(file.read()).toEqual({ ok: true, value: held(1) });
    rmSync(`${path()}.corrupt-1234`, { recursive: true });
  });

  it.each<[string, () => void]>([
    ['a named pipe', () => execFileSync('mkfifo', [path()])],
    ['a folder', () => mkdirSync(path())],
    ['of 300 MB', () => truncateTo(300 * 1024 ** 2)],
  ])('and that becomes %s while the desk runs holds nothing up', (_what, make) => {
    const { file } = open();
    file.write(held(1));
    rmSync(path());
    make();
    const start = performance.now();
    expect(file.read()).toMatchObject({ problem: { code: 'unreadable' } });
    expect(file.write(held(2))).toEqual({ ok: true, value: null });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(file.read()).toEqual({ ok: true, value: held(2) });
    expect(readdirSync(folder)).toContain('desk.json.corrupt-1234');
  });

  function truncateTo(bytes: number): void {
    writeFileSync(path(), '{');
    truncateSync(path(), bytes);
  }
});

describe('a JSON file that is a link', () => {
  it('stays one: what it leads to is replaced whole, with its mode, and the copy is a file of its own', () => {
    const home = join(folder, 'dotfiles');
    mkdirSync(home);
    const target = join(home, 'mine.json');
    writeFileSync(target, '{"schema_version": 3, "value": 1, "unit": "pips"}', { mode: 0o640 });
    symlinkSync('dotfiles/mine.json', path());
    const before = statSync(target).ino;
    const { file } = open();
    expect(file.write(held(2)).ok).toBe(true);
    expect(lstatSync(path()).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject(held(2));
    expect(statSync(target).ino).not.toBe(before);
    expect(statSync(target).mode & 0o777).toBe(0o640);
    expect(lstatSync(lastGood()).isFile()).toBe(true);
    expect(readdirSync(home)).toEqual(['mine.json']);
    writeFileSync(target, 'broken');
    expect(open().file.read()).toEqual({ ok: true, value: held(2) });
    expect(lstatSync(path()).isSymbolicLink()).toBe(true);
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toBe('broken');
  });

  it('to a file that is not there yet makes it there', () => {
    symlinkSync(join(folder, 'later', 'mine.json'), path());
    expect(open().file.write(held(2)).ok).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'later', 'mine.json'), 'utf8'))).toMatchObject(held(2));
  });
});
