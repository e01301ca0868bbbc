import { describe, expect, it } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import {
  changesOf,
  differencesBetween,
  differencesInForce,
  withWholeWeights,
} from '../../../../renderer/config/differences.ts';
import type { TradingConfig } from '../../../../shared/parameters.ts';

const other: TradingConfig = {
  ...defaults,
  trading: { ...defaults.trading, spread_pips: 1 },
  model: { ...defaults.model, use_regime_adjustment: false },
};

describe('differences between configurations', () => {
  it('are one row for each value that differs', () => {
    expect(differencesBetween(defaults, defaults)).toEqual([]);
    expect(differencesBetween(defaults, other)).toEqual([
      { path: 'trading.spread_pips', from: 0.5, to: 1, symbol: null },
      { path: 'model.use_regime_adjustment', from: true, to: false, symbol: null },
    ]);
  });

  it('leave out what a configuration of an older desk did not have', () => {
    const { spread_pips: _, ...older } = defaults.trading;
    const old = { ...defaults, trading: older } as TradingConfig;
    expect(differencesBetween(old, other).map(({ path }) => path)).toEqual(['model.use_regime_adjustment']);
  });

  it('count what a symbol has of its own, and say once what it only follows', () => {
    const own = { EURUSD: { trading: { spread_pips: 2 } } };
    expect(differencesInForce({ values: defaults, symbols: own }, { values: other, symbols: {} })).toEqual([
      { path: 'trading.spread_pips', from: 0.5, to: 1, symbol: null },
      { path: 'model.use_regime_adjustment', from: true, to: false, symbol: null },
      { path: 'trading.spread_pips', from: 2, to: 1, symbol: 'EURUSD' },
    ]);
    const one = { values: defaults, symbols: own };
    expect(differencesInForce(one, { values: defaults, symbols: {} })).toHaveLength(1);
    expect(differencesInForce(one, one)).toEqual([]);
  });

  it('become the changes that lead to the other side', () => {
    expect(changesOf(differencesBetween(defaults, other))).toEqual({
      trading: { spread_pips: 1 },
      model: { use_regime_adjustment: false },
    });
  });

  it('take the three weights together', () => {
    expect(withWholeWeights(['trading.spread_pips'])).toEqual(['trading.spread_pips']);
    expect(withWholeWeights(['trading.spread_pips', 'model.weight_4h'])).toEqual([
      'model.weight_1h',
      'model.weight_4h',
      'model.weight_daily',
      'trading.spread_pips',
    ]);
  });
});
