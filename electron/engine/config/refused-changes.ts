import type { Change } from '../../../shared/config.ts';
import {
  type Category,
  type ParameterValue,
  parameterOf,
  type TradingConfig,
} from '../../../shared/parameters.ts';

/**
 * What of a refused attempt can be put on record as values: known keys with a number or a switch. The
 * rest is in the words of the refusal; nothing hostile is kept.
 */
export function refusedChanges(asked: Readonly<Record<string, unknown>>, current: TradingConfig): Change[] {
  return Object.entries(asked).flatMap(([category, values]) => {
    if (values === null || typeof values !== 'object') return [];
    return Object.entries(values).flatMap(([key, value]) => {
      if (!parameterOf(category, key) || !isValue(value)) return [];
      const own = current[category as Category] as Readonly<Record<string, ParameterValue>>;
      return own[key] === value ? [] : [{ category: category as Category, key, old: own[key], new: value }];
    });
  });
}

function isValue(value: unknown): value is ParameterValue {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
