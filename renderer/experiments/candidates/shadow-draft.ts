import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConfigSource } from '../../../shared/experiments/source.ts';
import type { Weights } from '../../../shared/weights.ts';
import { labelOf, wordsAt } from '../../config/parameter-words.ts';
import type { DeskMirror } from '../../store.ts';
import type { NamedSource } from '../experiments-store.ts';
import { showTab } from '../experiments-store.ts';
import type { Subject } from '../subject/subject.ts';
import { baseId, sourceOf } from '../subject/subject.ts';
import { mixName } from '../triangle/triangle-words.ts';

/** A candidate about to be added. */
interface ShadowDraft {
  /** As typed; null while the choice names it. */
  readonly name: string | null;
  /** Id of the chosen one of `candidateChoices`. */
  readonly choice: string;
  /** What another tab sent here. */
  readonly sent: NamedSource | null;
}

export interface CandidateChoice extends NamedSource {
  readonly id: string;
  /** What the list of choices calls it. */
  readonly text: string;
}

const longestName = 80;

const fresh: ShadowDraft = { name: null, choice: 'tried', sent: null };
const draftStore = createStore<ShadowDraft>(() => fresh);

export function useShadowDraft(): ShadowDraft {
  return useStore(draftStore);
}

export function setShadowDraft(changes: Partial<ShadowDraft>): void {
  draftStore.setState(changes);
}

export function clearShadowDraft(): void {
  draftStore.setState(fresh);
}

/** Goes to the shadows with this ready to be added. */
export function draftShadow(sent: NamedSource): void {
  draftStore.setState({ name: null, choice: 'sent', sent });
  showTab('shadows');
}

/** Everything that can become a candidate: what was sent, what is tried, the triangle's point, B, what is stored. */
export function candidateChoices(
  parts: {
    readonly subject: Subject;
    readonly sent: NamedSource | null;
    readonly point: Weights | null;
    readonly other: NamedSource | null;
    readonly versions: readonly number[];
  } & Pick<DeskMirror, 'profiles'>,
): CandidateChoice[] {
  const { subject, sent, point, other, versions, profiles } = parts;
  const choice = (id: string, intro: string, { name, source }: NamedSource): CandidateChoice => ({
    id,
    text: `${intro}${name}`,
    name: name.slice(0, longestName),
    source,
  });
  return [
    ...(sent ? [choice('sent', '', sent)] : []),
    choice('tried', 'What is tried above: ', { name: subjectName(subject), source: sourceOf(subject) }),
    ...(point
      ? [
          choice('point', "The triangle's point: ", {
            name: mixName(point),
            source: sourceOf(subject, point),
          }),
        ]
      : []),
    ...(other ? [choice('other', 'B of the A/B: ', other)] : []),
    ...profiles.map(({ name }) => stored('Profile ', name, { profile: name })),
    ...versions.map((version) => stored('Version ', `v${version}`, { version })),
  ];

  function stored(intro: string, name: string, from: ConfigSource['from']): CandidateChoice {
    return choice(baseId(from), intro, { name, source: { from } });
  }
}

/** What is tried, e.g. "Calm, Confidence threshold 0.6". */
export function subjectName({ from, changes }: Subject): string {
  const base = from === 'current' ? 'Current values' : 'profile' in from ? from.profile : `v${from.version}`;
  const words = Object.entries(changes).flatMap(([category, own]) =>
    Object.entries(own).map(([key, value]) => {
      const path = `${category}.${key}`;
      return `${labelOf(path)} ${wordsAt(path, value)}`;
    }),
  );
  if (words.length === 0) return base;
  return (from === 'current' ? words : [base, ...words]).join(', ');
}

/** The name, or where it is taken the name with the first free number behind it. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? '' : ` ${number}`;
    const candidate = `${name.slice(0, longestName - tail.length)}${tail}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
