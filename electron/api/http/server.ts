import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ApiRequest } from '../../../shared/api.ts';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Schedule } from '../../engine/market/replay.ts';
import { terminal } from '../../shell/terminal/terminal.ts';
import { createEventStreams } from '../events/events.ts';
import { routes } from '../routes/routes.ts';
import { createAdmission } from './admission.ts';
import { createAnswering } from './answer.ts';
import { createConnections } from './connections.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { bindLoopback, refuseLate } from './listening.ts';
import { createOwnServices, type DoorPages } from './own-services.ts';
import { errorReply, type Reply, refuse } from './replies.ts';
import { send } from './sending.ts';
import { createUploads } from './uploads.ts';

/** The HTTP door: every operation that may be asked from outside, live events, and what describes them. */
export interface ApiServer {
  /** Binds the loopback addresses; port 0 takes a free one. Once only. */
  listen(port: number): Promise<Result<{ address: string; port: number }>>;
  /** Readers of the event stream at present. */
  readers(): number;
  /** Ends the event streams of those whom the token, or the open door, that let them in would not let in now. */
  lockChanged(): void;
  /** Ends every connection and stops following the engine. */
  close(): Promise<void>;
}

export interface ApiServerOptions {
  readonly engine: Pick<
    Engine,
    | 'handlers'
    | 'operations'
    | 'askers'
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
  readonly schedule: Schedule;
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
  const uploads = createUploads({
    folder: options.folder,
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
  const connections = createConnections({ limits, schedule: options.schedule, refuseLate });
  let servers: readonly Server[] = [];
  let port = 0;
  const admission = createAdmission({ ...options, routes, port: () => port, limits });
  const address = () => `http://127.0.0.1:${port}`;
  const answer = createAnswering({
    engine,
    limits,
    keeps: connections.keeps,
    now,
    own: createOwnServices({
      engine,
      events,
      uploads,
      limits,
      owes: connections.owes,
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

  function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = elapsed();
    const at = now();
    const url = request.url ?? '';
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    let route: string | null = null;

    function note(status = response.statusCode): void {
      const by = request.headers['x-updated-by'];
      onRequest?.({
        at,
        method: (request.method ?? '').slice(0, 16),
        path: path.slice(0, 200),
        status,
        duration_ms: elapsed() - started,
        by: by === undefined ? null : String(by).slice(0, 80),
        route,
      });
    }

    function reply(whole: Reply): void {
      // The asker may have gone, or a stream may have failed half way.
      if (response.headersSent || response.destroyed) response.destroy();
      else send(request, response, whole, connections.owes);
      note(whole.status);
    }

    function go(): Promise<Reply | null> | Reply {
      const admitted = admission.admit(request, path);
      route = admitted.route?.path ?? null;
      const { outcome } = admitted;
      if ('code' in outcome) return errorReply(outcome);
      if (outcome.entered) connections.admitted(request.socket);
      return answer({ request, response, ...outcome, search: end < 0 ? '' : url.slice(end + 1) });
    }

    const answered = Promise.resolve()
      .then(go)
      .catch((bug: unknown) => {
        terminal.bug(bug);
        return errorReply(refuse('internal', messageOf(bug)));
      })
      .then((whole) => {
        if (whole) reply(whole);
        else if (response.closed) note();
        else response.once('close', () => note());
      });
    return answered;
  }

  return {
    readers: events.readers,
    lockChanged: events.endUninvited,
    async listen(wanted) {
      if (servers.length > 0) return failure('conflict', 'This server listens already.');
      const bound = await bindLoopback({
        port: wanted,
        limits,
        connections,
        serve: (request, response) => connections.inTurn(response, () => serve(request, response)),
      });
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
