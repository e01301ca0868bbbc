import type { ConfigSource } from '../../../shared/experiments/source.ts';
import type { Weights } from '../../../shared/weights.ts';
import type { NamedSource } from '../experiments-store.ts';
import type { Subject } from '../subject/subject.ts';
import { baseId, baseOf, sourceOf } from '../subject/subject.ts';
import { mixText } from '../triangle/mix.ts';

/** What each side of an A/B can be: ids of the list, and what they stand for now. */
export interface Choices {
  readonly subject: Subject;
  /** Where the triangle's point was put; null while it is at its own weights. */
  readonly point: Weights | null;
  /** What was set as B elsewhere. */
  readonly other: NamedSource | null;
  readonly version: number;
  readonly profiles: readonly string[];
  /** Earlier ones that are offered. */
  readonly versions: readonly number[];
}

export interface ChoiceOption {
  readonly value: string;
  readonly text: string;
}

/** The list of one side; a choice that is no longer offered stays in it under its own name. */
export function choiceOptions(choices: Choices, chosen: string | null): readonly ChoiceOption[] {
  const { point, other, version, profiles, versions } = choices;
  const options: ChoiceOption[] = [
    { value: 'current', text: `Current configuration (v${version})` },
    { value: 'tried', text: 'What is tried above' },
    ...(other ? [{ value: 'other', text: other.name }] : []),
    ...(point || chosen === 'point' ? [{ value: 'point', text: pointName(point) }] : []),
    ...profiles.map((profile) => ({ value: baseId({ profile }), text: `Profile “${profile}”` })),
    ...versions.map((number) => ({ value: baseId({ version: number }), text: `Version ${number}` })),
  ];
  if (chosen === null) return [{ value: '', text: 'Choose…' }, ...options];
  return options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, text: chosen.replace(':', ' ') }];
}

/** The configuration that a choice stands for; a point that was put back has the weights of what is tried. */
export function sourceOfChoice(
  id: string,
  { subject, point, other }: Pick<Choices, 'subject' | 'point' | 'other'>,
): ConfigSource {
  if (id === 'tried') return sourceOf(subject);
  if (id === 'point') return sourceOf(subject, point ?? undefined);
  if (id === 'other') return other?.source ?? { from: 'current' };
  return { from: baseOf(id) };
}

/** What stands as B while nobody chose: what was set elsewhere, or what is tried where that is another thing. */
export function ownB({ subject, other }: Pick<Choices, 'subject' | 'other'>): string | null {
  if (other) return 'other';
  return subject.from !== 'current' || Object.keys(subject.changes).length > 0 ? 'tried' : null;
}

function pointName(point: Weights | null): string {
  return point ? `Point of the triangle, ${mixText(point)}` : 'Point of the triangle, at its own weights';
}
