import { type ParameterValue, type TradingConfig, weightKeys } from '../../shared/parameters.ts';
import { type Scope, scopeOf } from '../../shared/symbols.ts';
import type { DeskMirror } from '../store.ts';

/** What is in force for all, and on top of it for single symbols. */
export type InForce = Pick<DeskMirror['config'], 'values' | 'symbols'>;
type Own = Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
type OnData = Pick<DeskMirror, 'market'> & { readonly config: InForce };

/** The values for one symbol in its normal form, or with null those for all. The same object while nothing changes. */
export function valuesFor({ values, symbols }: InForce, scope: Scope): TradingConfig {
  const own = scope === null ? undefined : symbols[scope];
  if (!own) return values;
  const known = laidOver.get(own);
  if (known?.under === values) return known.values;
  const made = overlaid(values, own);
  laidOver.set(own, { under: values, values: made });
  return made;
}

/** The symbol of a dataset in its normal form; null without one. Left out, of the data in focus. */
export function symbolOfData({ market }: Pick<DeskMirror, 'market'>, dataset?: string | null): Scope {
  const data = market.datasets.find(({ id }) => id === (dataset ?? market.active));
  return data ? scopeOf(data.symbol) : null;
}

/** The values that the engine uses on a dataset; left out, on the data in focus. */
export function valuesOnData(desk: OnData, dataset?: string | null): TradingConfig {
  return valuesFor(desk.config, symbolOfData(desk, dataset));
}

/** Whose weights a change must set to count on a dataset: those of its symbol where it has its own, else those for all. */
export function ownerOfWeights(desk: OnData, dataset?: string | null): Scope {
  const symbol = symbolOfData(desk, dataset);
  const own = symbol === null ? undefined : desk.config.symbols[symbol]?.model;
  return own && weightKeys.some((key) => key in own) ? symbol : null;
}

function overlaid(values: TradingConfig, own: Own): TradingConfig {
  return {
    cache: { ...values.cache, ...own.cache },
    trading: { ...values.trading, ...own.trading },
    model: { ...values.model, ...own.model },
  };
}

/** A selector must answer with the same object while nothing changes: what was laid over what last, by the former. */
const laidOver = new WeakMap<Own, { readonly under: TradingConfig; readonly values: TradingConfig }>();
