import { expect, test } from 'vitest';
import { bundleDifferences } from '../../../../../electron/engine/models/bundles/bundle-differences.ts';
import { parameters, type TradingConfig } from '../../../../../shared/parameters.ts';

test('differences to the configuration give the parameter and both values, and ignore rounding', () => {
  const group = (category: keyof typeof parameters) =>
    Object.fromEntries(Object.entries(parameters[category]).map(([key, { default: value }]) => [key, value]));
  const defaults = {
    cache: group('cache'),
    trading: group('trading'),
    model: group('model'),
  } as unknown as TradingConfig;
  const same = {
    weights: [0.1 + 0.5, 0.3, 0.1] as [number, number, number],
    agreement_bonus: 0.05,
    use_regime_adjustment: true,
  };
  expect(bundleDifferences(same, defaults)).toEqual([]);
  expect(
    bundleDifferences({ ...same, agreement_bonus: null, use_regime_adjustment: null }, defaults),
  ).toEqual([]);
  expect(
    bundleDifferences({ ...same, weights: [0.5, 0.4, 0.1], use_regime_adjustment: false }, defaults),
  ).toEqual([
    { path: 'model.weight_1h', bundle: 0.5, config: 0.6 },
    { path: 'model.weight_4h', bundle: 0.4, config: 0.3 },
    { path: 'model.use_regime_adjustment', bundle: false, config: true },
  ]);
});
