import type { ChangeSource } from './config.ts';

/** The caller of an operation: the window or a client of the API. It owns the jobs, previews and queries it started. */
export interface Asker {
  /** Identifies the asker: `window`, or for a client of the API the id it sends, else its connection. */
  readonly id: string;
  readonly by: Extract<ChangeSource, 'window' | 'api'>;
  /** The name that the asker gives itself, shown in the audit trail and to other askers. */
  readonly name?: string | null;
  /** Number of the window that asks. */
  readonly window?: number;
  /** Aborted when nobody waits for the answer any more, which ends the work that answers the same request. */
  readonly gone?: Gone;
}

/** The part of an `AbortSignal` that is needed here. */
export interface Gone {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The window, on behalf of its user. */
export const windowAsker: Asker = { id: 'window', by: 'window' };

/** The asker in words for the middle of a sentence, e.g. "the window" or "notebook (API)". */
export function askerInWords({ by, name }: Asker): string {
  if (by === 'window') return 'the window';
  return name ? `${name} (API)` : 'a client of the API';
}
