import { expect, test } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { ownerOfWeights, valuesFor, valuesOnData } from '../../../../renderer/config/values-for.ts';

type Desk = Parameters<typeof valuesOnData>[0];

const weights = { weight_1h: 0.2, weight_4h: 0.3, weight_daily: 0.5 };
const config = {
  values: defaults,
  symbols: { EURUSD: { model: weights }, GBPUSD: { trading: { spread_pips: 2 } } },
};
const datasets = [
  { id: 'a', symbol: 'EUR/USD' },
  { id: 'b', symbol: 'GBPUSD' },
  { id: 'c', symbol: 'USDJPY' },
];
const desk = { market: { active: 'a', datasets }, config } as unknown as Desk;

test('a symbol has its own values on top of those for all', () => {
  expect(valuesFor(config, 'EURUSD')).toEqual({ ...defaults, model: { ...defaults.model, ...weights } });
  expect(valuesFor(config, 'USDJPY')).toBe(defaults);
  expect(valuesFor(config, null)).toBe(defaults);
});

test('they are the same object until a value changes', () => {
  const first = valuesFor(config, 'EURUSD');
  expect(valuesFor({ ...config }, 'EURUSD')).toBe(first);
  const values = { ...defaults, trading: { ...defaults.trading, spread_pips: 3 } };
  expect(valuesFor({ ...config, values }, 'EURUSD').trading.spread_pips).toBe(3);
});

test('on a dataset the values of its symbol count, left out on the one in focus', () => {
  expect(valuesOnData(desk).model).toMatchObject(weights);
  expect(valuesOnData(desk, 'b').trading.spread_pips).toBe(2);
  expect(valuesOnData(desk, 'c')).toBe(defaults);
});

test('weights are changed for a symbol only where it has its own', () => {
  expect(ownerOfWeights(desk)).toBe('EURUSD');
  expect(ownerOfWeights(desk, 'b')).toBeNull();
});
