import { expect, it } from 'vitest';
import { assetMetadata } from '../../../../electron/engine/market/asset.ts';

it.each([
  ['EURUSD', 'EUR/USD', 'forex', 5, 0.0001, 'pips'],
  ['usdjpy', 'USD/JPY', 'forex', 3, 0.01, 'pips'],
  ['EUR/USD', 'EUR/USD', 'forex', 5, 0.0001, 'pips'],
  ['BTCUSD', 'BTC/USD', 'crypto', 8, 1, 'dollars'],
  ['BTC-USD', 'BTC/USD', 'crypto', 8, 1, 'dollars'],
  ['BTCUSDT', 'BTC/USDT', 'crypto', 8, 1, 'dollars'],
  ['ETH', 'ETH', 'crypto', 8, 1, 'dollars'],
  ['AAPL', 'AAPL', 'stock', 2, 1, 'points'],
  ['BRK.B', 'BRK.B', 'stock', 2, 1, 'points'],
  ['ABCDEF', 'ABCDEF', 'stock', 2, 1, 'points'],
] as const)('%s is shown as %s: %s with %i decimals', (symbol, display, asset_class, decimals, pip, unit) => {
  expect(assetMetadata(symbol)).toMatchObject({ display, asset_class, decimals, pip_size: pip, unit });
});
