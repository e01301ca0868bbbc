import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../electron/engine/config/audit-trail.ts';
import type { ConfigStore } from '../../electron/engine/config/config-store.ts';
import { defaults } from '../../electron/engine/config/layers.ts';
import { openConfigFile } from '../../electron/files/config-file.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import { fill, mountSmall, newFolder, whyNoDisks } from './disks.ts';
import { savedOf, startedOf, startStorm } from './storm.ts';
import { createAcknowledged } from './survivors.ts';

const hindrance = whyNoDisks();
const suffix = hindrance ? ` (skipped: ${hindrance})` : '';

describe.skipIf(hindrance !== null)(`the config file on a disk that refuses${suffix}`, () => {
  let top: string;
  let disk: ReturnType<typeof mountSmall>;

  beforeEach(() => {
    top = newFolder();
    disk = mountSmall(join(top, 'disk'), '256k');
  });

  afterEach(() => {
    disk.unmount();
    rmSync(top, { recursive: true, force: true });
  });

  const withSpread = (version: number, journal: readonly NewAuditEntry[] = []) => ({
    version,
    values: { trading: { spread_pips: version } },
    journal,
  });

  const open = () => openConfigFile({ folder: disk.folder, now, elapsed, schedule }).store;
  const save = (store: ConfigStore, next: ReturnType<typeof withSpread>) =>
    store.commit(next.version - 1, { next: { symbols: {}, ...next }, met: [] });

  it.each([0, 4096, 8192, 12_288])(
    'with %i bytes left is never replaced by a cut one, and the caller is told',
    async (spare) => {
      const store = open();
      expect((await save(store, withSpread(2))).kind).toBe('saved');
      fill(disk.folder, join(disk.folder, 'filler'), spare);
      // More than fits in what is left.
      const entry: NewAuditEntry = {
        at: 1,
        outcome: 'accepted',
        action: 'update',
        version: 3,
        by: 'window',
        author: null,
        reason: 'x'.repeat(20_000),
        changes: [],
        symbols: null,
        problem: null,
        receipt: null,
        state: { values: defaults, stored: {}, symbols: {} },
      };
      for (let attempt = 0; attempt < 4; attempt += 1) {
        expect(await save(store, withSpread(3, [entry]))).toMatchObject({
          kind: 'refused',
          problem: { code: 'not-saved', message: expect.stringContaining('nothing was changed') },
        });
        expect(JSON.parse(readFileSync(join(disk.folder, 'config.json'), 'utf8'))).toMatchObject({
          version: 2,
          values: { trading: { spread_pips: 2 } },
        });
      }
      expect(readdirSync(disk.folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
      rmSync(join(disk.folder, 'filler'));
      expect(await save(store, withSpread(3, [entry]))).toEqual({ kind: 'saved', kept: [] });
      expect(await open().load()).toMatchObject({ value: { version: 3 } });
    },
  );

  it('read-only is left as it is, and the caller is told', async () => {
    const store = open();
    await save(store, withSpread(2));
    const before = readFileSync(join(disk.folder, 'config.json'), 'utf8');
    disk.readOnly(true);
    expect(await save(store, withSpread(3))).toMatchObject({ problem: { code: 'not-saved' } });
    expect(await store.load()).toMatchObject({ value: { version: 2 } });
    expect(await open().load()).toMatchObject({ value: { version: 2 } });
    disk.readOnly(false);
    expect(readFileSync(join(disk.folder, 'config.json'), 'utf8')).toBe(before);
    expect((await save(store, withSpread(3))).kind).toBe('saved');
  });
});

it.skipIf(hindrance !== null)(
  `a disk that fills up in a storm loses nothing: updates are refused until there is room, and file and trail agree${suffix}`,
  async () => {
    const top = newFolder();
    const disk = mountSmall(join(top, 'disk'), '64m');
    const folder = join(disk.folder, 'data');
    const acknowledged = createAcknowledged();
    try {
      const storm = startStorm(folder, { updates: 1_000_000, end: 'exit', lookBack: 5000 });
      try {
        await storm.until((said) => savedOf(said).length >= 5);
        fill(disk.folder, join(disk.folder, 'filler'));
        await storm.until((said) => said.filter(({ kind }) => kind === 'refused').length >= 20);
        rmSync(join(disk.folder, 'filler'));
        const refused = storm.said.length;
        await storm.until((said) => savedOf(said.slice(refused)).length >= 10);
      } finally {
        await storm.kill();
      }
      let version = 1;
      for (const line of storm.said) {
        if (line.kind === 'saved') version = line.version;
        if (line.kind === 'refused') expect(line).toEqual({ kind: 'refused', code: 'not-saved', version });
      }
      acknowledged.add(storm.said);
      acknowledged.checkFile(folder);
      const after = startStorm(folder, { updates: 3, end: 'exit', lookBack: 5000 });
      await after.ended;
      const started = startedOf(after.said);
      if (!started) throw new Error('the start after the full disk did not come about');
      acknowledged.checkStart(started);
      expect(savedOf(after.said)).toHaveLength(3);
    } finally {
      disk.unmount();
      rmSync(top, { recursive: true, force: true });
    }
  },
  120_000,
);
