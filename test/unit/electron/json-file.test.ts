import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openJsonFile } from '../../../electron/json-file.ts';
import { disk } from './fake-store.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

const schema = z.object({
  format: z.literal(1, { error: 'only format 1 is understood' }),
  value: z.number(),
});
let folder: string;
const path = () => join(folder, 'desk.json');
const lastGood = () => join(folder, 'desk.last-good.json');
const open = () => openJsonFile({ folder, name: 'desk', schema, now: () => 1234 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-file-'));
  disk.behaviour = 'works';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a JSON file', () => {
  it('is null before the first write, and then what was written', () => {
    const { file, notice } = open();
    expect([notice, file.read()]).toEqual([null, { ok: true, value: null }]);
    expect(file.write({ format: 1, value: 5 })).toEqual({ ok: true, value: null });
    expect(file.read()).toEqual({ ok: true, value: { format: 1, value: 5 } });
    expect(open().file.read()).toEqual({ ok: true, value: { format: 1, value: 5 } });
  });

  it('makes its folder', () => {
    const deep = join(folder, 'a', 'b');
    const { file } = openJsonFile({ folder: deep, name: 'desk', schema, now: () => 0 });
    expect(file.write({ format: 1, value: 5 }).ok).toBe(true);
    expect(readdirSync(deep)).toEqual(['desk.json']);
  });

  it('keeps the document before the latest as last good copy', () => {
    const { file } = open();
    for (const value of [1, 2, 3]) file.write({ format: 1, value });
    expect(JSON.parse(readFileSync(lastGood(), 'utf8'))).toEqual({ format: 1, value: 2 });
  });

  it.each([
    ['cut in half', '{"format": 1, "val'],
    ['empty', ''],
    ['no JSON', '<html></html>'],
    ['of a newer format', '{"format": 2, "value": 5}'],
    ['of another shape', '[1, 2]'],
    ['without a key', '{"format": 1}'],
  ])('that is %s is kept aside, and the last good copy is used', (_what, text) => {
    const { file } = open();
    for (const value of [1, 2]) file.write({ format: 1, value });
    writeFileSync(path(), text);
    const again = open();
    expect(again.file.read()).toEqual({ ok: true, value: { format: 1, value: 1 } });
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toBe(text);
    expect(again.notice).toContain('desk.json.corrupt-1234');
    expect(again.notice).toContain('the last good copy is in use');
    expect(again.file.write({ format: 1, value: 3 }).ok).toBe(true);
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
    file.write({ format: 1, value: 1 });
    writeFileSync(path(), '{"format": 1, "value": oops}');
    expect(file.read()).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
    expect(file.write({ format: 1, value: 2 }).ok).toBe(true);
    expect(readFileSync(`${path()}.corrupt-1234`, 'utf8')).toContain('oops');
    expect(file.read()).toEqual({ ok: true, value: { format: 1, value: 2 } });
  });

  it.each(['is full', 'cuts the file', 'takes another'] as const)(
    'stays as it was when the disk %s, and says that it was not saved',
    (behaviour) => {
      const { file } = open();
      for (const value of [1, 2]) file.write({ format: 1, value });
      disk.behaviour = behaviour;
      expect(file.write({ format: 1, value: 3 })).toMatchObject({
        ok: false,
        problem: { code: 'not-saved', message: expect.stringContaining('nothing was changed') },
      });
      expect(file.read()).toEqual({ ok: true, value: { format: 1, value: 2 } });
      disk.behaviour = 'works';
      expect(file.write({ format: 1, value: 4 }).ok).toBe(true);
      expect(file.read()).toEqual({ ok: true, value: { format: 1, value: 4 } });
      expect(readdirSync(folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
    },
  );

  it('whose first write fails is not there', () => {
    const { file } = open();
    disk.behaviour = 'cuts the file';
    expect(file.write({ format: 1, value: 3 }).ok).toBe(false);
    expect(existsSync(path())).toBe(false);
  });

  it('sweeps what a kill between write and rename left behind, and nothing else', () => {
    for (const name of ['desk.json.tmp-123', 'desk.json.tmp-', 'desk.json.mine', 'other.json.tmp-1']) {
      writeFileSync(join(folder, name), 'x');
    }
    open();
    expect(readdirSync(folder).sort()).toEqual(['desk.json.mine', 'other.json.tmp-1']);
  });
});

describe('watching a JSON file', () => {
  it('tells of what others write, not of what the desk writes', async () => {
    const { file } = open();
    file.write({ format: 1, value: 1 });
    let told: () => void = () => undefined;
    const first = new Promise<unknown>((resolve) => {
      told = () => resolve(file.read());
    });
    const undo = file.watch(() => told());
    file.write({ format: 1, value: 2 });
    writeFileSync(path(), '{"format": 1, "value": 77}');
    expect(await first).toEqual({ ok: true, value: { format: 1, value: 77 } });
    undo();
  });
});
