import type { z } from 'zod';
import type { OperationName } from '../../../shared/operations.ts';

/** One line of the HTTP door's table: where it is, what it serves, and what goes in and out. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The whole path; what stands in braces is a parameter, e.g. "/api/v1/config/{category}". */
  readonly path: string;
  /** What it does, in one sentence. */
  readonly about: string;
  readonly tag: RouteTag;
  readonly serves: Served;
  /** Of the path's parameters: strings in, values out. What does not parse names nothing and is not found. */
  readonly params?: z.ZodObject;
  /** Of the query: strings in, values out; strict. */
  readonly query?: z.ZodObject;
  /** JSON that comes as the body; without it the body must be empty. */
  readonly body?: z.ZodType;
  /** A body that may be left out counts as `{}`. */
  readonly bodyOptional?: boolean;
  /** Largest body in bytes; left out, that of any JSON. */
  readonly maxBytes?: number;
  /** Content types of a raw body, which is streamed instead of read as JSON. */
  readonly upload?: readonly string[];
  /** The schema of `data` in the answer's envelope. Left out, the answer has none: see `produces`. */
  readonly answer?: z.ZodType;
  /** Content types of answers without an envelope, each with what it holds. */
  readonly produces?: Readonly<Record<string, z.ZodType>>;
  /** HTTP status of success; left out, 200. 202 where a job goes on. */
  readonly status?: 200 | 202;
  /**
   * `read`: answers with the version as `ETag` and heeds `If-None-Match`. `write`: heeds `If-Match`, and answers
   * with the version it made.
   */
  readonly conditional?: 'read' | 'write';
  /** Only `/health` is. */
  readonly withoutToken?: boolean;
}

/** Who answers: an operation of the one table, or something that only this door has. */
export type Served =
  | {
      readonly operation: OperationName;
      /** The operation's input; left out, body, query and path parameters in one object. */
      readonly input?: (asked: Asked) => unknown;
    }
  | { readonly own: OwnService };

/** What was asked, parsed. */
export interface Asked {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What the door does by itself; each writes its own answer or leads to an operation by way of a file. */
export const ownServices = [
  'health',
  'metrics',
  'openapi',
  'docs',
  'events',
  'history-file',
  'profile-document',
  'profile-upload',
  'data-upload',
  'bundle-upload',
] as const;
export type OwnService = (typeof ownServices)[number];

export const routeTags = [
  'Configuration',
  'Trials and profiles',
  'Predictions',
  'Caches',
  'Market data',
  'Models',
  'Jobs',
  'Replay',
  'The door',
  'Every operation',
] as const;
export type RouteTag = (typeof routeTags)[number];

/** Where everything is; `/health`, `/metrics`, `/openapi.json` and `/docs` also stand without it. */
export const apiRoot = '/api/v1';
