import type { IncomingMessage } from 'node:http';
import type { Route } from '../routes/route.ts';
import { createBucket, type Limits } from './limits.ts';
import { createMatcher } from './matcher.ts';
import { type DoorProblem, nothingAt, refuse } from './replies.ts';
import { createTokenCheck, strangeRequest } from './security.ts';

/** A request that may go on to its route. */
export interface Admitted {
  readonly route: Route;
  /** The path's parameters as text. */
  readonly params: Readonly<Record<string, string>>;
  /** True if a token or the open door let it in; false if the route needs no token. */
  readonly entered: boolean;
  /** False once the token has been renewed or the door is no longer open. */
  readonly holds: () => boolean;
}

/** Decides from a request's line and headers whether it is answered. `route` is given also when it is refused. */
export interface Admission {
  admit(request: IncomingMessage, path: string): { route: Route | null; outcome: Admitted | DoorProblem };
}

/** The cheapest check comes first. Without a token an answer does not reveal which routes exist. */
export function createAdmission(options: {
  routes: readonly Route[];
  port: () => number;
  token: () => string;
  open: () => boolean;
  limits: Pick<Limits, 'requestsPerSecond' | 'changesPerSecond'>;
  elapsed: () => number;
}): Admission {
  const { port, token, open, limits, elapsed } = options;
  const match = createMatcher(options.routes);
  const holdsToken = createTokenCheck(token);
  const requests = createBucket(limits.requestsPerSecond, elapsed);
  const changes = createBucket(limits.changesPerSecond, elapsed);

  function decide(
    request: IncomingMessage,
    path: string,
    found: ReturnType<typeof match>,
  ): Admitted | DoorProblem {
    const known = found !== null && 'route' in found ? found : null;
    const withToken = holdsToken(request.headers.authorization);
    if (!known?.route.withoutToken && !withToken && !open()) return unauthorized;
    // Counted after the token is checked, so that requests without one do not use up the rate.
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const wait = changes.take();
      if (wait > 0) return tooMany(wait);
    }
    const shown = path.slice(0, 200);
    if (found === null) return nothingAt(shown);
    if ('allowed' in found) {
      const allow = found.allowed.join(', ');
      return refuse('method-not-allowed', `${shown} takes ${allow}.`, { headers: { Allow: allow } });
    }
    const key = withToken ? token() : null;
    const holds = () => (key !== null && token() === key) || open();
    return { ...found, entered: holds(), holds };
  }

  return {
    admit(request, path) {
      const strange = strangeRequest(request, port());
      if (strange) return { route: null, outcome: strange };
      const wait = requests.take();
      if (wait > 0) return { route: null, outcome: tooMany(wait) };
      const found = match(request.method ?? '', path);
      const route = found !== null && 'route' in found ? found.route : null;
      return { route, outcome: decide(request, path, found) };
    },
  };
}

function tooMany(wait: number): DoorProblem {
  return refuse('too-many-requests', `Too many requests. Come back in ${wait} s.`, {
    headers: { 'Retry-After': String(wait) },
  });
}

const unauthorized = refuse(
  'unauthorized',
  'The token is missing or wrong. Send it as "Authorization: Bearer TOKEN"; the API panel shows it, and a desk without a window says at its start which file holds it.',
  { headers: { 'WWW-Authenticate': 'Bearer' } },
);
