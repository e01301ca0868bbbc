import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { type DoorProblem, refuse } from './replies.ts';

/** Who asks, and why, as far as the headers say. */
export interface Asker {
  readonly name: string | null;
  readonly reason: string | undefined;
}

/** Reads `X-Updated-By` and `X-Reason`, in UTF-8 as curl sends it or in Latin-1 as browsers do. */
export function askerOf(headers: IncomingHttpHeaders): Asker | DoorProblem {
  const name = textOf(headers['x-updated-by']);
  const reason = textOf(headers['x-reason']);
  if (name === null || (name?.length ?? 0) > longestName) {
    return refuse('invalid', `X-Updated-By must be at most ${longestName} characters of text.`);
  }
  if (reason === null) return refuse('invalid', 'X-Reason must be text.');
  return { name: name || null, reason: reason || undefined };
}

const longestName = 80;

/** Null where it holds control characters. Node hands the bytes over as Latin-1, which some clients mean. */
function textOf(header: string | string[] | undefined): string | null | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(String(header), 'latin1');
  const text = (isUtf8(bytes) ? bytes.toString('utf8') : String(header)).trim();
  return /\p{Cc}/u.test(text) ? null : text;
}
