import {
  allParameters,
  type Category,
  type Parameter,
  type ParameterValue,
} from '../../../shared/parameters.ts';
import type { ProblemDetail } from '../../../shared/result.ts';
import { compose, type LayerValues, sound } from './layers.ts';

/** The environment layer and what was wrong with it. Bad values are left out, never fatal. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): {
  layer: LayerValues;
  problems: ProblemDetail[];
} {
  const raw: { [C in Category]?: Record<string, ParameterValue | string> } = {};
  const variables = new Map<string, string>();
  for (const { category, key, parameter } of allParameters()) {
    const text = env[parameter.env];
    if (text === undefined || text.trim() === '') continue;
    const group = raw[category] ?? {};
    group[key] = parse(text.trim(), parameter);
    raw[category] = group;
    variables.set(`${category}.${key}`, parameter.env);
  }
  const { layer, problems } = sound(raw, (environment) => compose({ environment, stored: {} }));
  return {
    layer,
    problems: problems.map((problem) => ({ ...problem, path: variables.get(problem.path) ?? problem.path })),
  };
}

/** The value a text stands for, or the text itself where it stands for none, so that the refusal can quote it. */
function parse(text: string, parameter: Parameter): ParameterValue | string {
  if (parameter.kind === 'boolean') {
    const word = text.toLowerCase();
    if (['true', '1', 'yes', 'on'].includes(word)) return true;
    if (['false', '0', 'no', 'off'].includes(word)) return false;
    return text;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
