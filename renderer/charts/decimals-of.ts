import type { Period } from '../../shared/experiments/scope.ts';
import { normalSymbol } from '../../shared/symbols.ts';
import { useDesk } from '../store.ts';

/** Decimals of the prices of the data that an experiment was run on, which need not be those in focus. */
export function useDecimalsOf({ symbol }: Pick<Period, 'symbol'>): number {
  const name = normalSymbol(symbol);
  return useDesk((desk) => desk.market.assets.find((asset) => asset.symbol === name)?.decimals ?? 5);
}
