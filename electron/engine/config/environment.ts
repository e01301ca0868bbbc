import {
  allParameters,
  type Category,
  type Parameter,
  type ParameterValue,
  parameterOf,
  weightKeys,
} from '../../../shared/parameters.ts';
import type { ProblemDetail } from '../../../shared/result.ts';
import { type Environment, quoted, readNumber, readSwitch, variable } from '../text/environment-text.ts';
import { sound } from './layer-problems.ts';
import { compose, defaults, type LayerValues } from './layers.ts';

/**
 * The environment layer and what was wrong with it. Bad values are left out, never fatal. The path of a problem
 * names its variables; the message says what they held and what would be right.
 */
export function readEnvironment(environment: Environment): { layer: LayerValues; problems: ProblemDetail[] } {
  const raw: { [C in Category]?: Record<string, ParameterValue | string> } = {};
  const held = new Map<string, string>();
  for (const { category, key, parameter } of allParameters()) {
    const text = variable(environment, parameter.env);
    if (text === undefined) continue;
    raw[category] = { ...raw[category], [key]: meaningOf(text, parameter) };
    held.set(`${category}.${key}`, text);
  }
  const { layer, problems } = sound(raw, (own) => compose({ environment: own, stored: {} }));
  const wrong = problems.map(({ path }) => path);
  // What is wrong by itself says so; weights that are right by themselves have broken the rule across them.
  const weights = wrong.filter((path) => weightPaths.includes(path) && isValid(path, held.get(path) ?? ''));
  const alone = wrong.filter((path) => !weights.includes(path));
  return {
    layer,
    problems: [
      ...alone.map((path) => ownProblem(path, held.get(path) ?? '')),
      ...(weights.length > 0 ? [weightsProblem(weights, held)] : []),
    ],
  };
}

/** The value a text stands for, or the text itself where it stands for none. */
function meaningOf(text: string, parameter: Parameter): ParameterValue | string {
  return (parameter.kind === 'boolean' ? readSwitch(text) : readNumber(text)) ?? text;
}

function isValid(path: string, text: string): boolean {
  const parameter = parameterAt(path);
  return parameter.schema.safeParse(meaningOf(text, parameter)).success;
}

function ownProblem(path: string, text: string): ProblemDetail {
  const { env, valid, default: initial } = parameterAt(path);
  return { path: env, message: `it must be ${valid}, e.g. ${initial}, but held ${quoted(text)}.` };
}

/** All three are named: those that are not set count with their defaults. */
function weightsProblem(paths: readonly string[], held: ReadonlyMap<string, string>): ProblemDetail {
  const weights = weightKeys.map((key) => {
    const path = `model.${key}`;
    const text = paths.includes(path) ? held.get(path) : undefined;
    const { env } = parameterAt(path);
    const value = text === undefined ? defaults.model[key] : Number(text);
    return { env, text, value };
  });
  const said = weights.map(({ env, text, value }) =>
    text === undefined ? `${env} counts with its default ${value}` : `${env} held ${quoted(text)}`,
  );
  const right = rightWeights(weights.map(({ text, value }) => ({ given: text !== undefined, value })));
  const example = weights.map(({ env }, i) => `${env}=${right[i]}`).join(' ');
  const sum = weights.reduce((total, { value }) => total + value, 0);
  return {
    path: paths.map((path) => parameterAt(path).env).join(', '),
    message: `the three weights must sum to 1 (±0.01), but ${said.join(', ')}: they sum to ${Number(sum.toFixed(4))}. Set all three, e.g. ${example}.`,
  };
}

/** Weights that sum to 1: those that are given stay where they can, and the others share the rest as they stand. */
function rightWeights(weights: readonly { given: boolean; value: number }[]): readonly number[] {
  const sumOf = (given: boolean) =>
    weights.reduce((sum, weight) => sum + (weight.given === given ? weight.value : 0), 0);
  const [given, others] = [sumOf(true), sumOf(false)];
  const rest = others > 0 ? Math.max(0, 1 - given) / others : 0;
  const kept = given + others * rest || 1;
  return weights.map(({ given: own, value }) => Number(((own ? value : value * rest) / kept).toFixed(3)));
}

const weightPaths: readonly string[] = weightKeys.map((key) => `model.${key}`);

function parameterAt(path: string): Parameter {
  const [category, key] = path.split('.');
  const parameter = parameterOf(category, key);
  if (!parameter) throw new Error(`The table has no parameter ${path}.`);
  return parameter;
}
