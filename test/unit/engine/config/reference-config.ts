import {
  allParameters,
  type Category,
  categories,
  type ParameterValue,
} from '../../../../shared/parameters.ts';

/** Values by "category.key": flat, so that every rule below is one line. */
export type Flat = ReadonlyMap<string, ParameterValue>;

/** For each parameter values that are right and values that are wrong, written out by hand. */
export const samples: Readonly<Record<string, { good: readonly ParameterValue[]; bad: readonly unknown[] }>> =
  {
    ...Object.fromEntries(
      [
        'prediction_cache_max_size',
        'price_cache_max_size',
        'ohlcv_cache_max_size',
        'asset_cache_max_size',
      ].map((key) => [
        `cache.${key}`,
        { good: [1, 2, 50, 10_000], bad: [0, -1, 1.5, 100_001, '5', Number.NaN] },
      ]),
    ),
    'cache.prediction_cache_ttl_seconds': { good: [1, 60, 86_400], bad: [0, 86_401, 0.5, true, null] },
    'trading.confidence_threshold': { good: [0, 0.66, 1], bad: [-0.01, 1.01, '1', Number.NaN] },
    'trading.default_tp_pips': { good: [0.1, 25, 1e6], bad: [0, -1, Number.POSITIVE_INFINITY] },
    'trading.default_sl_pips': { good: [0.1, 15, 99.5], bad: [0, -15, {}] },
    'trading.max_holding_hours': { good: [1, 12, 720], bad: [0, 721, 1.5, '12'] },
    'trading.spread_pips': { good: [0, 0.5, 3], bad: [-0.1, [], undefined] },
    'model.weight_1h': { good: [0.6, 0.5, 0.34, 1], bad: [-0.1, 1.1, '0.6'] },
    'model.weight_4h': { good: [0.3, 0.4, 0.33, 0], bad: [-0.1, 2, null] },
    'model.weight_daily': { good: [0.1, 0.33, 0, 0.105], bad: [-1, 7, false] },
    'model.agreement_bonus': { good: [0, 0.05, 1], bad: [1.5, -0.5, 'x'] },
    'model.use_regime_adjustment': { good: [true, false], bad: [0, 1, 'true', null] },
  };

export const weightPaths = ['model.weight_1h', 'model.weight_4h', 'model.weight_daily'];

/** The layers on top of each other, the naive way. */
export function composed(...layers: readonly Flat[]): Map<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  for (const { category, key, parameter } of allParameters()) {
    values.set(`${category}.${key}`, parameter.default);
  }
  for (const layer of layers) for (const [path, value] of layer) values.set(path, value);
  return values;
}

/** A layer that somebody wrote with one or two of the weights holds all three. */
export function wholeWeights(layer: Flat, ...under: readonly Flat[]): Flat {
  if (!weightPaths.some((path) => layer.has(path))) return layer;
  const values = composed(...under, layer);
  return new Map([...layer, ...weightPaths.map((path) => [path, values.get(path) ?? 0] as const)]);
}

export function sumsToOne(values: Flat): boolean {
  const sum = weightPaths.reduce((total, path) => total + Number(values.get(path)), 0);
  return sum >= 0.99 - 1e-9 && sum <= 1.01 + 1e-9;
}

export function differing(a: Flat, b: Flat): string[] {
  return [...a.keys()].filter((path) => a.get(path) !== b.get(path));
}

export function categoriesOf(paths: readonly string[]): Set<Category> {
  return new Set(categories.filter((category) => paths.some((path) => path.startsWith(`${category}.`))));
}

export function flat(nested: object): Map<string, ParameterValue> {
  return new Map(
    Object.entries(nested).flatMap(([category, group]) =>
      Object.entries(group as Record<string, ParameterValue>).map(
        ([key, value]) => [`${category}.${key}`, value] as const,
      ),
    ),
  );
}

export function nested(values: Flat): Record<string, Record<string, ParameterValue>> {
  const result: Record<string, Record<string, ParameterValue>> = {};
  for (const [path, value] of values) {
    const [category, key] = path.split('.');
    result[category] ??= {};
    result[category][key] = value;
  }
  return result;
}
