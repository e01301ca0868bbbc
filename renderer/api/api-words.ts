import type { ApiState } from '../../shared/api.ts';
import { operations } from '../../shared/operations/index.ts';
import type { Result } from '../../shared/result.ts';
import { failure, success } from '../../shared/result.ts';

/** What the top bar tells of the API at every moment. */
export type ApiSignal = 'off' | 'starting' | 'on' | 'open' | 'problem';

export function signalOf(api: Pick<ApiState, 'on' | 'open' | 'address' | 'problem'>): ApiSignal {
  if (!api.on) return 'off';
  if (api.problem !== null) return 'problem';
  if (api.open) return 'open';
  return api.address === null ? 'starting' : 'on';
}

/** Where the token is kept, as people ask it. */
export const tokenPlaces: Readonly<Record<ApiState['token_kept'], string>> = {
  system: 'Kept in the data folder, encrypted by the system’s own key store.',
  file: 'Kept in a file that only your user can read.',
  session: 'Kept for this session only: it could not be saved, and the next start makes a new one.',
};

export const openMeans =
  'Every program that runs on this computer, whoever started it, can then read everything and change every value without a token. Other computers still cannot reach it, and web pages are still refused.';

/** Reads a port as it was typed. */
export function parsePort(text: string): Result<number> {
  const typed = text.trim();
  const parsed = operations['api.configure'].input.safeParse({ port: typed === '' ? null : Number(typed) });
  if (parsed.success && parsed.data.port !== undefined) return success(parsed.data.port);
  const instead = typed === '' ? 'nothing was entered' : `“${typed}” is not`;
  return failure('invalid', `The port must be a whole number from 1024 to 65535; ${instead}.`);
}
