import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { openApiFile } from '../../../../electron/files/api-file.ts';
import { openDeskFiles } from '../../../../electron/files/desk-files.ts';
import { createTestClock } from '../../engine/test-clock.ts';
import { valueIn } from '../../engine/test-engine.ts';

let folder: string;
const open = () => openDeskFiles({ folder, ...createTestClock(7), tell: () => undefined });
const names = ['config', 'session', 'profiles', 'api'] as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the files of a data folder', () => {
  it.each(names)('are refused where %s.json is of a newer version, which stays as it is', (name) => {
    const text = JSON.stringify({ schema_version: 99, anything: [1, 2] });
    writeFileSync(join(folder, `${name}.json`), text);
    const opened = open();
    if (opened.ok) throw new Error('it was opened');
    expect(opened.problem.message).toContain(join(folder, `${name}.json`));
    expect(opened.problem.message).toContain('newer Ensemble Desk');
    expect(opened.problem.message).toContain('Start the newer version, or move the file away');
    expect(readdirSync(folder)).toEqual([`${name}.json`]);
    expect(readFileSync(join(folder, `${name}.json`), 'utf8')).toBe(text);
  });

  it('are refused where one profile is of a newer version, which stays as it is', () => {
    const path = join(folder, 'profiles', 'Calm.json');
    mkdirSync(join(folder, 'profiles'));
    writeFileSync(path, '{"schema_version":99}');
    const opened = open();
    if (opened.ok) throw new Error('it was opened');
    expect(opened.problem.message).toContain(path);
    expect(opened.problem.message).toContain('newer Ensemble Desk');
    expect(readdirSync(folder, { recursive: true })).toEqual(['profiles', join('profiles', 'Calm.json')]);
  });

  it('are named all at once where several are newer', () => {
    for (const name of names) writeFileSync(join(folder, `${name}.json`), '{"schema_version": 99}');
    const opened = open();
    if (opened.ok) throw new Error('they were opened');
    expect(opened.problem.message.split('\n')).toHaveLength(names.length);
  });
});

describe('the files that version 0.1 wrote', () => {
  const fixture = (name: string) =>
    new URL(`../../../fixtures/data-folder-0.1/${name}.json`, import.meta.url);
  const written = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8'));

  beforeEach(() => {
    for (const name of ['config', 'session', 'profiles']) cpSync(fixture(name), join(folder, `${name}.json`));
    writeFileSync(join(folder, 'api.json'), '{"on":true,"port":9123,"open":false}');
  });

  it('open with nothing lost, and are as they were until something is saved', async () => {
    const texts = () => names.map((name) => readFileSync(join(folder, `${name}.json`), 'utf8'));
    const first = texts();
    const files = valueIn(open());
    expect(files.notices).toEqual([]);
    const config = valueIn(await files.config.load());
    const old = written('config');
    const forAll = (changes: readonly object[]) => changes.map((change) => ({ ...change, symbol: null }));
    // What was saved before values could be for a symbol is for all.
    expect(config).toEqual({
      ...old,
      schema_version: 4,
      symbols: {},
      trial: old.trial && {
        ...old.trial,
        changes: forAll(old.trial.changes),
        before: { stored: old.trial.before, symbols: {} },
      },
      journal: old.journal.map((entry: NewAuditEntry) => ({
        ...entry,
        changes: forAll(entry.changes),
        symbols: null,
        state: { ...entry.state, symbols: {} },
      })),
    });
    // One dataset was open at a time, and nothing had been agreed to before there was anything to agree to.
    const { speed, playing, ...session } = written('session').session;
    const only = { dataset: session.dataset, speed, playing };
    expect(files.session.load()).toEqual({ ...session, open: [only], agreed: {} });
    expect(files.session.windowBounds()).toEqual(written('session').window);
    expect(valueIn(files.profiles.read())).toEqual(forAll(written('profiles').profiles));
    expect(openApiFile({ folder, now: () => 7 }).file.read()).toMatchObject({
      value: { on: true, port: 9123 },
    });
    expect(texts()).toEqual(first);
  });

  it('carry the present version once they are saved', async () => {
    const files = valueIn(open());
    const config = valueIn(await files.config.load());
    if (!config) throw new Error('there is none');
    const next = { ...config, version: config.version + 1, values: {}, symbols: {} };
    expect((await files.config.commit(config.version, { next, met: [] })).kind).toBe('saved');
    const opened = { dataset: 'EURUSD', speed: 10, playing: true } as const;
    files.session.save({ ...files.session.load(), open: [opened] });
    const profiles = valueIn(files.profiles.read()) ?? [];
    valueIn(files.profiles.write(profiles));
    const api = openApiFile({ folder, now: () => 7 }).file;
    api.read();
    valueIn(api.write({ on: false, port: 9123, open: false }));
    const versionOf = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')).schema_version;
    expect(['config', 'session', 'api'].map((name) => versionOf(`${name}.json`))).toEqual([4, 3, 2]);
    const moved = readdirSync(join(folder, 'profiles'));
    expect(moved).toHaveLength(2 * profiles.length);
    expect(moved.map((name) => versionOf(join('profiles', name)))).toEqual(moved.map(() => 2));
    const again = valueIn(open());
    expect(valueIn(again.profiles.read())).toEqual(profiles);
    expect(again.session.load().open).toEqual([opened]);
  });
});
