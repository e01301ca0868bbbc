import { describe, expect, it } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { createConfigSources, withChanges } from '../../../../electron/engine/experiments/config-sources.ts';
import { configSourceSchema } from '../../../../shared/experiments/source.ts';
import type { TradingConfig } from '../../../../shared/parameters.ts';
import { failure, success } from '../../../../shared/result.ts';
import { valueIn } from '../test-engine.ts';

const wide = valueIn(withChanges(defaults, { trading: { spread_pips: 2 } }));
let previewing = false;
const sources = createConfigSources({
  config: { values: () => wide, version: () => 12, previewing: () => previewing },
  profiles: {
    find: (name) =>
      name === 'Calm'
        ? success({ name, saved_at: 0, symbol: null, values: { trading: { confidence_threshold: 0.8 } } })
        : name === 'Broken'
          ? success({ name, saved_at: 0, symbol: null, values: { model: { weight_1h: 1 } } })
          : failure('not-found', `There is no profile "${name}".`),
  },
  valuesOf: async (version) =>
    version === 7 ? success<TradingConfig>(defaults) : failure('not-found', 'There is no such version.'),
});

async function named(source: unknown): Promise<string> {
  const found = await sources(configSourceSchema.parse(source));
  if (!found.ok) return `${found.problem.code}: ${found.problem.message}`;
  const { confidence_threshold, spread_pips } = found.value.values.trading;
  return `${found.value.label}, threshold ${confidence_threshold}, spread ${spread_pips}`;
}

describe('a configuration to try', () => {
  it('is what is in force, a profile laid over it, or a version, with changes on top, named in words', async () => {
    expect(await named({})).toBe('current (v12), threshold 0.66, spread 2');
    expect(await named({ from: { profile: 'Calm' } })).toBe('profile Calm, threshold 0.8, spread 2');
    expect(await named({ from: { version: 7 } })).toBe('v7, threshold 0.66, spread 0.5');
    const changes = { trading: { confidence_threshold: 0.7, spread_pips: 1 } };
    expect(await named({ from: { version: 7 }, changes })).toBe('v7 with 2 changes, threshold 0.7, spread 1');
    expect(await named({ changes: { trading: { spread_pips: 2 } } })).toBe(
      'current (v12), threshold 0.66, spread 2',
    );
  });

  it('says that it includes a preview that is running', async () => {
    previewing = true;
    expect(await named({})).toContain('current (v12 with a preview),');
    previewing = false;
  });

  it('is refused where it is none, with every problem', async () => {
    expect(await named({ from: { profile: 'Gone' } })).toBe('not-found: There is no profile "Gone".');
    expect(await named({ from: { version: 3 } })).toContain('not-found');
    expect(await named({ from: { profile: 'Broken' } })).toContain(
      'invalid: This configuration cannot be tried',
    );
    const changes = { trading: { spread_pips: -1, more: 2 }, nothing: { at: 1 } };
    const words = await named({ changes });
    for (const part of ['trading.spread_pips', 'trading.more', 'nothing']) expect(words).toContain(part);
  });

  it('leaves what it was made from as it is', () => {
    expect(withChanges(wide, { trading: { spread_pips: 3 } })).toMatchObject({ ok: true });
    expect([wide.trading.spread_pips, defaults.trading.spread_pips]).toEqual([2, 0.5]);
  });
});
