import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { failure, type Result, success } from '../../../shared/result.ts';
import { terminal } from '../../shell/terminal/terminal.ts';
import type { Connections } from './connections.ts';
import type { Limits } from './limits.ts';
import { errorReply, type Reply, refuse } from './replies.ts';

/**
 * Servers on 127.0.0.1 and, where the machine has it, on ::1, both on one port: `localhost` may mean either.
 * Nothing outside the machine reaches them.
 */
export async function bindLoopback(options: {
  port: number;
  limits: Limits;
  serve: (request: IncomingMessage, response: ServerResponse) => void;
  connections: Pick<Connections, 'opened' | 'isOwed'>;
}): Promise<Result<{ servers: readonly Server[]; port: number }>> {
  const create = () => createGuardedServer(options);
  const first = create();
  const error = await bind(first, '127.0.0.1', options.port);
  if (error) return failure('conflict', whyNot(error, options.port));
  const { port } = first.address() as AddressInfo;
  const second = create();
  const missing = await bind(second, '::1', port);
  if (!missing) return success({ servers: [first, second], port });
  if (missing.code === 'EADDRINUSE') {
    // Clients that resolve localhost to ::1 would reach another program.
    await new Promise((resolve) => first.close(resolve));
    return failure('conflict', whyNot(missing, port));
  }
  return success({ servers: [first], port });
}

function createGuardedServer({
  limits,
  serve,
  connections,
}: Pick<Parameters<typeof bindLoopback>[0], 'limits' | 'serve' | 'connections'>): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.uploadTimeoutMs,
    connectionsCheckingInterval: Math.min(5000, limits.headersTimeoutMs),
    keepAliveTimeout: 30_000,
    insecureHTTPParser: false,
    noDelay: true,
  });
  server.on('connection', connections.opened);
  // Fires when nothing was sent or received for so long. A client that waits for our answer is not slow.
  server.setTimeout(limits.answerTimeoutMs, (socket) => {
    if (connections.isOwed(socket)) socket.destroy();
  });
  server.on('request', serve);
  // The headers are checked before the client is told to send the body.
  server.on('checkContinue', serve);
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    const { status, headers, body } = errorReply(refuse('expectation-failed', 'Leave Expect out.'));
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
  // CONNECT and upgrades are not supported.
  server.on('connect', (_request, socket) =>
    endRaw(socket as Socket, errorReply(refuse('method-not-allowed', 'This is no proxy.'))),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    endRaw(socket as Socket, errorReply(malformed(error.code))),
  );
  return server;
}

/** Answers a connection that has not authenticated in time. */
export function refuseLate(socket: Socket): void {
  if (socket.bytesRead === 0) socket.destroy();
  else endRaw(socket, errorReply(refuse('timeout', 'The request did not arrive in time.')));
}

function malformed(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return refuse('headers-too-large', 'The headers are too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse('timeout', 'The request did not arrive in time.');
  return refuse('invalid', 'That is no HTTP request.');
}

/** Answers on a connection on which no request could be parsed. */
function endRaw(socket: Socket, { status, headers, body }: Reply): void {
  // Nothing can be sent to a closed socket, and nothing may be sent in the middle of another answer.
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\n${lines.join('')}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  socket.setTimeout(2000, () => socket.destroy());
}

function bind(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once('error', failed);
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      server.off('error', failed);
      // After listening has begun, an error concerns one connection at most and must not end the desk.
      server.on('error', (error) => terminal.bug(error));
      resolve(null);
    });
  });
}

function whyNot(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program. End that program or choose another port, for example ${port + 1} (in the API panel, or with --api-port ${port + 1}).`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} may not be used by this user. Choose one from 1024 on, for example 8001.`;
  }
  return `Port ${port} could not be opened: ${error.message}.`;
}
