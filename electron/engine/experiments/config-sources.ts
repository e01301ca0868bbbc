import type { ConfigSource } from '../../../shared/experiments/source.ts';
import { categories, type TradingConfig } from '../../../shared/parameters.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { AskedChanges, ConfigOwner } from '../config/config-owner.ts';
import { layerProblems, ruleProblems } from '../config/layer-problems.ts';
import type { Profiles } from '../config/profiles.ts';
import { changesBetween, refusal } from '../config/receipts.ts';

/** A complete, valid configuration with a name for people. */
export interface NamedConfig {
  /** e.g. "current (v12)", "profile Calm", "v7 with 2 changes". */
  readonly label: string;
  readonly values: TradingConfig;
}

/** Finds the configuration that a source means, as it is for the symbol of the data; left out, for all. */
export type ConfigSources = (source: ConfigSource, symbol?: string) => Promise<Result<NamedConfig>>;

/**
 * `current` is the configuration in force, including a running preview. A profile with only some of the values is
 * applied on top of it. Fails where the source does not exist, and with the configuration's own messages where the
 * values are not valid.
 */
export function createConfigSources(parts: {
  config: Pick<ConfigOwner, 'values' | 'version' | 'previewing'>;
  profiles: Pick<Profiles, 'find'>;
  /** The exact values of a version; fails with `not-found` where the version is not on record. */
  valuesOf: (version: number, symbol?: string) => Promise<Result<TradingConfig>>;
}): ConfigSources {
  const { config, profiles, valuesOf } = parts;

  async function base(from: ConfigSource['from'], symbol?: string): Promise<Result<NamedConfig>> {
    if (from === 'current') {
      const label = `current (v${config.version()}${config.previewing(symbol) ? ' with a preview' : ''})`;
      return success({ label, values: config.values(symbol) });
    }
    if ('profile' in from) {
      const profile = profiles.find(from.profile);
      if (!profile.ok) return profile;
      const values = withChanges(config.values(symbol), profile.value.values);
      return values.ok ? success({ label: `profile ${profile.value.name}`, values: values.value }) : values;
    }
    const values = await valuesOf(from.version, symbol);
    return values.ok ? success({ label: `v${from.version}`, values: values.value }) : values;
  }

  return async ({ from, changes }, symbol) => {
    const found = await base(from, symbol);
    if (!found.ok || !changes) return found;
    const values = withChanges(found.value.values, changes);
    if (!values.ok) return values;
    const changed = changesBetween(found.value.values, values.value).length;
    const ending = changed === 0 ? '' : ` with ${changed} change${changed === 1 ? '' : 's'}`;
    return success({ label: found.value.label + ending, values: values.value });
  };
}

/** `values` with some replaced; fails with all problems where the result is not valid. */
export function withChanges(values: TradingConfig, changes: AskedChanges): Result<TradingConfig> {
  const problems = layerProblems(changes);
  if (problems.length > 0) return refusal(problems, opening);
  const merged = Object.fromEntries(
    categories.map((category) => [category, Object.freeze({ ...values[category], ...changes[category] })]),
  ) as unknown as TradingConfig;
  const broken = ruleProblems(merged);
  return broken.length > 0 ? refusal(broken, opening) : success(Object.freeze(merged));
}

const opening = 'This configuration cannot be tried';
