import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ApiRequest } from '../../shared/api.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Engine } from '../engine/engine.ts';
import { createAnswering } from './answer.ts';
import { createEventStreams } from './events.ts';
import { createBucket, defaultLimits, type Limits } from './limits.ts';
import { bindLoopback } from './listening.ts';
import { createMatcher } from './matcher.ts';
import { createOwnServices, type DoorPages } from './own-services.ts';
import { type DoorProblem, errorReply, type Reply, refuse } from './replies.ts';
import { routes } from './routes.ts';
import { createTokenCheck, strangeRequest } from './security.ts';
import { createUploads } from './uploads.ts';

/** The HTTP door: every operation that may be asked from outside, live events, and what describes them. */
export interface ApiServer {
  /** Binds the loopback addresses; port 0 takes a free one. Once only. */
  listen(port: number): Promise<Result<{ address: string; port: number }>>;
  /** Readers of the event stream at present. */
  readers(): number;
  /** Ends every connection and stops following the engine. */
  close(): Promise<void>;
}

export interface ApiServerOptions {
  readonly engine: Pick<
    Engine,
    | 'handlers'
    | 'handlersFor'
    | 'configMark'
    | 'auditText'
    | 'profileDocument'
    | 'onEvent'
    | 'onPrediction'
    | 'onConfig'
  >;
  /** The desk's folder; uploads pass through a folder of their own in it. */
  readonly folder: string;
  /** Looked up at each request: it may be renewed. */
  readonly token: () => string;
  /** True while no token is asked for. */
  readonly open: () => boolean;
  /** The desk's own version. */
  readonly version: string;
  /** False until the data is open; left out, always true. */
  readonly ready?: () => boolean;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** Monotonic clock, ms. */
  readonly elapsed: () => number;
  readonly pages?: DoorPages;
  /** Told every request once it is answered; `route` is the table's path, null where none matched. */
  readonly onRequest?: (request: AnsweredRequest) => void;
  readonly onReaders?: (readers: number) => void;
  /** A reader of events was too slow. */
  readonly onReaderDropped?: () => void;
  readonly limits?: Partial<Limits>;
}

export interface AnsweredRequest extends Omit<ApiRequest, 'id'> {
  readonly route: string | null;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { engine, now, elapsed, onRequest } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const began = elapsed();
  const match = createMatcher(routes);
  const holdsToken = createTokenCheck(options.token);
  const requests = createBucket(limits.requestsPerSecond, elapsed);
  const changes = createBucket(limits.changesPerSecond, elapsed);
  const uploads = createUploads({
    folder: join(options.folder, 'uploads'),
    engine,
    atOnce: limits.uploadsAtOnce,
  });
  const events = createEventStreams({
    engine,
    start: Math.floor(now()),
    limits,
    onReaders: options.onReaders ?? (() => undefined),
    onDropped: options.onReaderDropped ?? (() => undefined),
  });
  let servers: readonly Server[] = [];
  let port = 0;
  const address = () => `http://127.0.0.1:${port}`;
  const answer = createAnswering({
    engine,
    limits,
    now,
    own: createOwnServices({
      engine,
      events,
      uploads,
      limits,
      address,
      now,
      pages: options.pages ?? {},
      health: () => ({
        ready: options.ready?.() ?? true,
        version: options.version,
        uptime_seconds: Math.round((elapsed() - began) / 1000),
      }),
    }),
  });

  /** Why it goes no further, before any route is looked at. */
  function refusedAtTheDoor(request: IncomingMessage): DoorProblem | null {
    const strange = strangeRequest(request, port);
    if (strange) return strange;
    const changing = request.method !== 'GET' && request.method !== 'HEAD';
    const wait = requests.take() || (changing ? changes.take() : 0);
    if (wait === 0) return null;
    return refuse('too-many-requests', `Too many requests. Come back in ${wait} s.`, {
      headers: { 'Retry-After': String(wait) },
    });
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const started = elapsed();
    const at = now();
    const url = request.url ?? '';
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    let route: string | null = null;

    function note(): void {
      const by = request.headers['x-updated-by'];
      onRequest?.({
        at,
        method: (request.method ?? '').slice(0, 16),
        path: path.slice(0, 200),
        status: response.statusCode,
        duration_ms: elapsed() - started,
        by: by === undefined ? null : String(by).slice(0, 80),
        route,
      });
    }

    function reply(whole: Reply): void {
      // The asker may have gone, or a stream may have failed half way.
      if (response.headersSent || response.destroyed) {
        response.destroy();
      } else {
        send(request, response, whole);
      }
      note();
    }

    function go(): Promise<Reply | null> | Reply {
      const refused = refusedAtTheDoor(request);
      if (refused) return errorReply(refused);
      const found = match(request.method ?? '', path);
      const known = found !== null && 'route' in found ? found : null;
      if (known) route = known.route.path;
      if (!known?.route.withoutToken && !options.open() && !holdsToken(request.headers.authorization)) {
        return errorReply(unauthorized);
      }
      if (found === null)
        return errorReply(refuse('not-found', `There is nothing at ${path.slice(0, 200)}.`));
      if ('allowed' in found) {
        const allow = found.allowed.join(', ');
        return errorReply(
          refuse('method-not-allowed', `${path.slice(0, 200)} takes ${allow}.`, {
            headers: { Allow: allow },
          }),
        );
      }
      return answer({ request, response, ...found, search: end < 0 ? '' : url.slice(end + 1) });
    }

    Promise.resolve()
      .then(go)
      .catch((bug: unknown) => {
        console.error(bug);
        return errorReply(refuse('internal', bug instanceof Error ? bug.message : String(bug)));
      })
      .then((whole) => {
        if (whole) reply(whole);
        else if (response.closed) note();
        else response.once('close', note);
      });
  }

  return {
    readers: events.readers,
    async listen(wanted) {
      if (servers.length > 0) return failure('conflict', 'This server listens already.');
      const bound = await bindLoopback({ port: wanted, limits, serve });
      if (!bound.ok) return bound;
      servers = bound.value.servers;
      port = bound.value.port;
      return success({ address: address(), port });
    },
    async close() {
      events.close();
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
      await uploads.close();
    },
  };
}

const unauthorized = refuse(
  'unauthorized',
  'The token is missing or wrong. Send it as "Authorization: Bearer TOKEN"; the API panel shows it.',
  { headers: { 'WWW-Authenticate': 'Bearer' } },
);

/** How long the rest of a body that nobody reads is waited for, so that the answer is not lost with it. */
const lingerMs = 2000;

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  const unread =
    !request.complete && (request.headers['transfer-encoding'] ?? request.headers['content-length']);
  if (unread && unread !== '0') {
    response.setHeader('Connection', 'close');
    const cut = setTimeout(() => request.socket.destroy(), lingerMs);
    request.socket.once('close', () => clearTimeout(cut));
    request.resume();
  }
  if (status === 304) response.writeHead(status, headers);
  else response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
