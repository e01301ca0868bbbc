import type { Period } from '../../../shared/experiments/scope.ts';
import { useDesk } from '../../store.ts';
import { useExperiments } from '../experiments-store.ts';

/** Id of the data that the subject is about; null where none are open and none are chosen. */
export function useSubjectData(): string | null {
  const chosen = useExperiments(({ subject }) => subject.dataset);
  const focus = useDesk((desk) => desk.market.active);
  return chosen ?? focus;
}

/** An answer while the subject is about its data; what is said of other data has no place under the new name. */
export function useOfOpenData<R extends { readonly answer: { readonly period: Period } }>(
  answered: R | null,
): R | null {
  const data = useSubjectData();
  return answered?.answer.period.dataset === data ? answered : null;
}
