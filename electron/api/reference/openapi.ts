import type { z } from 'zod';
import { entryOf } from '../../../shared/operations/index.ts';
import { type FailureStatus, failures, statusOf } from '../http/statuses.ts';
import { apiRoot, type Route, routeTags } from '../routes/route.ts';
import { componentRef, createSchemaBook, type JsonSchema, type SchemaBook } from './openapi-schemas.ts';
import type { OpenApi, OpenApiOperation, OpenApiParameter, OpenApiResponse } from './openapi-types.ts';

/** The document of the whole table. `version` is the desk's own; `address` that of the running server. */
export function createOpenApi(
  routes: readonly Route[],
  { version, address }: { version: string; address: string },
): OpenApi {
  const book = createSchemaBook();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    methods[route.method.toLowerCase()] = operationOf(route, book);
    paths[route.path] = methods;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ensemble Desk', version, description },
    servers: [{ url: address, description: 'The desk on this machine; nothing outside it can reach this.' }],
    security: [{ token: [] }],
    tags: routeTags.map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...book.components(), Problem: problemSchema },
      responses: failureResponses,
      headers,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The token that the API panel shows. Not asked for while the API is open to this machine.',
        },
      },
    },
  };
}

const description = `Everything the desk's window can do, over HTTP on this machine alone.

Answers come as \`{"status": "success", "data": …, "config_version": …, "timestamp": …}\`, errors as \`{"status": "error", "error": {"code", "message", "details"}}\`. Times are milliseconds since the epoch, UTC. Confidences, probabilities and weights are fractions from 0 to 1. Numbers that mean nothing are null.`;

