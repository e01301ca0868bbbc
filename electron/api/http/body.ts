import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { Route } from '../routes/route.ts';
import { type DoorProblem, refuse } from './replies.ts';

/** A JSON body read whole, or why not. `undefined` where there is none. */
export type ReadBody = { readonly body: unknown } | { readonly problem: DoorProblem };

/** True when the headers announce a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return (
    headers['transfer-encoding'] !== undefined ||
    (headers['content-length'] !== undefined && headers['content-length'] !== '0')
  );
}

/**
 * Why the content type does not fit the route, or null. Without a body no type is needed, but one that is given
 * must fit.
 */
export function wrongType(request: IncomingMessage, route: Route): DoorProblem | null {
  const wanted = route.upload ?? ['application/json'];
  const required = hasBody(request) || route.upload !== undefined;
  const type = request.headers['content-type'];
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return refuse('unsupported-type', 'Send the body as it is, without Content-Encoding.');
  }
  if (!required && type === undefined) return null;
  if (type !== undefined && wanted.includes(mediaType(type)) && isUtf8(type)) return null;
  return refuse('unsupported-type', `Send it with the header Content-Type: ${wanted.join(' or ')}.`);
}

interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Called with the size of each chunk. */
  readonly onBytes: (bytes: number) => void;
}

/** Reads a JSON body of at most `maxBytes` within `timeoutMs`. */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
  bounds: BodyBounds,
): Promise<ReadBody> {
  const { maxBytes } = bounds;
  if (!hasBody(request)) return { body: undefined };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { problem: tooLarge(maxBytes) };
  if (request.headers.expect !== undefined) response.writeContinue();
  const read = await readAll(request, bounds);
  if (!Buffer.isBuffer(read)) return { problem: read };
  if (read.length === 0) return { body: undefined };
  const deep = isDeep(read);
  // Let other work run between the steps: each takes milliseconds for a large body.
  if (read.length > largeBytes) await turn();
  if (deep) return { problem: refuse('invalid', `The body is nested over ${deepest} levels.`) };
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read));
    if (read.length > largeBytes) await turn();
    return { body };
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it is no UTF-8';
    return { problem: refuse('invalid', `The body is no JSON: ${why}.`) };
  }
}

const largeBytes = 1024 * 1024;

/** Deeper than any valid input. A limit is needed because JSON.stringify recurses. */
const deepest = 64;

/** Counts brackets outside strings; whether it is JSON at all is left to the parser. */
function isDeep(json: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i];
    if (byte === quote) quoted = !quoted;
    else if (quoted) i += byte === backslash ? 1 : 0;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]');

export function tooLarge(maxBytes: number): DoorProblem {
  return refuse('too-large', `The body is over ${Math.round(maxBytes / 1024 / 1024)} MB.`);
}

function readAll(
  request: IncomingMessage,
  { maxBytes, timeoutMs, onBytes }: BodyBounds,
): Promise<Buffer | DoorProblem> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | DoorProblem) => {
      clearTimeout(timer);
      request.off('data', take).off('end', whole).off('close', cut).off('error', cut);
      // An error after this point is of no interest.
      request.on('error', () => undefined);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      onBytes(chunk.length);
      if (size > maxBytes) end(tooLarge(maxBytes));
      else chunks.push(chunk);
    };
    const whole = () => end(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    const cut = () => end(refuse('invalid', 'The body was cut off.'));
    const timer = setTimeout(() => end(refuse('timeout', 'The body did not arrive in time.')), timeoutMs);
    request.on('data', take).on('end', whole).on('close', cut).on('error', cut);
  });
}

function mediaType(contentType: string): string {
  return contentType.split(';', 1)[0].trim().toLowerCase();
}

/** JSON is UTF-8 (RFC 8259); another charset would be read wrongly. */
function isUtf8(contentType: string): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
}
