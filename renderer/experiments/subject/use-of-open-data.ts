import type { Period } from '../../../shared/experiments/scope.ts';
import { useDesk } from '../../store.ts';

/** An answer while the data it is of is open; what is said of other data has no place under the new name. */
export function useOfOpenData<R extends { readonly answer: { readonly period: Period } }>(
  answered: R | null,
): R | null {
  const open = useDesk((desk) => desk.market.active);
  return answered?.answer.period.dataset === open ? answered : null;
}
