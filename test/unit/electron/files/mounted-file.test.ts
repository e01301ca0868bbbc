import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshSession } from '../../../../electron/engine/instruments/session.ts';
import { openConfigFile } from '../../../../electron/files/config-file.ts';
import { openJsonFile } from '../../../../electron/files/json-file.ts';
import { sessionLayout } from '../../../../electron/files/session-file.ts';
import { createTestClock } from '../../engine/test-clock.ts';
import { valueIn } from '../../engine/test-engine.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

const hindrance = whyNoMounts();

// As in a container that is given its configuration as a single file.
describe.skipIf(hindrance !== null)(
  `a config.json that is mounted from elsewhere${hindrance ? ` (skipped: ${hindrance})` : ''}`,
  () => {
    let top: string;
    let outside: string;
    let folder: string;

    beforeEach(() => {
      top = mkdtempSync(join(tmpdir(), 'desk mounted-'));
      folder = join(top, 'data');
      outside = join(top, 'outside.json');
      execFileSync('mkdir', [folder]);
      writeFileSync(outside, textOf({ version: 3, values: { trading: { spread_pips: 2 } } }));
      writeFileSync(join(folder, 'config.json'), '');
      execFileSync('mount', ['--bind', outside, join(folder, 'config.json')]);
    });

    afterEach(() => {
      execFileSync('umount', [join(folder, 'config.json')]);
      rmSync(top, { recursive: true, force: true });
    });

    const next = (version: number) => ({
      symbols: {},
      version,
      values: { trading: { spread_pips: version } },
      trial: null,
      journal: [],
    });

    it('is read, and written over where it cannot be replaced', async () => {
      const { store, notice } = openConfigFile({ folder, ...createTestClock(7) });
      expect(notice).toBeNull();
      expect(valueIn(await store.load())).toMatchObject({ version: 3 });
      for (const version of [4, 5])
        expect(await store.commit(version - 1, { next: next(version), met: [] })).toEqual({
          kind: 'saved',
          kept: [],
        });
      expect(JSON.parse(readFileSync(outside, 'utf8'))).toMatchObject({ version: 5 });
      expect(await store.look()).toBeNull();
      expect(readdirSync(folder).sort()).toEqual(['config.json', 'config.last-good.json']);
    });

    it('that a crash has cut in the midst of that comes back', async () => {
      const first = openConfigFile({ folder, ...createTestClock(7) }).store;
      await first.load();
      await first.commit(3, { next: next(4), met: [] });
      writeFileSync(outside, readFileSync(outside, 'utf8').slice(0, 20));
      const { store, notice } = openConfigFile({ folder, ...createTestClock(7) });
      expect(notice).toContain('the last good copy is in use');
      expect(valueIn(await store.load())).toMatchObject({ version: 4 });
      expect(JSON.parse(readFileSync(outside, 'utf8'))).toMatchObject({ version: 4 });
    });

    it('stays whole where the copy that would come back cannot be made', async () => {
      const { store } = openConfigFile({ folder, ...createTestClock(7) });
      await store.load();
      rmSync(join(folder, 'config.last-good.json'));
      execFileSync('mkdir', [join(folder, 'config.last-good.json')]);
      writeFileSync(join(folder, 'config.last-good.json', 'in the way'), '');
      expect(await store.commit(3, { next: next(4), met: [] })).toMatchObject({ kind: 'refused' });
      expect(JSON.parse(readFileSync(outside, 'utf8'))).toMatchObject({ version: 3 });
    });

    it('is told of when it is edited where it comes from', async () => {
      const { store } = openConfigFile({ folder, ...createTestClock(7) });
      await store.load();
      const edited = new Promise<void>((resolve) => {
        const undo = store.changes(() => {
          undo();
          resolve();
        });
      });
      writeFileSync(outside, textOf({ version: 3, values: { trading: { spread_pips: 9 } } }));
      await edited;
    });

    it('that is no text is kept aside and given good content again', () => {
      writeFileSync(outside, Buffer.from([0x7b, 0xff, 0xfe, 0x00]));
      const { file, notice } = openJsonFile({ folder, name: 'config', layout: sessionLayout, now: () => 5 });
      expect(notice).toContain('config.json.corrupt-5');
      expect([...readFileSync(join(folder, 'config.json.corrupt-5'))]).toEqual([0x7b, 0xff, 0xfe, 0x00]);

      expect(file.write({ session: freshSession, window: null }).ok).toBe(true);
      expect(JSON.parse(readFileSync(outside, 'utf8'))).toMatchObject({ window: null });
    });
  },
);

function textOf(document: object): string {
  return JSON.stringify({ schema_version: 3, trial: null, journal: [], ...document });
}

/** Null where files can be mounted over others. */
function whyNoMounts(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root to mount a file';
  const folder = mkdtempSync(join(tmpdir(), 'desk-mount-'));
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  try {
    for (const file of [from, to]) writeFileSync(file, '');
    execFileSync('mount', ['--bind', from, to], { stdio: 'ignore' });
    execFileSync('umount', [to]);
    return null;
  } catch {
    return 'no file can be mounted';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
