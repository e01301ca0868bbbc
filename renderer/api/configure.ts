import type { OperationAsk } from '../../shared/operations/index.ts';
import { call, callOrToast, inWords } from '../desk.ts';

/** Changes the API's settings; the answer is what is wrong, in words, or null. */
export async function configure(
  settings: OperationAsk<'api.configure'>,
  field: 'on' | 'port' | 'open',
): Promise<string | null> {
  const result = await call('api.configure', settings);
  return result.ok ? null : inWords(result.problem, field);
}

/** Lets every program of this machine in without a token. */
export async function openToMachine(): Promise<void> {
  await callOrToast('api.configure', { open: true });
}
