import type { OperationName } from '../../../shared/operations.ts';
import type { OwnService, Route } from '../routes/route.ts';

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

/** Every status with which a known route can fail, lowest first. */
export function failuresOf(route: Route): FailureStatus[] {
  const { serves } = route;
  const own = 'operation' in serves ? operationFailures[serves.operation] : ownFailures[serves.own];
  const found = new Set<FailureStatus>([400, 403, 429, ...(own ?? [])]);
  if (!route.withoutToken) found.add(401);
  if (route.params) found.add(404);
  if (route.method !== 'GET') for (const status of [413, 415] as const) found.add(status);
  if (route.conditional === 'write') found.add(412);
  return [...found].sort((a, b) => a - b);
}

/** What changes the configuration or a profile is on disk before it is answered. */
const saves = [503] as const;
/** An experiment runs as a job, which may be cancelled; its data, models and configuration are named. */
const runs = [404, 409] as const;

/** What an operation's handler can fail with, beyond an input that does not fit. */
const operationFailures: { readonly [N in OperationName]?: readonly FailureStatus[] } = {
  'config.update': saves,
  'config.preview': [409],
  'config.commit': [409, 503],
  'config.cancel': [409],
  'config.reset': saves,
  'config.reload': [422, 503],
  'config.undo': saves,
  'config.redo': saves,
  'config.take-bundle': saves,
  'audit.version': [404],
  'audit.compare': [404],
  'audit.restore': [404, 503],
  'trial.begin': [409, 503],
  'trial.keep': saves,
  'trial.revert': saves,
  'profiles.save': saves,
  'profiles.compare': [404],
  'profiles.apply': [404, 503],
  'profiles.remove': [404, 503],
  'prediction.latest': [404],
  'prediction.at': [404],
  'prediction.list': [404],
  'prediction.what-if': [409],
  'prediction.why': [404],
  'market.activate': [404],
  'market.set-trading-day': [404],
  'market.asset': [404],
  'market.set-asset': [404],
  'market.remove': [404, 409],
  'import.inspect': [404, 409, 422],
  'models.train': [404, 409],
  'models.activate': [404, 409, 422],
  'models.remove': [404, 409],
  'jobs.get': [404],
  'jobs.cancel': [404],
  'experiments.point': [404],
  'experiments.bars': [404],
  'experiments.backtest': runs,
  'experiments.compare': runs,
  'experiments.triangle': runs,
  'experiments.overfit': runs,
  'experiments.walk-forward': runs,
  'experiments.versions': [409],
  'experiments.record': runs,
  'experiments.reproduce': [409],
  'shadows.add': [404, 409],
  'shadows.remove': [404],
  'shadows.promote': [404, 503],
};

const ownFailures: { readonly [S in OwnService]?: readonly FailureStatus[] } = {
  'profile-upload': [422, 503],
  'bundle-upload': [422],
};
