import type { Parameter, ParameterValue, TradingConfig } from '../../shared/parameters.ts';
import { parameterOf, weightKeys } from '../../shared/parameters.ts';
import { decimal } from '../format.ts';

/** A value as people read it, with its unit. */
export function valueInWords(parameter: Parameter, value: ParameterValue): string {
  return plainValue(value, parameter.unit);
}

/** The label of the parameter at "category.key"; the path itself for one that is no longer known. */
export function labelOf(path: string): string {
  return parameterAt(path)?.label ?? path;
}

/** A value of the parameter at "category.key" as people read it. */
export function wordsAt(path: string, value: ParameterValue): string {
  return plainValue(value, parameterAt(path)?.unit);
}

export function valueAt(values: TradingConfig, path: string): ParameterValue | undefined {
  const [category = '', key = ''] = path.split('.');
  return (values as unknown as Record<string, Record<string, ParameterValue>>)[category]?.[key];
}

/** Whether "category.key" is one of the three weights, which only change together. */
export function isWeightPath(path: string): boolean {
  return weightPaths.includes(path);
}

export const weightPaths: readonly string[] = weightKeys.map((key) => `model.${key}`);

function parameterAt(path: string): Parameter | undefined {
  const [category = '', key = ''] = path.split('.');
  return parameterOf(category, key);
}

function plainValue(value: ParameterValue, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return unit ? `${decimal(value)} ${unit}` : decimal(value);
}
