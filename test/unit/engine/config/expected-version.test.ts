import { describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { createTradingConfig } from '../../../../electron/engine/config/trading-config.ts';
import { createMemoryStorage } from './harness.ts';

function startRecorded() {
  const recorded: NewAuditEntry[] = [];
  const { config } = createTradingConfig({
    store: createMemoryStorage(),
    stored: null,
    environment: {},
    now: () => 0,
    elapsed: () => 0,
    recorder: {
      record: (entry) => recorded.push(entry),
      unconfirmed: () => [],
      flush: () => Promise.resolve(),
    },
  });
  return { config, recorded };
}

describe('a change meant for one version', () => {
  it('is made while that version is in force', async () => {
    const { config } = startRecorded();
    const author = { by: 'api', expected: 1 } as const;
    expect(await config.update('trading', { spread_pips: 1 }, author)).toMatchObject({ ok: true });
    expect(await config.reset(undefined, undefined, { by: 'api', expected: 2 })).toMatchObject({ ok: true });
    expect(config.version()).toBe(3);
  });

  it('is refused once another is, whoever asked first in the same breath', async () => {
    const { config, recorded } = startRecorded();
    const author = { by: 'api', name: 'late', expected: 1 } as const;
    const [first, second, third, fourth] = await Promise.all([
      config.update('trading', { spread_pips: 1 }, author),
      config.update('trading', { spread_pips: 2 }, author),
      config.reset('trading', 'spread_pips', author),
      config.restore({ values: config.values(), stored: {}, symbols: {} }, author),
    ]);
    expect(first.ok).toBe(true);
    for (const late of [second, third, fourth]) {
      expect(late).toMatchObject({ ok: false, problem: { code: 'stale' } });
      if (!late.ok) expect(late.problem.message).toMatch(/version 1.*version 2/);
    }
    expect(config.values().trading.spread_pips).toBe(1);
    expect(recorded.map(({ outcome, action, author: who }) => [outcome, action, who])).toEqual([
      ['accepted', 'update', 'late'],
      ['refused', 'update', 'late'],
      ['refused', 'reset', 'late'],
      ['refused', 'restore', 'late'],
    ]);
    expect(recorded[1].changes).toEqual([
      { category: 'trading', key: 'spread_pips', old: 1, new: 2, symbol: null },
    ]);
  });
});
