import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import { mostSymbols } from './composer.ts';

/** When each symbol was last touched, by a number that only rises: a version or a revision. */
export interface Touched {
  /** What touches all touches every symbol. */
  readonly all: number;
  /** Only of symbols that were touched since, in their normal form. */
  readonly symbols: Readonly<Record<string, number>>;
}

/** When a symbol was last touched, however it is written. */
export function lastTouch({ all, symbols }: Touched, symbol: string): number {
  const scope: Scope = scopeOf(symbol);
  return scope !== null && Object.hasOwn(symbols, scope) ? Math.max(all, symbols[scope]) : all;
}

/** Touched once more, `at`: some symbols, or with null all. Of more symbols than can have values, all count. */
export function touchedAt(touched: Touched, symbols: readonly string[] | null, at: number): Touched {
  if (symbols === null) return { all: at, symbols: {} };
  const next = { ...touched.symbols, ...Object.fromEntries(symbols.map((symbol) => [symbol, at])) };
  return Object.keys(next).length > mostSymbols ? { all: at, symbols: {} } : { ...touched, symbols: next };
}

/** As a file says it, which anybody may have edited: nothing was touched by a version that is still to come. */
export function soundTouched(said: Touched | undefined, version: number): Touched {
  if (!said) return { all: version, symbols: {} };
  const within = (number: number) => Math.min(number, version);
  const symbols = Object.entries(said.symbols).filter(([symbol]) => scopeOf(symbol) === symbol);
  return {
    all: within(said.all),
    symbols: Object.fromEntries(symbols.map(([symbol, at]) => [symbol, within(at)])),
  };
}
