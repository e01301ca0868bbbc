import type { TradingConfig } from '../../../shared/parameters.ts';
import { scopeOf } from '../../../shared/symbols.ts';
import { type HeldConfig, valuesFor } from './saved-layers.ts';
import { lastTouch, type Touched, touchedAt } from './touched.ts';

/** What everyone reads: the values in force, a preview included. */
export interface InForce {
  held(): HeldConfig;
  /** For all, or for a symbol however it is written; the same object until they change. */
  values(symbol?: string): TradingConfig;
  /** Rises with every `put`. */
  revision(): number;
  revisionOf(symbol: string): number;
  /** Something else is in force from now on, for some symbols or with null for all. */
  put(next: HeldConfig, symbols: readonly string[] | null): void;
}

export function createInForce(first: HeldConfig): InForce {
  let held = first;
  let touched: Touched = { all: 0, symbols: {} };
  let revision = 0;
  const bySymbol = new Map<string, TradingConfig>();

  return {
    held: () => held,
    values(symbol) {
      const scope = symbol === undefined ? null : scopeOf(symbol);
      if (scope === null || !Object.hasOwn(held.symbols, scope)) return held.values;
      const known = bySymbol.get(scope) ?? valuesFor(held, scope);
      bySymbol.set(scope, known);
      return known;
    },
    revision: () => revision,
    revisionOf: (symbol) => lastTouch(touched, symbol),
    put(next, symbols) {
      held = next;
      revision += 1;
      touched = touchedAt(touched, symbols, revision);
      bySymbol.clear();
    },
  };
}
