import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, defaults } from '../../../../electron/engine/config/layers.ts';
import {
  createProfiles,
  profilesDocumentSchema,
  readProfileFile,
  writeProfileFile,
} from '../../../../electron/engine/config/profiles.ts';
import type { DryRun, Profile } from '../../../../shared/audit.ts';
import type { Result } from '../../../../shared/result.ts';
import { byText } from '../../../../shared/text-order.ts';
import { createProfileStorage, startDeskParts } from './desk-parts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-profiles-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stored = {
  trading: { spread_pips: 0.1 + 0.2, max_holding_hours: 24 },
  model: { agreement_bonus: 1 / 3 },
};
const values = compose({ environment: {}, stored });

function start() {
  const storage = createProfileStorage();
  return { storage, profiles: createProfiles(storage, () => 5) };
}

describe('profiles', () => {
  it('keep all values, or those of some keys, and are there after a restart', () => {
    const { storage, profiles } = start();
    profiles.save('Scalping', values, undefined);
    profiles.save('Costs', values, ['trading.spread_pips', 'model.agreement_bonus']);
    expect(profiles.list()).toEqual([
      {
        name: 'Costs',
        saved_at: 5,
        symbol: null,
        values: { trading: { spread_pips: 0.1 + 0.2 }, model: { agreement_bonus: 1 / 3 } },
      },
      { name: 'Scalping', saved_at: 5, symbol: null, values },
    ]);
    expect(createProfiles(storage, () => 6).list()).toEqual(profiles.list());
    expect(profilesDocumentSchema.safeParse({ schema_version: 3, profiles: storage.held }).success).toBe(
      true,
    );
  });

  it('saved under a name that is taken take its place', () => {
    const { profiles } = start();
    profiles.save('One', defaults, undefined);
    profiles.save('One', values, ['trading.spread_pips']);
    expect(profiles.list()).toHaveLength(1);
    expect(profiles.find('One')).toMatchObject({
      value: { values: { trading: { spread_pips: 0.1 + 0.2 } } },
    });
  });

  it.each(['trading.leverage', 'trading', '__proto__.x', 'trading.__proto__', 'trading.spread_pips.x', ''])(
    'are not saved with the key %j',
    (path) => {
      const { storage, profiles } = start();
      expect(profiles.save('Bad', values, ['trading.spread_pips', path]).ok).toBe(false);
      expect(profiles.list()).toEqual([]);
      expect(storage.held).toBeNull();
    },
  );

  it('that cannot be saved are not there either', () => {
    const { storage, profiles } = start();
    profiles.save('Kept', values, undefined);
    storage.writesFail = true;
    expect(profiles.save('New', values, undefined)).toMatchObject({ problem: { code: 'not-saved' } });
    expect(profiles.remove('Kept')).toMatchObject({ problem: { code: 'not-saved' } });
    expect(profiles.list().map(({ name }) => name)).toEqual(['Kept']);
  });

  it('are removed by name', () => {
    const { profiles } = start();
    profiles.save('Kept', values, undefined);
    expect(profiles.remove('Other')).toMatchObject({ problem: { code: 'not-found' } });
    expect(profiles.remove('Kept').ok).toBe(true);
    expect(profiles.find('Kept')).toMatchObject({ problem: { code: 'not-found' } });
  });

  it('are a thousand at most', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      name: `P${i}`,
      saved_at: 1,
      symbol: null,
      values: {},
    }));
    const storage = createProfileStorage(many);
    const profiles = createProfiles(storage, () => 5);
    expect(profiles.save('One more', values, undefined)).toMatchObject({ problem: { code: 'too-large' } });
    expect(profiles.save('P7', values, undefined).ok).toBe(true);
  });
});

describe('a profile from elsewhere', () => {
  const profile = (name: string, spread: number): Profile => ({
    name,
    saved_at: 1,
    symbol: null,
    values: { trading: { spread_pips: spread } },
  });

  it('takes no other profile’s place: it gets a name that is free', () => {
    const { profiles } = start();
    profiles.save('Costs', values, undefined);
    expect(profiles.add(profile('Costs', 1))).toMatchObject({ value: { name: 'Costs (2)' } });
    expect(profiles.add(profile('Costs', 2))).toMatchObject({ value: { name: 'Costs (3)' } });
    expect(profiles.add(profile('Costs', 2))).toMatchObject({ value: { name: 'Costs (3)' } });
    expect(profiles.list()).toHaveLength(3);
    expect(profiles.find('Costs')).toMatchObject({ value: { values } });
  });

  it('gets a free name also where the name is as long as names may be', () => {
    const { storage, profiles } = start();
    const name = 'x'.repeat(80);
    profiles.add(profile(name, 1));
    profiles.add(profile(name, 2));
    expect(profiles.list().map((each) => each.name)).toEqual([name, `${'x'.repeat(76)} (2)`].sort(byText));
    expect(profilesDocumentSchema.safeParse({ schema_version: 3, profiles: storage.held }).success).toBe(
      true,
    );
  });
});

