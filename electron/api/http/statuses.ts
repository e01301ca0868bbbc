import type { ProblemCode } from '../../../shared/result.ts';

/** Codes of all errors that the API can answer with. */
export type DoorCode =
  | ProblemCode
  | 'unauthorized'
  | 'forbidden'
  | 'method-not-allowed'
  | 'timeout'
  | 'unsupported-type'
  | 'headers-too-large'
  | 'expectation-failed'
  | 'too-many-requests'
  | 'unavailable';

/** The HTTP status of each way to fail. */
export const statusOf: Readonly<Record<DoorCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  timeout: 408,
  conflict: 409,
  cancelled: 409,
  busy: 429,
  stale: 412,
  'too-large': 413,
  'unsupported-type': 415,
  'expectation-failed': 417,
  unreadable: 422,
  'too-many-requests': 429,
  'headers-too-large': 431,
  internal: 500,
  'not-saved': 503,
  unavailable: 503,
};

/** The documented errors by HTTP status: the name in the OpenAPI document and the meaning. */
export const failures = {
  400: {
    name: 'Invalid',
    about: 'It was not understood, or breaks a rule. `details` names every problem with its path.',
  },
  401: { name: 'Unauthorized', about: 'The token is missing or wrong.' },
  403: { name: 'Forbidden', about: 'It came from a page of another origin, or under another host name.' },
  404: { name: 'NotFound', about: 'What was named does not exist.' },
  409: { name: 'Conflict', about: 'It cannot be done in the present state.' },
  412: {
    name: 'Stale',
    about: 'Another version is in force than `If-Match` or `expected_version` names. Nothing was changed.',
  },
  413: { name: 'TooLarge', about: 'It is over a stated bound.' },
  415: { name: 'WrongType', about: 'The body is not of a content type that is taken here.' },
  422: { name: 'Unreadable', about: 'A file is broken or not what it claims to be.' },
  429: { name: 'TooMany', about: 'Too many requests. `Retry-After` says when to come back, in seconds.' },
  503: {
    name: 'Unavailable',
    about: 'It cannot be done now: the disk refused, or too much is under way. Nothing was changed.',
  },
} as const satisfies Readonly<Record<number, { name: string; about: string }>>;
export type FailureStatus = keyof typeof failures;
