import { describe, expect, it } from 'vitest';
import { keyCount, pathsOfCategory, toggled } from '../../../../renderer/profiles/profile-scope.ts';

describe('the values of a profile', () => {
  it('are counted over all categories', () => {
    expect(keyCount({ values: {} })).toBe(0);
    expect(keyCount({ values: { trading: { spread_pips: 1, default_tp_pips: 2 }, cache: { a: 1 } } })).toBe(
      3,
    );
  });

  it('are chosen one by one or by category, the weights only together', () => {
    const none: ReadonlySet<string> = new Set();
    expect(toggled(none, ['trading.spread_pips'], true)).toEqual(new Set(['trading.spread_pips']));
    const model = toggled(none, pathsOfCategory('model'), true);
    expect(model.size).toBe(5);
    expect(toggled(model, ['model.weight_1h'], false)).toEqual(
      new Set(['model.agreement_bonus', 'model.use_regime_adjustment']),
    );
  });
});
