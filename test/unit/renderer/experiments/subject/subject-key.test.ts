import { expect, test } from 'vitest';
import { firstSubject } from '../../../../../renderer/experiments/subject/subject.ts';
import { subjectKey } from '../../../../../renderer/experiments/subject/subject-key.ts';

type What = Parameters<typeof subjectKey>[0];

const values = {
  cache: { prediction_cache_max_size: 100 },
  trading: { confidence_threshold: 0.66, spread_pips: 0.5 },
  model: { weight_1h: 0.6, weight_4h: 0.3, weight_daily: 0.1, agreement_bonus: 0.05 },
};
const dataset = { id: 'EURUSD', symbol: 'EURUSD', source: 'imported', bars: 100, to: 5 };
const desk = {
  market: { active: 'EURUSD', datasets: [dataset] },
  models: { active: 'a', silent_because: null, bundles: [{ id: 'a', hash: '1' }] },
  profiles: [{ name: 'Calm', saved_at: 0, symbol: null, values: { trading: { confidence_threshold: 0.7 } } }],
  config: { values, symbols: {} },
} as unknown as What;
const key = (what: Partial<What> = {}, subject = firstSubject, weights = false) =>
  subjectKey({ ...desk, ...what }, subject, weights);
const withOwn = (symbol: string, own: object) =>
  ({ config: { values, symbols: { [symbol]: { trading: own } } } }) as unknown as Partial<What>;
const withValues = (category: 'cache' | 'trading' | 'model', own: object) =>
  ({
    config: { values: { ...values, [category]: { ...values[category], ...own } }, symbols: {} },
  }) as unknown as Partial<What>;

test.each([
  ['a threshold', withValues('trading', { confidence_threshold: 0.5 })],
  ['a spread', withValues('trading', { spread_pips: 1 })],
  ['a bonus', withValues('model', { agreement_bonus: 0.1 })],
  ['another bundle', { models: { ...desk.models, active: 'b' } }],
  ['a bundle that is ready', { models: { ...desk.models, silent_because: 'Loading.' } }],
  ['other data', { market: { ...desk.market, active: null } }],
  [
    'more bars',
    { market: { ...desk.market, datasets: [{ ...dataset, bars: 101 }] } } as unknown as Partial<What>,
  ],
] as const)('an experiment is run again for %s', (_title, what) => {
  expect(key(what)).not.toBe(key());
});

test('it is not run again for a cache limit, nor a triangle for the weights it holds', () => {
  expect(key(withValues('cache', { prediction_cache_max_size: 5 }))).toBe(key());
  const heavier = withValues('model', { weight_1h: 0.5, weight_4h: 0.4 });
  expect(key(heavier)).toBe(key());
  expect(key(heavier, firstSubject, true)).not.toBe(key({}, firstSubject, true));
});

test('on chosen data it is run again when those grow, and not when the focus moves', () => {
  const other = { ...dataset, id: 'GBPUSD', symbol: 'GBPUSD' };
  const market = (active: string, bars: number) =>
    ({
      market: { ...desk.market, active, datasets: [dataset, { ...other, bars }] },
    }) as unknown as Partial<What>;
  const subject = { ...firstSubject, dataset: 'GBPUSD' };
  expect(key(market('EURUSD', 100), subject)).toBe(key(market('GBPUSD', 100), subject));
  expect(key(market('EURUSD', 100), subject)).not.toBe(key(market('EURUSD', 101), subject));
});

test('a profile does not depend on what is in force, but on itself', () => {
  const subject = { ...firstSubject, from: { profile: 'Calm' } };
  const before = key({}, subject);
  expect(key(withValues('trading', { confidence_threshold: 0.5 }), subject)).toBe(before);
  expect(key({ profiles: [] }, subject)).not.toBe(before);
});

test('values of a symbol count on its data alone, whether in force or under a profile that leaves them out', () => {
  for (const from of ['current', { profile: 'Calm' }] as const) {
    const subject = { ...firstSubject, from };
    const before = key({}, subject);
    expect(key(withOwn('EURUSD', { spread_pips: 2 }), subject)).not.toBe(before);
    expect(key(withOwn('GBPUSD', { spread_pips: 2 }), subject)).toBe(before);
  }
});

test('a simulated market that grows while it plays is not tried again at every bar', () => {
  const market = (bars: number) =>
    ({
      market: { ...desk.market, datasets: [{ ...dataset, source: 'simulated', bars }] },
    }) as unknown as Partial<What>;
  expect(key(market(100))).toBe(key(market(101)));
});
