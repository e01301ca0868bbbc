import type { ChangeSource } from './config.ts';

/** Who asks, at whichever door. It owns what it began: its jobs, its preview, the newest of its questions. */
export interface Asker {
  /** Tells askers apart: `window`, or a client of the API by the id it sends, else by its connection. */
  readonly id: string;
  readonly by: Extract<ChangeSource, 'window' | 'api'>;
  /** As it calls itself; for the audit trail and for others to read. */
  readonly name?: string | null;
  /** Number of the window that asks. */
  readonly window?: number;
  /** Given off when nobody waits for the answer any more: what answers on the same request ends with it. */
  readonly gone?: Gone;
}

/** An `AbortSignal`, as far as it is needed here. */
export interface Gone {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
}

/** The window, on behalf of the person before it. */
export const windowAsker: Asker = { id: 'window', by: 'window' };

/** An asker in words that go on, e.g. "the window" or "notebook (API)". */
export function askerInWords({ by, name }: Asker): string {
  if (by === 'window') return 'the window';
  return name ? `${name} (API)` : 'a client of the API';
}
