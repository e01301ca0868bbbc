import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './replies.ts';

/**
 * Sends a whole answer, also to somebody who is still sending. What is large goes out in pieces, each when the
 * one before has been taken; `owes` is told how much there is.
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
    // Who has gone takes nothing any more.
    const more = await once(response, 'drain', { signal: gone.signal }).catch(() => null);
    if (!more) return;
  }
  response.end();
}

/** How long the rest of a body that nobody reads is waited for, so that the answer is not lost with it. */
const lingerMs = 2000;
/** What fits the system's own buffers is out at once. */
const pieceBytes = 64 * 1024;
