/** What went wrong, in words a person can act on. `details` points at the fields concerned. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly details?: readonly ProblemDetail[];
}

export interface ProblemDetail {
  /** Dotted path of the field, e.g. `model.weight_1h`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

export type ProblemCode =
  | 'invalid' // the input does not fit its schema or breaks a rule
  | 'not-found' // the thing named does not exist
  | 'stale' // another version is in force than the asker has seen
  | 'conflict' // it cannot be done in the present state
  | 'busy' // the asker has too much under way
  | 'unreadable' // a file is missing, broken, or not what it claims to be
  | 'too-large' // over a stated bound
  | 'not-saved' // disk refused the write; nothing changed
  | 'cancelled' // a person stopped it
  | 'internal'; // a bug; the message says what to report

/** An expected failure is a value, never an exception. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(
  code: ProblemCode,
  message: string,
  details?: readonly ProblemDetail[],
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: details ? { code, message, details } : { code, message } };
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
