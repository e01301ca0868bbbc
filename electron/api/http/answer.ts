import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asker } from '../../../shared/asker.ts';
import { entryOf, type OperationName } from '../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EngineHandlers } from '../../engine/handlers.ts';
import { ask, understand } from '../../gateway/gateway.ts';
import type { Asked, Route } from '../routes/route.ts';
import type { Admitted } from './admission.ts';
import { createAskers, type Introduction, introductionOf } from './asker.ts';
import { readJson, wrongType } from './body.ts';
import { etagOf, expectedVersion, holdsAlready } from './conditional.ts';
import type { Connections } from './connections.ts';
import { createGathering } from './gathering.ts';
import type { Limits } from './limits.ts';
import {
  createJsonMemory,
  type DoorProblem,
  errorReply,
  nothingAt,
  type Reply,
  refuse,
  successReply,
} from './replies.ts';

/** An admitted request. */
export interface Call extends Admitted {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What follows the question mark. */
  readonly search: string;
}

/** A call whose parts have been read and parsed. */
export interface ReadCall extends Call {
  readonly asked: Asked;
  readonly asker: Asker;
  readonly introduction: Introduction;
  readonly handlers: EngineHandlers;
}

type Serving = Extract<Route['serves'], { readonly operation: OperationName }>;

/** A service without an operation. Its answer is null if it has written to the response itself. */
export type OwnAnswer = (call: ReadCall) => Promise<Reply | null> | Reply | null;

/** Answers a call of a known route; null if the answer has been written already. */
export type AnswerCall = (call: Call) => Promise<Reply | null>;

/** Reads a request, calls the gateway, and turns the result into an answer; the same for every route. */
export function createAnswering(options: {
  engine: Pick<Engine, 'operations' | 'askers' | 'configMark'>;
  own: (call: ReadCall) => ReturnType<OwnAnswer>;
  limits: Pick<Limits, 'jsonBytes' | 'bodyTimeoutMs'>;
  keeps: Connections['keeps'];
  now: () => number;
}): AnswerCall {
  const { engine, own, limits, keeps, now } = options;
  const askerOf = createAskers();
  const gathered = createGathering();
  const json = createJsonMemory();

  async function read(call: Call): Promise<ReadCall | DoorProblem> {
    const { request, response, route } = call;
    const params = route.params ? understand(route.params, call.params, 'path') : success({});
    if (!params.ok) return nothingAt(pathOf(request), params.problem.details);
    const query = readQuery(route, call.search);
    if (!query.ok) return query.problem;
    const introduction = introductionOf(request.headers);
    if ('code' in introduction) return introduction;
    let body: unknown;
    if (route.method !== 'GET') {
      const wrong = wrongType(request, route);
      if (wrong) return wrong;
      if (!route.upload) {
        const found = await readJson(request, response, {
          maxBytes: route.maxBytes ?? limits.jsonBytes,
          timeoutMs: limits.bodyTimeoutMs,
          onBytes: (bytes) => keeps(response, bytes),
        });
        if ('problem' in found) return found.problem;
        const checked = checkBody(route, found.body);
        if (!checked.ok) return checked.problem;
        body = checked.value;
      }
    }
    const asked = { params: params.value, query: query.value, body };
    const asker = askerOf(request, introduction);
    engine.askers.heard(asker.id);
    return { ...call, asked, asker, introduction, handlers: engine.operations };
  }

  async function operate(call: ReadCall, { operation, input: inputOf }: Serving): Promise<Reply> {
    const { route, request, asked, asker, introduction, handlers } = call;
    if (route.method !== 'GET') await gathered();
    const before = engine.configMark();
    if (route.conditional === 'read' && !before.preview) {
      if (holdsAlready(request.headers['if-none-match'], before.version)) {
        return {
          status: 304,
          headers: { ETag: etagOf(before.version), 'Cache-Control': 'no-cache' },
          body: '',
        };
      }
    }
    const input = withHeaders(inputOf(asked), operation, introduction);
    const expected = expect(call, input, before.version);
    if (!('input' in expected)) return errorReply(expected);
    const result = await ask(handlers, operation, expected.input, asker);
    if (!result.ok) {
      const { code } = result.problem;
      const stale = code === 'stale' && { headers: { ETag: etagOf(engine.configMark().version) } };
      const busy = code === 'busy' && { headers: { 'Retry-After': '1' } };
      return errorReply({ ...result.problem, ...stale, ...busy });
    }
    if (route.conditional === 'read') {
      const etag = before.preview ? undefined : etagOf(before.version);
      return successReply(result.value, { version: before.version, at: now(), etag, json });
    }
    const version = (route.conditional && madeVersion(result.value)) ?? engine.configMark().version;
    const etag = route.conditional && etagOf(version);
    return successReply(result.value, { version, at: now(), status: route.status, etag });
  }

  /** Puts the version that `If-Match` names into the input. */
  function expect(call: ReadCall, input: unknown, current: number): { input: unknown } | DoorProblem {
    const header = call.request.headers['if-match'];
    if (header === undefined) return { input };
    if (call.route.conditional !== 'write') {
      return refuse('invalid', 'If-Match is heeded only where the reference says so; leave it out here.');
    }
    const found = expectedVersion(header, current);
    if ('problem' in found) return found.problem;
    if (found.expected === undefined) return { input };
    const own = fieldOf(input, 'expected_version');
    if (own !== undefined && own !== found.expected) {
      return refuse('invalid', 'If-Match and expected_version name different versions.');
    }
    return { input: { ...(input as object), expected_version: found.expected } };
  }

  return async (call) => {
    const ready = await read(call);
    if (!('asked' in ready)) return errorReply(ready);
    const { serves } = call.route;
    return 'operation' in serves ? operate(ready, serves) : own(ready);
  };
}

function readQuery(route: Route, search: string): Result<Readonly<Record<string, unknown>>> {
  if (search === '') return route.query ? understand(route.query, {}, 'The query') : noQuery;
  const query = new URLSearchParams(search);
  const names = [...query.keys()];
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    return failure('invalid', `The query names ${twice} twice.`, [{ path: twice, message: 'came twice' }]);
  }
  if (!route.query) {
    return names.length === 0 ? noQuery : failure('invalid', `There is no query here, but ${names[0]} came.`);
  }
  return understand(route.query, Object.fromEntries(query), 'The query');
}

const noQuery = success({});

function checkBody(route: Route, body: unknown): Result<unknown> {
  if (!route.body) {
    // "{}" counts as empty.
    const empty = body === undefined || (isObject(body) && Object.keys(body).length === 0);
    return empty ? success(undefined) : failure('invalid', 'The body must be empty here.');
  }
  if (body === undefined && !route.bodyOptional) return failure('invalid', 'A JSON body is needed.');
  return understand(route.body, body ?? {}, 'The body');
}

/** Adds the reason from the header if the operation takes one and the body has none. */
function withHeaders(input: unknown, operation: OperationName, { reason }: Introduction): unknown {
  const takes = 'reason' in entryOf(operation).input.shape;
  if (reason === undefined || !takes || !isObject(input) || fieldOf(input, 'reason') !== undefined)
    return input;
  return { ...input, reason };
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The version of a receipt; undefined where nothing changed. */
function madeVersion(value: unknown): number | undefined {
  const version = fieldOf(value, 'version');
  return typeof version === 'number' ? version : undefined;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0].slice(0, 200);
}
