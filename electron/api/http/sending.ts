import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './replies.ts';

/** Sends a whole answer, also to somebody who is still sending: what nobody reads is let go by first. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Reply,
  answerTimeoutMs: number,
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
    response.writeHead(status, headers);
  } else {
    const length = Buffer.byteLength(body);
    response.writeHead(status, { ...headers, 'Content-Length': length });
    if (length > largeAnswer) dropWhenStalled(response, answerTimeoutMs);
  }
  response.end(body);
}

/** Ends a connection on which nothing of an answer has been taken for so long; it would be kept for ever. */
export function dropWhenStalled(response: ServerResponse, answerTimeoutMs: number): void {
  // Node puts its own time in place of this one as soon as the answer is out.
  response.socket?.setTimeout(answerTimeoutMs);
}

/** How long the rest of a body that nobody reads is waited for, so that the answer is not lost with it. */
const lingerMs = 2000;
/** What fits the system's own buffers is out at once. */
const largeAnswer = 64 * 1024;