function operationOf(route: Route, book: SchemaBook): OpenApiOperation {
  const parameters = [
    ...shapeParameters(route, 'params', book),
    ...shapeParameters(route, 'query', book),
    ...headerParameters(route),
  ];
  const requestBody = requestBodyOf(route, book);
  return {
    operationId: operationId(route),
    summary: route.about,
    tags: [route.tag],
    ...(route.withoutToken && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: {
      [route.status ?? 200]: successOf(route, book),
      ...(route.conditional === 'read' && {
        304: {
          description: 'The version in `If-None-Match` is in force still.',
          headers: { ETag: header('ETag') },
        },
      }),
      ...Object.fromEntries(
        failuresOf(route).map((status) => [
          status,
          { $ref: `#/components/responses/${failures[status].name}` },
        ]),
      ),
    },
  };
}

/** Every status with which a route can fail, lowest first. */
function failuresOf(route: Route): FailureStatus[] {
  const own = (route.failures ?? []).map((code) => statusOf[code] as FailureStatus);
  const found = new Set<FailureStatus>([400, 403, 429, ...own]);
  if (!route.withoutToken) found.add(401);
  if (route.params) found.add(404);
  if (route.method !== 'GET') for (const status of [413, 415] as const) found.add(status);
  if (route.conditional === 'write') found.add(412);
  return [...found].sort((a, b) => a - b);
}

/** e.g. "get /api/v1/config/{category}" is "get-config-category", and "get /health" is "get-root-health". */
function operationId({ method, path }: Route): string {
  const named = path.startsWith(apiRoot) ? path.slice(apiRoot.length) : `root${path}`;
  const words = named.match(/[a-zA-Z0-9_-]+/g) ?? [];
  return [method.toLowerCase(), ...words].join('-');
}

function shapeParameters(route: Route, part: 'params' | 'query', book: SchemaBook): OpenApiParameter[] {
  return Object.entries(route[part]?.shape ?? {}).map(([name, value]) => {
    const schema = value as z.ZodType;
    const example = route.example?.[part][name];
    return {
      name,
      in: part === 'params' ? 'path' : 'query',
      required: part === 'params' || !schema.safeParse(undefined).success,
      ...(schema.description !== undefined && { description: schema.description }),
      schema: book.answer(schema),
      ...(example !== undefined && { example }),
    };
  });
}

function headerParameters(route: Route): OpenApiParameter[] {
  const header = (
    name: string,
    about: string,
    schema: JsonSchema = { type: 'string' },
  ): OpenApiParameter => ({
    name,
    in: 'header',
    required: false,
    description: about,
    schema,
  });
  const found: OpenApiParameter[] = [];
  if (route.conditional === 'read') {
    found.push(
      header('If-None-Match', 'The `ETag` that is known already: answers 304 while it is in force.'),
    );
  }
  if (route.conditional === 'write') {
    found.push(header('If-Match', 'The `ETag` that was read: answers 412 when another version is in force.'));
  }
  if (route.method !== 'GET' && 'operation' in route.serves) {
    found.push(
      header('X-Client-Id', 'Tells this client from others; left out, its connection does.', {
        type: 'string',
        minLength: 1,
        maxLength: 64,
      }),
    );
    found.push(header('X-Updated-By', 'Who asks, for the audit trail.', { type: 'string', maxLength: 80 }));
    if (takesReason(route)) {
      found.push(header('X-Reason', 'Why, for the audit trail.', { type: 'string', maxLength: 500 }));
    }
  }
  if ('own' in route.serves && route.serves.own === 'events') {
    found.push(header('X-Client-Id', 'The client whose preview lasts while it reads.'));
    found.push(
      header('Last-Event-ID', 'The id of the last event that was seen: what came after it is sent first.'),
    );
  }
  return found;
}

function takesReason({ serves }: Route): boolean {
  return 'operation' in serves && 'reason' in entryOf(serves.operation).input.shape;
}

function requestBodyOf(route: Route, book: SchemaBook): OpenApiOperation['requestBody'] {
  if (route.upload) {
    return { required: true, content: Object.fromEntries(route.upload.map((type) => [type, {}])) };
  }
  if (!route.body) return undefined;
  const schema = book.ask(route.body);
  return {
    required: !route.bodyOptional,
    content: { 'application/json': { schema, example: route.example?.body } },
  };
}

function successOf(route: Route, book: SchemaBook): OpenApiResponse {
  const content: Record<string, { schema: JsonSchema }> = {};
  for (const [type, schema] of Object.entries(route.produces ?? {})) {
    content[type] = { schema: book.answer(schema) };
  }
  if (route.answer) content['application/json'] = { schema: envelopeOf(book.answer(route.answer)) };
  return {
    description: route.status === 202 ? 'It goes on as a job.' : 'Done.',
    ...(route.conditional && { headers: { ETag: header('ETag') } }),
    content,
  };
}

/** The form of every answer. */
export function envelopeOf(data: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: {
      status: { const: 'success' },
      data,
      config_version: { type: 'integer', minimum: 1 },
      timestamp: { type: 'string', format: 'date-time' },
    },
    required: ['status', 'data', 'config_version', 'timestamp'],
    additionalProperties: false,
  };
}

const problemSchema: JsonSchema = {
  type: 'object',
  properties: {
    status: { const: 'error' },
    error: {
      type: 'object',
      properties: {
        code: { enum: Object.keys(statusOf).filter((code) => code !== 'internal') },
        message: { type: 'string' },
        details: {
          type: 'array',
          items: {
            type: 'object',
            properties: { path: { type: 'string' }, message: { type: 'string' } },
            required: ['path', 'message'],
            additionalProperties: false,
          },
        },
      },
      required: ['code', 'message', 'details'],
      additionalProperties: false,
    },
  },
  required: ['status', 'error'],
  additionalProperties: false,
};

const failureHeaders: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>> = {
  401: { 'WWW-Authenticate': header('WWWAuthenticate') },
  412: { ETag: header('ETag') },
  429: { 'Retry-After': header('RetryAfter') },
};

const failureResponses: Readonly<Record<string, OpenApiResponse>> = Object.fromEntries(
  Object.entries(failures).map(([status, { name, about }]) => [
    name,
    {
      description: about,
      ...(failureHeaders[status] && { headers: failureHeaders[status] }),
      content: { 'application/json': { schema: componentRef('Problem') } },
    },
  ]),
);

const headers: Readonly<Record<string, JsonSchema>> = {
  ETag: { description: 'The version of the configuration in quotes, e.g. "12".', schema: { type: 'string' } },
  WWWAuthenticate: { description: 'How to get in.', schema: { const: 'Bearer' } },
  RetryAfter: { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } },
};

function header(name: string): JsonSchema {
  return { $ref: `#/components/headers/${name}` };
}
