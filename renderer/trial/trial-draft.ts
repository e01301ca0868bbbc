import type { OperationInput } from '../../shared/operations/index.ts';
import { type ParameterValue, parameterOf, type TradingConfig } from '../../shared/parameters.ts';
import type { ChangesByCategory } from '../config/differences.ts';
import { allPaths, withWholeWeights } from '../config/differences.ts';
import { isWeightPath, valueAt } from '../config/parameter-words.ts';

/** Values chosen for a trial, by "category.key". */
export type TrialDraft = Readonly<Record<string, ParameterValue>>;

export type Span = '5' | '15' | '60' | '240' | 'daily-close' | 'custom';

export const spans: readonly { readonly value: Span; readonly text: string }[] = [
  { value: '5', text: '5 minutes' },
  { value: '15', text: '15 minutes' },
  { value: '60', text: '1 hour' },
  { value: '240', text: '4 hours' },
  { value: 'daily-close', text: 'until the end of the UTC day' },
  { value: 'custom', text: 'other…' },
];

/** The draft with the parameter at `path` added at the value now in force; a weight brings the other two. */
export function withParameter(draft: TrialDraft, path: string, values: TradingConfig): TrialDraft {
  const added = withWholeWeights([path]).flatMap((own) => {
    const value = valueAt(values, own);
    return value === undefined ? [] : [[own, value] as const];
  });
  return { ...Object.fromEntries(added), ...draft };
}

/** The draft without the parameter at `path`; the three weights are removed together. */
export function withoutParameter(draft: TrialDraft, path: string): TrialDraft {
  const gone = withWholeWeights([path]);
  return Object.fromEntries(Object.entries(draft).filter(([own]) => !gone.includes(own)));
}

/** The part of the draft that differs from the values in force, as input of the operations. */
export function trialChanges(draft: TrialDraft, values: TradingConfig): ChangesByCategory {
  const changes: ChangesByCategory = {};
  const paths = Object.keys(draft).filter((path) => draft[path] !== valueAt(values, path));
  for (const path of withWholeWeights(paths)) {
    const [category = '', key = ''] = path.split('.');
    const value = draft[path];
    if (value !== undefined) changes[category] = { ...changes[category], [key]: value };
  }
  return changes;
}

/** Parameters that can still be added, weights as one. */
export function addable(draft: TrialDraft): { path: string; label: string }[] {
  return allPaths
    .filter((path) => !(path in draft) && (!isWeightPath(path) || path === 'model.weight_1h'))
    .map((path) => {
      const [category = '', key = ''] = path.split('.');
      const label = parameterOf(category, key)?.label ?? path;
      return { path, label: isWeightPath(path) ? 'Weights' : label };
    });
}

/** When a trial of this span ends; null unless the text is a number of minutes up to 30 days. */
export function trialEnd(span: Span, customMinutes: string): OperationInput<'trial.begin'>['until'] | null {
  if (span === 'daily-close') return 'daily-close';
  const typed = customMinutes.trim();
  const minutes = span === 'custom' ? (typed === '' ? Number.NaN : Number(typed)) : Number(span);
  return minutes > 0 && minutes <= 43_200 ? { minutes } : null;
}
