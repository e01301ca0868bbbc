import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type DoorProblem, refuse } from './replies.ts';

/**
 * Why a request is refused before anything else is looked at, or null: a target that is not a plain path, a doubled
 * header, a `Host` that is not the loopback name and port (DNS rebinding), or a foreign `Origin` or `Sec-Fetch-Site`.
 */
export function strangeRequest(request: IncomingMessage, port: number): DoorProblem | null {
  const strange = strangeTarget(request.url ?? '');
  if (strange) return refuse('invalid', strange);
  const twice = headerGivenTwice(request.rawHeaders);
  if (twice) return refuse('invalid', `The header ${twice} came twice.`);
  const { host, origin } = request.headers;
  if (host === undefined || !isOwnHost(host, port)) {
    return refuse('forbidden', `This server answers to localhost:${port} and 127.0.0.1:${port} only.`);
  }
  if (origin !== undefined && !isOwnOrigin(origin, port)) {
    return refuse('forbidden', 'Pages of another origin may not ask here.');
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refuse('forbidden', 'Pages of another site may not ask here.');
  }
  return null;
}

/**
 * Checks bearer tokens. Hashes are compared in constant time, so that timing reveals neither length nor content.
 */
export function createTokenCheck(token: () => string): (authorization: string | undefined) => boolean {
  let known = '';
  let wanted = hash('');
  return (authorization) => {
    const now = token();
    if (now !== known) {
      known = now;
      wanted = hash(now);
    }
    const given = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
    // An empty token must not match where no token has been set.
    return timingSafeEqual(hash(given ?? ''), wanted) && given !== undefined;
  };
}

/** In words what is wrong with a request's target; null for a plain path with an optional query. */
function strangeTarget(target: string): string | null {
  if (!target.startsWith('/')) return 'Ask for a path of this server, beginning with "/".';
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  if (path.length > longestPath) return 'The path is too long.';
  if (plainPath.test(path) && !path.includes('//') && !path.includes('/.')) return null;
  for (const segment of path.slice(1).split('/')) {
    const decoded = decodedOrNull(segment);
    if (decoded === null || !/^[!-~]*$/.test(segment)) return 'The path is not encoded properly.';
    if (decoded === '.' || decoded === '..' || (decoded === '' && path !== '/'))
      return 'The path has empty or dotted parts.';
    if (hasControl(decoded)) return 'The path holds control characters.';
  }
  return null;
}

const longestPath = 2048;
const plainPath = /^[A-Za-z0-9/_.:@-]*$/;

function decodedOrNull(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 32 || (code >= 127 && code < 160)) return true;
  }
  return false;
}

/**
 * Of a doubled header Node keeps the first or joins them, depending on its name. Headers that are checked must come
 * once.
 */
function headerGivenTwice(raw: readonly string[]): string | null {
  const seen = new Set<string>();
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i].toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

const single = new Set([
  'host',
  'origin',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'sec-fetch-site',
  'if-match',
  'if-none-match',
  'last-event-id',
  'x-client-id',
  'x-reason',
  'x-updated-by',
  'expect',
]);

function isOwnHost(host: string, port: number): boolean {
  const name = host.toLowerCase();
  return name === `127.0.0.1:${port}` || name === `localhost:${port}` || name === `[::1]:${port}`;
}

function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith('http://') && isOwnHost(origin.slice('http://'.length), port);
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
