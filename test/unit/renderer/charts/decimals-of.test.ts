// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useDecimalsOf } from '../../../../renderer/charts/decimals-of.ts';
import { mirror } from '../desk-bridge.ts';

test('prices are printed with the decimals of the data that were tried, not of those in focus', () => {
  const [euro, yen] = [
    { symbol: 'EURUSD', decimals: 5 },
    { symbol: 'USDJPY', decimals: 3 },
  ];
  mirror({ market: { asset: euro, assets: [euro, yen] } });
  expect(renderHook(() => useDecimalsOf({ symbol: 'USD/JPY' })).result.current).toBe(3);
});