describe('a profile file', () => {
  const written = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const file = (profile: unknown, own: object = {}) =>
    JSON.stringify({ kind: 'ensemble-desk-profile', schema_version: 2, profile, ...own });
  const good = { name: 'Costs', saved_at: 1, symbol: null, values: { trading: { spread_pips: 2 } } };

  it('reads back as what was exported, to the last digit', async () => {
    const profile: Profile = { name: 'Über "alles" =1+1', saved_at: 7, symbol: null, values };
    const path = join(folder, 'round.json');
    expect(await writeProfileFile(path, profile)).toEqual({ ok: true, value: null });
    expect(await readProfileFile(path)).toEqual({ ok: true, value: profile });
  });

  it.each<[string, string, string]>([
    ['a newer schema', file(good, { schema_version: 3 }), 'newer Ensemble Desk'],
    ['a newer schema with more in it', file({ ...good, tags: [] }, { schema_version: 7, extra: 1 }), 'newer'],
    ['another kind', file(good, { kind: 'recipe' }), 'no profile of Ensemble Desk'],
    ['more than belongs there', file({ ...good, run: 'rm -rf /' }), 'run'],
    ['a prototype as category', file(good).replace('"trading"', '"__proto__"'), '__proto__'],
    ['a prototype as key', file(good).replace('"spread_pips"', '"__proto__"'), '__proto__'],
    ['a text as value', file(good).replace(':2}', ':"2"}'), 'values.trading.spread_pips'],
    ['infinity as value', file(good).replace(':2}', ':1e999}'), 'values.trading.spread_pips'],
    ['no name', file({ ...good, name: '  ' }), 'profile.name'],
    ['a line break in its name', file({ ...good, name: 'a\nb' }), 'one line'],
    ['a name that is a folder', file({ ...good, name: '..' }), 'must not be'],
    ['half a character in its name', file({ ...good, name: 'a\ud800' }), 'whole Unicode'],
    ['a very long name', file({ ...good, name: 'x'.repeat(81) }), 'profile.name'],
    ['a list', '[]', 'cannot be taken'],
    ['null', 'null', 'cannot be taken'],
    ['no JSON', '{ "kind": ', 'cannot be read'],
    ['nothing', '', 'cannot be read'],
    ['binary', '\u0000\u0001\u0002', 'cannot be read'],
    ['10 MB', file({ ...good, name: 'x'.repeat(10_000_000) }), 'over 1 MB'],
    ['deep nesting', '['.repeat(100_000), 'cannot be read'],
  ])('with %s is refused in words', async (what, text, words) => {
    const answer = await readProfileFile(written('hostile.json', text));
    expect(answer, what).toMatchObject({ ok: false, problem: { message: expect.stringContaining(words) } });
    expect(({} as Record<string, unknown>).spread_pips).toBeUndefined();
  });

  it('that is not there or is a folder is refused in words', async () => {
    expect(await readProfileFile(join(folder, 'missing.json'))).toMatchObject({
      problem: { code: 'unreadable' },
    });
    expect(await readProfileFile(folder)).toMatchObject({ problem: { code: 'unreadable' } });
  });

  it('shows the difference first, is taken whole, and applied in one version', async () => {
    const desk = await startDeskParts();
    const path = written(
      'import.json',
      file({ ...good, values: { ...good.values, cache: { price_cache_max_size: 9 } } }),
    );
    const seen = (await desk.ask('profiles.inspect', { path })) as Result<{
      profile: Profile;
      would: DryRun;
    }>;
    expect(seen).toMatchObject({
      value: {
        would: {
          problems: [],
          differences: [
            { path: 'cache.price_cache_max_size', from: 50, to: 9 },
            { path: 'trading.spread_pips', from: 0.5, to: 2 },
          ],
        },
      },
    });
    expect(desk.profileStorage.held).toBeNull();
    expect((await desk.ask('profiles.import', { path })).ok).toBe(true);
    expect(desk.config.version()).toBe(1);
    expect(await desk.ask('profiles.apply', { name: 'Costs' })).toMatchObject({
      value: { version: 2, reason: 'Profile "Costs"', changes: [{ new: 9 }, { new: 2 }] },
    });
    await desk.recorder.flush();
    expect((await desk.trail.page({ filter: { action: 'profile' }, limit: 5 })).entries).toHaveLength(1);
  });

  it('with one bad value among good ones is not taken at all', async () => {
    const desk = await startDeskParts();
    const path = written(
      'half.json',
      file({ ...good, values: { trading: { spread_pips: 2, leverage: 3, max_holding_hours: 0 } } }),
    );
    const refused = await desk.ask('profiles.import', { path });
    expect(refused).toMatchObject({ problem: { code: 'invalid' } });
    if (!refused.ok) {
      expect(refused.problem.message).toContain('trading.leverage');
      expect(refused.problem.message).toContain('trading.max_holding_hours');
    }
    expect(desk.profileStorage.held).toBeNull();
    expect(desk.config.values()).toEqual(defaults);
  });

  it('saved under rules that have changed since is refused when it is applied, and changes nothing', async () => {
    const old = { name: 'Old', saved_at: 1, symbol: null, values: { trading: { spread_pips: 3, gone: 1 } } };
    const storage = createProfileStorage([old]);
    const desk = await startDeskParts({}, storage);
    expect(await desk.ask('profiles.compare', { name: 'Old' })).toMatchObject({
      value: { differences: [], problems: [{ path: 'trading.gone' }] },
    });
    expect(await desk.ask('profiles.apply', { name: 'Old' })).toMatchObject({ problem: { code: 'invalid' } });
    expect(await desk.ask('profiles.apply', { name: 'Unknown' })).toMatchObject({
      problem: { code: 'not-found' },
    });
    expect(desk.config.values()).toEqual(defaults);
  });
});
