import {
  type Category,
  categories,
  type ParameterValue,
  parameterOf,
  parameters,
  type TradingConfig,
  weightKeys,
} from '../../../shared/parameters.ts';
import { failure, type Result, success } from '../../../shared/result.ts';

/** Some values by category and key: what one layer holds. */
export type LayerValues = { readonly [C in Category]?: Readonly<Record<string, ParameterValue>> };

/** The layers above the defaults, lowest first; what is saved for a symbol counts for that symbol alone. */
export interface Layers {
  readonly environment: LayerValues;
  readonly stored: LayerValues;
  readonly symbol?: LayerValues;
}

export const defaults: TradingConfig = compose({ environment: {}, stored: {} });

/** The values that win, frozen. Trusts its layers: `layerProblems` checks them. */
export function compose({ environment, stored, symbol = {} }: Layers): TradingConfig {
  const entries = categories.map((category) => {
    const values: Record<string, ParameterValue> = {};
    for (const [key, parameter] of Object.entries(parameters[category])) values[key] = parameter.default;
    Object.assign(values, environment[category], stored[category], symbol[category]);
    return [category, Object.freeze(values)];
  });
  return Object.freeze(Object.fromEntries(entries)) as TradingConfig;
}

/** `values` with a layer on top, frozen. */
export function overlaid(values: TradingConfig, layer: LayerValues): TradingConfig {
  const entries = categories.map((category) => [
    category,
    layer[category] ? Object.freeze({ ...values[category], ...layer[category] }) : values[category],
  ]);
  return Object.freeze(Object.fromEntries(entries)) as TradingConfig;
}

/** Some values of a configuration, by "category.key"; fails for a path that names no parameter. */
export function chosenValues(values: TradingConfig, paths: readonly string[]): Result<LayerValues> {
  const chosen: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const path of paths) {
    const [category, key, more] = path.split('.') as [Category, string?, string?];
    if (key === undefined || more !== undefined || !parameterOf(category, key))
      return failure('invalid', `There is no parameter "${path.slice(0, 130)}".`);
    const own = values[category] as Readonly<Record<string, ParameterValue>>;
    chosen[category] = { ...chosen[category], [key]: own[key] };
  }
  return success(chosen);
}

/**
 * A layer after `changes`, `values` being in force before them. Weights are stored all three or not at all, so that
 * what lies under the layer and changes later cannot break their sum.
 */
export function withChanges(layer: LayerValues, changes: LayerValues, values: TradingConfig): LayerValues {
  const next: { [C in Category]?: Readonly<Record<string, ParameterValue>> } = { ...layer };
  for (const category of categories) {
    const own = changes[category];
    if (!own) continue;
    const tied = Object.keys(own).some((key) => isWeight(category, key)) ? weightLayerOf(values) : {};
    next[category] = { ...layer[category], ...tied, ...own };
  }
  return next;
}

/** A layer that holds all three weights where it held one or two, with those in force for the others. */
export function withWholeWeights(layer: LayerValues, values: TradingConfig): LayerValues {
  const held = weightKeys.filter((key) => layer.model && Object.hasOwn(layer.model, key)).length;
  if (held === 0 || held === weightKeys.length) return layer;
  return { ...layer, model: { ...layer.model, ...weightLayerOf(values) } };
}

/** The layer under which exactly `wanted` is in force, starting from `layer`; `valuesWith` says what is by a layer. */
export function layerFor(
  wanted: TradingConfig,
  layer: LayerValues,
  valuesWith: (layer: LayerValues) => TradingConfig,
): LayerValues {
  const now = valuesWith(layer);
  const missing = Object.fromEntries(
    categories.map((category) => {
      const current = now[category] as Readonly<Record<string, ParameterValue>>;
      const values = Object.entries(wanted[category] as Readonly<Record<string, ParameterValue>>);
      return [category, Object.fromEntries(values.filter(([key, value]) => current[key] !== value))];
    }),
  );
  return withChanges(layer, missing, now);
}

/** True when both layers hold the same keys with the same values. */
export function sameLayer(a: LayerValues, b: LayerValues): boolean {
  if (a === b) return true;
  return categories.every((category) => {
    const left = Object.entries(a[category] ?? {});
    const right = b[category] ?? {};
    return (
      left.length === Object.keys(right).length &&
      left.every(([key, value]) => Object.hasOwn(right, key) && right[key] === value)
    );
  });
}

/** A layer without a key, a category, or anything; one weight takes the other two along. */
export function withoutStored(stored: LayerValues, category?: Category, key?: string): LayerValues {
  if (category === undefined) return {};
  if (key === undefined) {
    const { [category]: _category, ...others } = stored;
    return others;
  }
  const gone = tiedKeys(category, key);
  const rest = Object.entries(stored[category] ?? {}).filter(([name]) => !gone.includes(name));
  return { ...stored, [category]: Object.fromEntries(rest) };
}

/** What a layer holds at a key that a file may have named; undefined where it holds nothing. */
export function valueIn(layer: LayerValues, category: Category, key: string): ParameterValue | undefined {
  const own = layer[category];
  return own && Object.hasOwn(own, key) ? own[key] : undefined;
}

/** True where a layer holds no value. */
export function isEmpty(layer: LayerValues): boolean {
  return categories.every((category) => Object.keys(layer[category] ?? {}).length === 0);
}

/** Weights are stored, tried, edited and taken back all three: one alone could break their sum. */
export function tiedKeys(category: Category, key: string): readonly string[] {
  return isWeight(category, key) ? weightKeys : [key];
}

function weightLayerOf({ model }: TradingConfig): Readonly<Record<string, number>> {
  return Object.fromEntries(weightKeys.map((key) => [key, model[key]]));
}

function isWeight(category: string, key: string): boolean {
  return category === 'model' && (weightKeys as readonly string[]).includes(key);
}
