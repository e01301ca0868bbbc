import type { Problem, ProblemDetail } from '../../../shared/result.ts';
import { type DoorCode, statusOf } from './statuses.ts';

/** A complete answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DoorProblem extends Omit<Problem, 'code'> {
  readonly code: DoorCode;
  readonly details?: readonly ProblemDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

export function refuse(
  code: DoorCode,
  message: string,
  more: Pick<DoorProblem, 'details' | 'headers'> = {},
): DoorProblem {
  return { code, message, ...more };
}

/** `details` say what the parts of the path may be. */
export function nothingAt(path: string, details: readonly ProblemDetail[] = []): DoorProblem {
  const words = details.map(({ path: part, message }) => `${part}: ${message}`).join('; ');
  const about = words === '' ? 'GET /docs shows what there is.' : `${words}.`;
  return refuse('not-found', `There is nothing at ${path}. ${about}`, { details });
}

/** `data` in its envelope. `version` is the one the answer speaks of, `at` the wall clock, ms since the epoch. */
export function successReply(
  data: unknown,
  {
    version,
    at,
    status = 200,
    etag,
    json = toJson,
  }: {
    version: number;
    at: number;
    status?: number;
    etag?: string;
    json?: (data: unknown) => string;
  },
): Reply {
  const body = `{"status":"success","data":${json(data)},"config_version":${version},"timestamp":"${new Date(at).toISOString()}"}`;
  return { status, headers: etag ? { ...taggedHeaders, ETag: etag } : jsonHeaders, body };
}

export function errorReply({ code, message, details = [], headers }: DoorProblem): Reply {
  return {
    status: statusOf[code],
    headers: headers ? { ...jsonHeaders, ...headers } : jsonHeaders,
    body: JSON.stringify({ status: 'error', error: { code, message, details } }),
  };
}

/** Typed arrays become arrays; JSON itself makes NaN and the infinities null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value ?? null, plain);
}

/** Like `toJson`, for values that are frozen and asked for again and again: the latest is kept as text. */
export function createJsonMemory(): (frozen: unknown) => string {
  let known: unknown;
  let text = '';
  return (frozen) => {
    if (frozen !== known || known === undefined) {
      text = toJson(frozen);
      known = Object.isFrozen(frozen) ? frozen : undefined;
    }
    return text;
  };
}

export const safeHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
const jsonHeaders = { ...safeHeaders, 'Content-Type': 'application/json; charset=utf-8' };
const taggedHeaders = { ...jsonHeaders, 'Cache-Control': 'no-cache' };

function plain(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
