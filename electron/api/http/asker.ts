import { isUtf8 } from 'node:buffer';
import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Asker } from '../../../shared/asker.ts';
import { type DoorProblem, refuse } from './replies.ts';

/** Who asks, and why, as far as the headers say. */
export interface Introduction {
  /** The id that the client sent; without one, its connection identifies it. */
  readonly client: string | undefined;
  readonly name: string | null;
  readonly reason: string | undefined;
}

/** Reads `X-Client-Id`, `X-Updated-By` and `X-Reason`, in UTF-8 as curl sends it or in Latin-1 as browsers do. */
export function introductionOf(headers: IncomingHttpHeaders): Introduction | DoorProblem {
  const client = textOf(headers['x-client-id']);
  if (client === null || (client !== undefined && !/^.{1,64}$/.test(client))) {
    return refuse('invalid', 'X-Client-Id must be 1 to 64 characters of text.');
  }
  const name = textOf(headers['x-updated-by']);
  const reason = textOf(headers['x-reason']);
  if (name === null || (name?.length ?? 0) > longestName) {
    return refuse('invalid', `X-Updated-By must be at most ${longestName} characters of text.`);
  }
  if (reason === null) return refuse('invalid', 'X-Reason must be text.');
  return { client, name: name || null, reason: reason || undefined };
}

const longestName = 80;

/** Null if it holds control characters. Node decodes headers as Latin-1; most clients send UTF-8. */
function textOf(header: string | string[] | undefined): string | null | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(String(header), 'latin1');
  const text = (isUtf8(bytes) ? bytes.toString('utf8') : String(header)).trim();
  return /\p{Cc}/u.test(text) ? null : text;
}

/** Makes an asker from a request. Without a client id, the connection is the asker. */
export function createAskers(): (request: IncomingMessage, introduction: Introduction) => Asker {
  const numbers = new WeakMap<Socket, number>();
  let last = 0;

  function numberOf(socket: Socket): number {
    const known = numbers.get(socket);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(socket, last);
    return last;
  }

  return ({ socket, method }, { client, name }) => {
    const id = client === undefined ? `connection:${numberOf(socket)}` : `client:${client}`;
    // Reads end at once, so they need no signal.
    return { id, by: 'api', name, ...(method === 'POST' && { gone: goneWith(socket) }) };
  };
}

const leavings = new WeakMap<Socket, AbortSignal>();

/** Given off when the connection ends; one for all that is asked on it. */
function goneWith(socket: Socket): AbortSignal {
  const known = leavings.get(socket);
  if (known) return known;
  const leaving = new AbortController();
  if (socket.destroyed) leaving.abort();
  socket.once('close', () => leaving.abort());
  setMaxListeners(0, leaving.signal);
  leavings.set(socket, leaving.signal);
  return leaving.signal;
}
