import {
  type Category,
  categories,
  type ParameterValue,
  type TradingConfig,
} from '../../../shared/parameters.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import { isEmpty, type LayerValues, overlaid, sameLayer, tiedKeys, valueIn } from './layers.ts';

/** What is saved for single symbols, by symbol in its normal form; no layer is empty. */
export type SymbolLayers = Readonly<Record<string, LayerValues>>;

/** What is saved: for all, and on top of that for single symbols. */
export interface SavedLayers {
  readonly stored: LayerValues;
  readonly symbols: SymbolLayers;
}

/** What is saved, with the values that hold for all by it. */
export interface HeldConfig extends SavedLayers {
  readonly values: TradingConfig;
}

export const nothingSaved: SavedLayers = { stored: {}, symbols: {} };

/** The values in force for all, or for one symbol. */
export function valuesFor({ values, symbols }: Omit<HeldConfig, 'stored'>, scope: Scope): TradingConfig {
  return scope !== null && Object.hasOwn(symbols, scope) ? overlaid(values, symbols[scope]) : values;
}

/** The same for a symbol as it may be written: one that is not well-formed has no values of its own. */
export function valuesOfSymbol(held: Omit<HeldConfig, 'stored'>, symbol: string): TradingConfig {
  return valuesFor(held, scopeOf(symbol));
}

/** What is saved for all, or for one symbol. */
export function layerOf(saved: SavedLayers, scope: Scope): LayerValues {
  if (scope === null) return saved.stored;
  return Object.hasOwn(saved.symbols, scope) ? saved.symbols[scope] : {};
}

/** `saved` with another layer for all, or for one symbol. */
export function withLayer(saved: SavedLayers, scope: Scope, layer: LayerValues): SavedLayers {
  const { stored, symbols } = saved;
  if (scope === null) return { stored: layer, symbols };
  const { [scope]: _before, ...others } = symbols;
  return { stored, symbols: isEmpty(layer) ? others : { ...others, [scope]: layer } };
}

/** For whom something is saved in any of these: all, and the symbols in their order. */
export function scopesOf(...layers: readonly SavedLayers[]): readonly Scope[] {
  return [null, ...new Set(layers.flatMap(({ symbols }) => Object.keys(symbols)).sort())];
}

/** For whom what is saved differs. */
export function differingScopes(a: SavedLayers, b: SavedLayers): readonly Scope[] {
  if (a.symbols === b.symbols) return sameLayer(a.stored, b.stored) ? [] : [null];
  return scopesOf(a, b).filter((scope) => !sameLayer(layerOf(a, scope), layerOf(b, scope)));
}

export function sameSaved(a: SavedLayers, b: SavedLayers): boolean {
  return differingScopes(a, b).length === 0;
}

/** One saved value; those of a symbol are written "EURUSD trading.spread_pips". */
export interface SavedPath {
  readonly scope: Scope;
  readonly category: Category;
  readonly key: string;
}

export function pathText({ scope, category, key }: SavedPath): string {
  return `${scope === null ? '' : `${scope} `}${category}.${key}`;
}

/** Every value that is saved in either and not the same in both; weights only all three. */
export function differingPaths(a: SavedLayers, b: SavedLayers): readonly SavedPath[] {
  const found = new Map<string, SavedPath>();
  for (const scope of differingScopes(a, b)) {
    const [left, right] = [layerOf(a, scope), layerOf(b, scope)];
    for (const category of categories) {
      for (const key of Object.keys({ ...left[category], ...right[category] })) {
        if (valueIn(left, category, key) === valueIn(right, category, key)) continue;
        for (const each of tiedKeys(category, key)) {
          const path = { scope, category, key: each };
          found.set(pathText(path), path);
        }
      }
    }
  }
  return [...found.values()];
}

/** `saved` with what `source` holds at `paths`, or does not hold. */
export function withPaths(saved: SavedLayers, source: SavedLayers, paths: Iterable<SavedPath>): SavedLayers {
  let next = saved;
  for (const [scope, own] of Map.groupBy(paths, (path) => path.scope)) {
    const from = layerOf(source, scope);
    const layer: { [C in Category]?: Record<string, ParameterValue> } = {};
    for (const category of categories) {
      const held = layerOf(next, scope)[category];
      if (held) layer[category] = { ...held };
    }
    for (const { category, key } of own) {
      const value = valueIn(from, category, key);
      if (value === undefined) delete layer[category]?.[key];
      else layer[category] = { ...layer[category], [key]: value };
    }
    next = withLayer(next, scope, layer);
  }
  return next;
}
