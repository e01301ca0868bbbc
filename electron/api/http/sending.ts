import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './replies.ts';

/**
 * Sends a complete answer, also while the request is still being received. Large answers are written in pieces, each
 * after the one before has drained; `owes` is called with the size.
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Reply,
  owes: (response: ServerResponse, bytes: number) => void,
): void {
  const unread =
    !request.complete && (request.headers['transfer-encoding'] ?? request.headers['content-length']);
  if (unread && unread !== '0') {
    response.setHeader('Connection', 'close');
    const cut = setTimeout(() => request.socket.destroy(), lingerMs);
    request.socket.once('close', () => clearTimeout(cut));
    request.resume();
  }
  if (status === 304) {
    response.writeHead(status, headers).end();
    return;
  }
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'Content-Length': length });
  owes(response, length);
  if (length <= pieceBytes || request.method === 'HEAD') response.end(body);
  else void sendInPieces(response, Buffer.from(body));
}

async function sendInPieces(response: ServerResponse, body: Buffer): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for (let from = 0; from < body.length; from += pieceBytes) {
    const taken = response.write(body.subarray(from, from + pieceBytes));
    if (taken) continue;
    // The connection was closed.
    const more = await once(response, 'drain', { signal: gone.signal }).catch(() => null);
    if (!more) return;
  }
  response.end();
}

/** How long to go on receiving an unread body. Closing at once would reset the connection and lose the answer. */
const lingerMs = 2000;
/** About what the system's socket buffers take at once. */
const pieceBytes = 64 * 1024;
