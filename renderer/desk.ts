import { createStore } from 'zustand/vanilla';
import type { OperationAnswer, OperationAsk, OperationName } from '../shared/operations/index.ts';
import type { Problem, Result } from '../shared/result.ts';
import { failure, messageOf } from '../shared/result.ts';
import { showToast } from './ui/toast-store.ts';

/** Calls an operation of the main process. Never rejects: a lost connection is a `Result` too. */
export async function call<N extends OperationName>(
  name: N,
  input: OperationAsk<N>,
): Promise<Result<OperationAnswer<N>>> {
  try {
    const result = await window.desk.invoke(name, input);
    if (!result.ok) refusalStore.setState(({ count }) => ({ count: count + 1 }));
    return result;
  } catch (error) {
    return failure('internal', `${name} did not answer: ${messageOf(error)}`);
  }
}

/** Rises with every refusal: the trail may have grown by it although nothing changed. */
export const refusalStore = createStore<{ readonly count: number }>(() => ({ count: 0 }));

/** As `call`, for controls with no place for an error beside them: a refusal becomes a toast and `undefined`. */
export async function callOrToast<N extends OperationName>(
  name: N,
  input: OperationAsk<N>,
): Promise<OperationAnswer<N> | undefined> {
  const result = await call(name, input);
  if (result.ok) return result.value;
  if (result.problem.code !== 'cancelled') showToast('error', inWords(result.problem));
  return undefined;
}

/** A problem in one text: its details where they say more than the message, for the field `path` only if given. */
export function inWords(problem: Problem, path?: string): string {
  const details = problem.details ?? [];
  const ofField = path === undefined ? [] : details.filter((detail) => detail.path === path);
  if (ofField.length > 0) return ofField.map((detail) => detail.message).join(' ');
  const further = details
    .map((detail) => detail.message)
    .filter((message) => !problem.message.includes(message));
  return [problem.message, ...further].join(' ');
}
