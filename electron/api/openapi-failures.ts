import type { OperationName } from '../../shared/operations.ts';
import type { Route } from './route.ts';

/** How requests can fail, by HTTP status: the name in the document and what it means. */
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

/** Every status with which a route can fail, lowest first. */
export function failuresOf(route: Route): FailureStatus[] {
  const own =
    'operation' in route.serves ? operationFailures[route.serves.operation] : ownFailures[route.serves.own];
  const found = new Set<FailureStatus>([403, 429, ...(own ?? [])]);
  if (!route.withoutToken) found.add(401);
  if (route.params) found.add(404);
  if (route.query || route.body) found.add(400);
  if (route.body || route.upload) for (const status of [413, 415] as const) found.add(status);
  if (route.conditional === 'write') found.add(412);
  return [...found].sort((a, b) => a - b);
}

const saves = [503] as const;
const experiments = [404, 409] as const;

/** What an operation's handler can fail with, beyond an input that does not fit. */
const operationFailures: { readonly [N in OperationName]?: readonly FailureStatus[] } = {
  'config.update': saves,
};

const ownFailures: Readonly<Partial<Record<string, readonly FailureStatus[]>>> = {};
void experiments;
