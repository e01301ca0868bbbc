import { connect } from 'node:net';
import type { Limits } from '../../../../electron/api/http/limits.ts';
import type { DoorPages } from '../../../../electron/api/http/own-services.ts';
import { type AnsweredRequest, createApiServer } from '../../../../electron/api/http/server.ts';
import type { Metrics } from '../../../../electron/api/metrics/metrics.ts';
import type { Schedule } from '../../../../electron/engine/market/replay.ts';
import { schedule } from '../../../../electron/shell/clock.ts';
import { createTestEngine, valueIn } from '../../engine/test-engine.ts';

export const token = 'the-token-of-this-test';

/** What an answer holds, loosely: tests say what they expect of it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What comes over the wire; each test checks the parts it is about.
  readonly body: { status?: string; data?: never; config_version?: number; error?: AnswerError } & Record<
    string,
    unknown
  >;
}

export interface AnswerError {
  readonly code: string;
  readonly message: string;
  readonly details: readonly { path: string; message: string }[];
}

/** The real engine behind the real door on a free port; `started` trains its first models, which takes seconds. */
export async function startApi(
  options: {
    started?: boolean;
    open?: boolean;
    limits?: Partial<Limits>;
    pages?: DoorPages;
    metrics?: Metrics;
    schedule?: Schedule;
  } = {},
) {
  const { metrics } = options;
  const desk = await createTestEngine({}, { observer: metrics?.observer });
  if (options.started) await desk.start();
  else await desk.open();
  metrics?.connect(desk.handlers());
  const requests: AnsweredRequest[] = [];
  const dropped = { readers: 0 };
  const door = { token, open: options.open ?? false };
  const server = createApiServer({
    engine: desk.engine(),
    folder: desk.folder,
    token: () => door.token,
    open: () => door.open,
    version: '0',
    now: Date.now,
    elapsed: () => performance.now(),
    schedule: options.schedule ?? schedule,
    pages: options.pages ?? {
      metrics: { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' },
      openapi: (address) => ({ openapi: '3.1.0', servers: [{ url: address }] }),
      page: () => ({ html: '<!doctype html>', contentSecurityPolicy: "default-src 'none'" }),
    },
    onRequest(request) {
      requests.push(request);
      metrics?.requests.onRequest({ ...request, route: request.route ?? 'none' });
    },
    onReaderDropped: () => {
      dropped.readers += 1;
    },
    limits: options.limits,
  });
  const { address, port } = valueIn(await server.listen(0));

  /** Sends JSON where there is a body, with the token unless the headers say otherwise. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(method === 'GET' || method === 'HEAD' ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body:
        body === undefined
          ? undefined
          : typeof body === 'string' || body instanceof Uint8Array
            ? (body as string)
            : JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : {} };
  }

  return {
    desk,
    server,
    address,
    port,
    door,
    requests,
    dropped,
    call,
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    raw: (text: string | Buffer) => rawExchange(port, text),
    async remove() {
      await server.close();
      await desk.remove();
    },
  };
}

export type TestApi = Awaited<ReturnType<typeof startApi>>;

/** Writes bytes to a socket of its own and returns everything that comes back until the other side ends. */
export function rawExchange(port: number, text: string | Buffer, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port, host, () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      got += chunk;
    });
    // A connection that is cut is an answer too.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(got));
  });
}
