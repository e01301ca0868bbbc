import type { Layer, Provenance } from '../../../shared/config.ts';
import {
  allParameters,
  type Category,
  categories,
  crossKeyProblems,
  type ParameterValue,
  parameterOf,
  parameters,
  type TradingConfig,
  weightKeys,
} from '../../../shared/parameters.ts';
import { failure, type ProblemDetail, type Result, success } from '../../../shared/result.ts';

/** Some values by category and key: what one layer holds. */
export type LayerValues = { readonly [C in Category]?: Readonly<Record<string, ParameterValue>> };

/** The layers above the defaults, lowest first. */
export interface Layers {
  readonly environment: LayerValues;
  readonly stored: LayerValues;
}

export const defaults: TradingConfig = compose({ environment: {}, stored: {} });

/** The values that win, frozen. Trusts its layers: `layerProblems` checks them. */
export function compose(layers: Layers): TradingConfig {
  const entries = categories.map((category) => {
    const values: Record<string, ParameterValue> = {};
    for (const [key, parameter] of Object.entries(parameters[category])) values[key] = parameter.default;
    Object.assign(values, layers.environment[category], layers.stored[category]);
    return [category, Object.freeze(values)];
  });
  return Object.freeze(Object.fromEntries(entries)) as TradingConfig;
}

/** Values on record, with the defaults of parameters that came later; what is no parameter any more is left out. */
export function completed(recorded: Readonly<Record<string, unknown>>): TradingConfig {
  const { layer } = sound(recorded, () => defaults);
  return compose({ environment: {}, stored: layer });
}

/** For each value the layer that wins and what the others hold. */
export function provenance(layers: Layers): Record<Category, Record<string, Provenance>> {
  const result = Object.fromEntries(categories.map((category) => [category, {}])) as Record<
    Category,
    Record<string, Provenance>
  >;
  for (const { category, key, parameter } of allParameters()) {
    const environment = layers.environment[category]?.[key];
    const stored = layers.stored[category]?.[key];
    const layer: Layer =
      stored !== undefined ? 'stored' : environment !== undefined ? 'environment' : 'default';
    result[category][key] = {
      layer,
      default: parameter.default,
      ...(environment !== undefined && { environment }),
      ...(stored !== undefined && { stored }),
    };
  }
  return result;
}

/** Problems of values given for one category, each key on its own: unknown names, types, ranges. */
export function valueProblems(category: string, values: Readonly<Record<string, unknown>>): ProblemDetail[] {
  if (!Object.hasOwn(parameters, category)) {
    return [{ path: category, message: `is no category; there are ${categories.join(', ')}` }];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${category}.${key}`;
    const parameter = parameterOf(category, key);
    if (!parameter) {
      const known = Object.keys(parameters[category as Category]).join(', ');
      return [{ path, message: `is no parameter of ${category}; there are ${known}` }];
    }
    const parsed = parameter.schema.safeParse(value);
    return parsed.success ? [] : [{ path, message: `must be ${parameter.valid}, not ${inWords(value)}` }];
  });
}

/** Problems of values by category, each key on its own. */
export function layerProblems(values: Readonly<Record<string, unknown>>): ProblemDetail[] {
  return Object.entries(values).flatMap(([category, own]) => {
    if (own === undefined) return [];
    if (own === null || typeof own !== 'object' || Array.isArray(own))
      return [{ path: category, message: 'must be an object of parameters' }];
    return valueProblems(category, own as Readonly<Record<string, unknown>>);
  });
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

/** Problems of a whole configuration across its keys. */
export function ruleProblems(config: TradingConfig): ProblemDetail[] {
  return crossKeyProblems(config).flatMap(({ paths, message }) => paths.map((path) => ({ path, message })));
}

/** A layer without what is wrong with it, and the problems. What rules across keys concern is left out together. */
export function sound(
  raw: Readonly<Record<string, unknown>>,
  composeWith: (layer: LayerValues) => TradingConfig,
): { layer: LayerValues; problems: ProblemDetail[] } {
  const problems: ProblemDetail[] = [];
  const layer: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const [category, values] of Object.entries(raw)) {
    if (values === null || typeof values !== 'object' || Array.isArray(values)) {
      problems.push({ path: category, message: 'must be an object of parameters' });
      continue;
    }
    const group = values as Record<string, unknown>;
    const found = valueProblems(category, group);
    problems.push(...found);
    if (!Object.hasOwn(parameters, category)) continue;
    const bad = new Set(found.map((problem) => problem.path));
    const good = Object.entries(group).filter(([key]) => !bad.has(`${category}.${key}`));
    layer[category as Category] = Object.fromEntries(good) as Record<string, ParameterValue>;
  }
  const broken = ruleProblems(composeWith(layer)).filter(({ path }) => holds(layer, path));
  for (const { path } of broken) {
    const [category, key] = path.split('.') as [Category, string];
    delete layer[category]?.[key];
  }
  return { layer, problems: [...problems, ...broken] };
}

/**
 * The stored layer after `changes`. Weights are stored all three or not at all, so that a default or
 * a variable that changes later cannot break the sum of what the user saved.
 */
export function withStored(
  layers: Layers,
  category: Category,
  changes: Readonly<Record<string, ParameterValue>>,
): LayerValues {
  const tied = Object.keys(changes).some((key) => isWeight(category, key))
    ? Object.fromEntries(weightKeys.map((key) => [key, compose(layers).model[key]]))
    : {};
  return { ...layers.stored, [category]: { ...layers.stored[category], ...tied, ...changes } };
}

/** The same for changes in several categories. */
export function withAllStored(
  layers: Layers,
  changes: { readonly [C in Category]?: Readonly<Record<string, ParameterValue>> },
): LayerValues {
  return categories.reduce<LayerValues>((stored, category) => {
    const own = changes[category];
    return own ? withStored({ ...layers, stored }, category, own) : stored;
  }, layers.stored);
}

/** The stored layer under which exactly `values` are in force, starting from `stored`. */
export function storedFor(values: TradingConfig, environment: LayerValues, stored: LayerValues): LayerValues {
  const now = compose({ environment, stored });
  const missing = Object.fromEntries(
    categories.map((category) => {
      const current = now[category] as Readonly<Record<string, ParameterValue>>;
      const wanted = Object.entries(values[category] as Readonly<Record<string, ParameterValue>>);
      return [category, Object.fromEntries(wanted.filter(([key, value]) => current[key] !== value))];
    }),
  );
  return withAllStored({ environment, stored }, missing);
}

/** True when both layers hold the same keys with the same values. */
export function sameLayer(a: LayerValues, b: LayerValues): boolean {
  return categories.every((category) => {
    const left = Object.entries(a[category] ?? {});
    const right = b[category] ?? {};
    return (
      left.length === Object.keys(right).length &&
      left.every(([key, value]) => Object.hasOwn(right, key) && right[key] === value)
    );
  });
}

/** The stored layer without a key, a category, or anything; one weight takes the other two along. */
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

/** Weights are stored, tried, edited and taken back all three: one alone could break their sum. */
export function tiedKeys(category: Category, key: string): readonly string[] {
  return isWeight(category, key) ? weightKeys : [key];
}

function isWeight(category: string, key: string): boolean {
  return category === 'model' && (weightKeys as readonly string[]).includes(key);
}

function holds(layer: LayerValues, path: string): boolean {
  const [category, key] = path.split('.') as [Category, string];
  return layer[category] !== undefined && Object.hasOwn(layer[category], key);
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return `the text "${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
