import type { Timeframe } from '../../shared/market.ts';
import { timeframes } from '../../shared/market.ts';
import type { TrainingSettings } from '../../shared/models.ts';
import { defaultTrainingSettings, trainingSettingsSchema } from '../../shared/models.ts';
import type { OperationInput } from '../../shared/operations/index.ts';
import { operations } from '../../shared/operations/index.ts';
import type { Result } from '../../shared/result.ts';
import { failure, success } from '../../shared/result.ts';
import { count, timeframeNames } from '../format.ts';

export type Setting = keyof TrainingSettings;
/** What stands in the fields, as typed. */
export type SettingDrafts = Readonly<Record<Timeframe, Readonly<Record<Setting, string>>>>;

const { shape } = trainingSettingsSchema;
export const settings = Object.keys(shape) as Setting[];
export const settingLabels: Readonly<Record<Setting, string>> = {
  num_boost_round: 'Trees',
  max_depth: 'Depth',
  learning_rate: 'Learning rate',
  subsample: 'Row share per tree',
  colsample_bytree: 'Feature share per tree',
  reg_lambda: 'L2 penalty (lambda)',
  reg_alpha: 'L1 penalty (alpha)',
  gamma: 'Least gain of a split (gamma)',
  min_child_weight: 'Least weight of a leaf',
  early_stopping_rounds: 'Stop after rounds without gain (0 = never)',
};

export function defaultDrafts(): SettingDrafts {
  return byTimeframe((timeframe) =>
    bySetting((setting) => String(defaultTrainingSettings[timeframe][setting])),
  );
}

/** Reads the form; a refusal names every field that is wrong and what would be right. */
export function parseTraining(
  dataset: string | undefined,
  seed: string,
  drafts: SettingDrafts,
): Result<OperationInput<'models.train'>> {
  const numbers = byTimeframe((timeframe) => bySetting((setting) => asNumber(drafts[timeframe][setting])));
  const input = operations['models.train'].input.safeParse({
    dataset,
    seed: asNumber(seed),
    settings: numbers,
  });
  if (input.success) return success(input.data);
  const wrong = timeframes.flatMap((timeframe) =>
    settings
      .filter((setting) => !isValidSetting(setting, drafts[timeframe][setting]))
      .map(
        (setting) =>
          `${settingLabels[setting]} (${timeframeNames[timeframe]}) must be ${rangeInWords(setting)}.`,
      ),
  );
  const fields = new Set(input.error.issues.map(({ path }) => path[0]));
  if (fields.has('dataset')) wrong.unshift('Choose a dataset.');
  if (fields.has('seed')) wrong.unshift('The seed must be a whole number from 0 to 2,147,483,647.');
  return failure('invalid', wrong.join(' '));
}

export function isValidSetting(setting: Setting, text: string): boolean {
  return shape[setting].safeParse(asNumber(text)).success;
}

/** The schema's own limits, e.g. "a whole number from 1 to 12". */
function rangeInWords(setting: Setting): string {
  const { isInt, minValue, maxValue } = shape[setting];
  const kind = isInt ? 'a whole number' : 'a number';
  const least = minValue ?? Number.NEGATIVE_INFINITY;
  const most = count(maxValue ?? Number.POSITIVE_INFINITY);
  const isReached = shape[setting].safeParse(least).success;
  return isReached
    ? `${kind} from ${count(least)} to ${most}`
    : `${kind} above ${count(least)}, at most ${most}`;
}

function byTimeframe<T>(value: (timeframe: Timeframe) => T): Record<Timeframe, T> {
  return { '1H': value('1H'), '4H': value('4H'), D: value('D') };
}

function bySetting<T>(value: (setting: Setting) => T): Record<Setting, T> {
  return Object.fromEntries(settings.map((setting) => [setting, value(setting)])) as Record<Setting, T>;
}

function asNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
