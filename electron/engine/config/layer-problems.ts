import {
  type Category,
  categories,
  crossKeyProblems,
  type ParameterValue,
  parameterOf,
  parameters,
  type TradingConfig,
} from '../../../shared/parameters.ts';
import type { ProblemDetail } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import { compose, defaults, type LayerValues } from './layers.ts';

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

/** Problems of values by category, each key on its own, as they are meant for all or for one symbol. */
export function layerProblems(
  values: Readonly<Record<string, unknown>>,
  scope: Scope = null,
): ProblemDetail[] {
  return Object.entries(values).flatMap(([category, own]) => {
    if (own === undefined) return [];
    if (!isGroup(own)) return [{ path: category, message: 'must be an object of parameters' }];
    const problems = valueProblems(category, own);
    if (scope === null || category !== 'cache') return problems;
    const known = Object.keys(own).filter((key) => parameterOf(category, key));
    return [...problems, ...known.map(notOfOneSymbol)];
  });
}

/** The caches are shared by all symbols, and so are their limits. */
export function notOfOneSymbol(key: string): ProblemDetail {
  return {
    path: key === '' ? 'cache' : `cache.${key}`,
    message: 'holds for all symbols together and cannot be set for one',
  };
}

/** Problems of a whole configuration across its keys. */
export function ruleProblems(config: TradingConfig): ProblemDetail[] {
  return crossKeyProblems(config).flatMap(({ paths, message }) => paths.map((path) => ({ path, message })));
}

/** A layer without what is wrong with it, and the problems. What rules across keys concern is left out together. */
export function sound(
  raw: Readonly<Record<string, unknown>>,
  composeWith: (layer: LayerValues) => TradingConfig,
  scope: Scope = null,
): { layer: LayerValues; problems: ProblemDetail[] } {
  const problems = layerProblems(raw, scope);
  const bad = new Set(problems.map(({ path }) => path));
  const layer: { [C in Category]?: Record<string, ParameterValue> } = {};
  for (const [category, values] of Object.entries(raw)) {
    if (!isGroup(values) || !Object.hasOwn(parameters, category)) continue;
    const good = Object.entries(values).filter(([key]) => !bad.has(`${category}.${key}`));
    layer[category as Category] = Object.fromEntries(good) as Record<string, ParameterValue>;
  }
  const broken = ruleProblems(composeWith(layer)).filter(({ path }) => holds(layer, path));
  for (const { path } of broken) {
    const [category, key] = path.split('.') as [Category, string];
    delete layer[category]?.[key];
  }
  return { layer, problems: [...problems, ...broken] };
}

/** Values on record, with the defaults of parameters that came later; what is no parameter any more is left out. */
export function completed(recorded: Readonly<Record<string, unknown>>): TradingConfig {
  const { layer } = sound(recorded, () => defaults);
  return compose({ environment: {}, stored: layer });
}

export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
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
