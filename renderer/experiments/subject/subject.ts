import type { Scope, SpreadKind, scopeParts } from '../../../shared/experiments/scope.ts';
import type { ConfigSource } from '../../../shared/experiments/source.ts';
import type { ModelState } from '../../../shared/models.ts';
import type { ParameterValue, weightKeys } from '../../../shared/parameters.ts';
import type { Weights } from '../../../shared/weights.ts';
import { fromIsoMinute, isoMinute } from '../../format.ts';
import { validationWords } from '../backtest/backtest-words.ts';

export type ScopePart = (typeof scopeParts)[number];
/** Values by category and key. */
export type Changes = Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;

/** What is tried, and on which bars, as the subject bar has it. */
export interface Subject {
  readonly from: ConfigSource['from'];
  /** On top of it; empty for none. */
  readonly changes: Changes;
  /** The data to try it on; null for those in focus. */
  readonly dataset: string | null;
  readonly part: ScopePart;
  /** Days "2024-03-05" that narrow the part, both included; empty for its own ends. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Which spread trades pay; data without a column of their own have only the set one. */
  readonly spread: SpreadKind;
}

export const firstSubject: Subject = {
  from: 'current',
  changes: {},
  dataset: null,
  part: 'test',
  fromDay: '',
  toDay: '',
  spread: 'recorded',
};

export const spreadNames: Readonly<Record<SpreadKind, string>> = {
  recorded: 'Spread of the data',
  set: 'Set spread',
};

export const partNames: Readonly<Record<ScopePart, string>> = {
  test: 'Test part',
  validation: 'Validation part, not unseen',
  train: 'Training part, in sample',
  all: 'All bars, mostly in sample',
};
export const partOrder: readonly ScopePart[] = ['test', 'validation', 'train', 'all'];

/** What in-sample figures are worth, in words; null for the test part. */
export function sampleWarning(part: ScopePart, earlyStopping: boolean | null): string | null {
  if (part === 'test') return null;
  if (part === 'validation') return validationWords(earlyStopping);
  const seen = part === 'all' ? 'Most of these bars were' : 'These bars were';
  return `${seen} seen by the models in training: what is earned here says little about what will be.`;
}

/** Whether the training of the open bundle could stop early; null where it does not say. */
export function earlyStoppingOf({ bundles, active }: Pick<ModelState, 'bundles' | 'active'>): boolean | null {
  return bundles.find(({ id }) => id === active)?.early_stopping ?? null;
}

/** The configuration to ask for; with `mix`, its weights are those. */
export function sourceOf({ from, changes }: Subject, mix?: Weights): ConfigSource {
  const all = mix ? { ...changes, model: { ...changes.model, ...asWeights(mix) } } : changes;
  return Object.keys(all).length > 0 ? { from, changes: all } : { from };
}

/** The bars to ask for. A day that is none does not narrow. */
export function scopeOf({ dataset, part, fromDay, toDay, spread }: Subject): Partial<Scope> {
  const from = fromIsoMinute(fromDay);
  const to = fromIsoMinute(toDay);
  return {
    part,
    ...(dataset !== null && { dataset }),
    ...(spread === 'set' && { spread }),
    ...(from !== null && { from }),
    ...(to !== null && { to: to + 86_400_000 }),
  };
}

/** Why the days name no period; null where they do. */
export function periodProblem({ fromDay, toDay }: Subject): string | null {
  const [from, to] = [fromIsoMinute(fromDay), fromIsoMinute(toDay)];
  if (from !== null && to !== null && to < from)
    return `The period must not end (${toDay}) before it begins (${fromDay}).`;
  return null;
}

/** The subject with one value changed; null takes the change back. */
export function withChange(
  subject: Subject,
  category: string,
  key: string,
  value: ParameterValue | null,
): Subject {
  const { [key]: _dropped, ...others } = subject.changes[category] ?? {};
  const own = value === null ? others : { ...subject.changes[category], [key]: value };
  const { [category]: _own, ...rest } = subject.changes;
  return {
    ...subject,
    changes: Object.keys(own).length > 0 ? { ...subject.changes, [category]: own } : rest,
  };
}

/** What the choice of the base is called in the list, and how the list is read back. */
export function baseId(from: ConfigSource['from']): string {
  if (from === 'current') return 'current';
  return 'profile' in from ? `profile:${from.profile}` : `version:${from.version}`;
}

export function baseOf(id: string): ConfigSource['from'] {
  if (id.startsWith('profile:')) return { profile: id.slice('profile:'.length) };
  if (id.startsWith('version:')) return { version: Number(id.slice('version:'.length)) };
  return 'current';
}

export function asWeights(mix: Weights): Record<(typeof weightKeys)[number], number> {
  return { weight_1h: mix[0], weight_4h: mix[1], weight_daily: mix[2] };
}

/** A time as the day that the period fields hold. */
export function asDay(ms: number): string {
  return isoMinute(ms).slice(0, 10);
}
