import type { z } from 'zod';
import type { OperationName } from '../../../shared/operations/index.ts';
import type { OwnFailure } from '../../../shared/operations/operation.ts';

/** One route: its method and path, what it serves, and the schemas of what it takes and answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The whole path; what stands in braces is a parameter, e.g. "/api/v1/config/{category}". */
  readonly path: string;
  /** What it does, in one sentence. */
  readonly about: string;
  readonly tag: RouteTag;
  readonly serves: Served;
  /** Schema of the path's parameters, from text to values. A path that does not parse is answered with 404. */
  readonly params?: z.ZodObject;
  /** Schema of the query, from text to values; strict. */
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
  /** How it can fail beyond what every route can. */
  readonly failures?: readonly OwnFailure[];
  /** What can be asked of it. Left out, there is nothing to ask for. */
  readonly example?: RouteExample;
  /** Only `/health` is. */
  readonly withoutToken?: boolean;
}

/** Values as they are asked for, before they are parsed. */
export interface RouteExample {
  /** Of the path and of the query, by name. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What answers a route: an operation of the table, or a service of the API itself. */
export type Served =
  | {
      readonly operation: OperationName;
      /** The operation's input, from the parts of a request. */
      readonly input: (asked: Asked) => unknown;
      /** The reverse; null if the request has no place for some field of the input. */
      readonly split: (input: Readonly<Record<string, unknown>>) => RouteExample | null;
    }
  | { readonly own: OwnService };

/** What was asked, parsed. */
export interface Asked {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Services of the API that are not operations; some pass an uploaded file to an operation. */
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
  'Experiments',
  'The door',
  'Every operation',
] as const;
export type RouteTag = (typeof routeTags)[number];

/** Where everything is; `/health`, `/metrics`, `/openapi.json` and `/docs` also stand without it. */
export const apiRoot = '/api/v1';
