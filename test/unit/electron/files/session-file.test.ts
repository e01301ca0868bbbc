import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshSession, type Session } from '../../../../electron/engine/instruments/session.ts';
import { openSessionFile } from '../../../../electron/files/session-file.ts';
import { disk } from './fake-store.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

let folder: string;
const open = () => openSessionFile({ folder, now: () => 77 });
const left: Session = {
  dataset: 'EURUSD',
  open: [
    { dataset: 'GBPUSD', speed: 1, playing: true },
    { dataset: 'EURUSD', speed: 50, playing: false },
  ],
  bundles: { EURUSD: 'eurusd-1' },
  cursors: { EURUSD: Date.UTC(2024, 0, 5, 13) },
  agreed: { EURUSD: { bundle: 'eurusd-1', trading_day: 'new-york-close' } },
  shadows: [{ name: 'Eager', values: { trading: { confidence_threshold: 0.5 } } }],
};
/** The same as version 2 of the file had it, when one dataset was open at a time. */
const { open: _open, ...same } = left;
const earlier = { ...same, speed: 50, playing: false };
const brought = { ...left, open: [{ dataset: 'EURUSD', speed: 50, playing: false }] };
const bounds = { x: -5, y: 0, width: 1280, height: 800, maximized: false };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-file-'));
  disk.behaviour = 'works';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the session file', () => {
  it('begins fresh', () => {
    const { file, notice } = open();
    expect([notice, file.load(), file.windowBounds()]).toEqual([null, freshSession, null]);
  });

  it('has session and window at the next start, each saved without the other', () => {
    const { file } = open();
    file.save(left);
    file.saveWindowBounds(bounds);
    const again = open();
    expect(again.file.load()).toEqual(left);
    expect(again.file.windowBounds()).toEqual(bounds);
    again.file.save({ ...left, open: [] });
    expect(open().file.windowBounds()).toEqual(bounds);
  });

  it('is not written when nothing has changed', () => {
    const { file } = open();
    file.save(left);
    writeFileSync(join(folder, 'session.json'), 'touched');
    file.save({ ...left });
    expect(readFileSync(join(folder, 'session.json'), 'utf8')).toBe('touched');
  });

  it.each([1, 2])(
    'of version %i keeps the one dataset that was open, its speed included',
    (schema_version) => {
      writeFileSync(
        join(folder, 'session.json'),
        JSON.stringify({ schema_version, session: earlier, window: bounds }),
      );
      const { file, notice } = open();
      expect([notice, file.load(), file.windowBounds()]).toEqual([null, brought, bounds]);
    },
  );

  it('of version 2 with nothing open keeps that', () => {
    const session = { ...earlier, dataset: null };
    writeFileSync(join(folder, 'session.json'), JSON.stringify({ schema_version: 2, session, window: null }));
    expect(open().file.load()).toEqual({ ...left, dataset: null, open: [] });
  });

  it.each([
    ['written before there were candidates', undefined],
    ['with candidates that are none', [{ name: '', values: 1 }]],
  ])('%s keeps all the rest', (_what, shadows) => {
    writeFileSync(
      join(folder, 'session.json'),
      JSON.stringify({ session: { ...earlier, shadows }, window: null }),
    );
    expect(open().file.load()).toEqual({ ...brought, shadows: [] });
  });

  it.each([
    ['another speed', { ...earlier, speed: 3 }],
    ['a place that is no time', { ...earlier, cursors: { EURUSD: 'yesterday' } }],
    ['no dataset', { ...earlier, dataset: undefined }],
    ['a list', []],
  ])('with %s is kept aside and the desk begins fresh', (_what, session) => {
    writeFileSync(join(folder, 'session.json'), JSON.stringify({ session, window: null }));
    const { file, notice } = open();
    expect(file.load()).toEqual(freshSession);
    expect(notice).toContain('session.json.corrupt-77');
    expect(readdirSync(folder)).toContain('session.json.corrupt-77');
  });

  it('goes without saving when the disk is full, and tries again with the next change', () => {
    const { file } = open();
    disk.behaviour = 'is full';
    file.save(left);
    disk.behaviour = 'works';
    file.save(left);
    expect(open().file.load()).toEqual(left);
  });
});
