import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { entryOf } from '../../../shared/operations/index.ts';
import { type FailureStatus, failures, statusOf } from '../http/statuses.ts';
import { apiRoot, type Route, type RouteExample, routeTags } from '../routes/route.ts';
import { schemaOptions, withPlainAnswerNames } from './openapi-schemas.ts';
import type { OpenApi } from './openapi-types.ts';

/** The document of the whole table. `version` is the desk's own; `address` that of the running server. */
export function createOpenApi(
  routes: readonly Route[],
  { version, address }: { version: string; address: string },
): OpenApi {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    methods[route.method.toLowerCase()] = operationOf(route);
    paths[route.path] = methods;
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Ensemble Desk', version, description },
      servers: [
        { url: address, description: 'The desk on this machine; nothing outside it can reach this.' },
      ],
      security: [{ token: [] }],
      tags: routeTags.map((name) => ({ name })),
      paths,
      components: {
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
    },
    schemaOptions,
  );
  return withPlainAnswerNames(document);
}

const description = `Everything the desk's window can do, over HTTP on this machine alone.

Answers come as \`{"status": "success", "data": …, "config_version": …, "timestamp": …}\`, errors as \`{"status": "error", "error": {"code", "message", "details"}}\`. Times are milliseconds since the epoch, UTC. Confidences, probabilities and weights are fractions from 0 to 1. Numbers that mean nothing are null.`;

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { params, query, example } = route;
  const header = headersOf(route);
  const requestBody = requestBodyOf(route);
  return {
    operationId: operationId(route),
    summary: route.about,
    tags: [route.tag],
    ...(route.withoutToken && { security: [] }),
    requestParams: {
      ...(params && { path: withExamples(params, example?.params) }),
      ...(query && { query: withExamples(query, example?.query) }),
      ...(Object.keys(header).length > 0 && { header: z.object(header) }),
    },
    ...(requestBody && { requestBody }),
    responses: {
      [`${route.status ?? 200}`]: successOf(route),
      ...(route.conditional === 'read' && {
        304: {
          description: 'The version in `If-None-Match` is in force still.',
          headers: { ETag: reference('ETag') },
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

function withExamples(shape: z.ZodObject, examples: RouteExample['query'] = {}): z.ZodObject {
  const fields = Object.entries(shape.shape).map(([name, field]) => [
    name,
    examples[name] === undefined ? field : (field as z.ZodType).meta({ param: { example: examples[name] } }),
  ]);
  return z.object(Object.fromEntries(fields));
}

function headersOf(route: Route): Record<string, z.ZodType> {
  const text = (about: string, of = z.string()) => of.optional().describe(about);
  const client = 'Tells this client from others; left out, its connection does.';
  const changes = route.method !== 'GET' && 'operation' in route.serves;
  return {
    ...(route.conditional === 'read' && {
      'If-None-Match': text('The `ETag` that is known already: answers 304 while it is in force.'),
    }),
    ...(route.conditional === 'write' && {
      'If-Match': text('The `ETag` that was read: answers 412 when another version is in force.'),
    }),
    ...(changes && {
      'X-Client-Id': text(client, z.string().min(1).max(64)),
      'X-Updated-By': text('Who asks, for the audit trail.', z.string().max(80)),
      ...(takesReason(route) && { 'X-Reason': text('Why, for the audit trail.', z.string().max(500)) }),
    }),
    ...('own' in route.serves &&
      route.serves.own === 'events' && {
        'X-Client-Id': text('The client whose preview lasts while it reads.'),
        'Last-Event-ID': text('The id of the last event that was seen: what came after it is sent first.'),
      }),
  };
}

function takesReason({ serves }: Route): boolean {
  return 'operation' in serves && 'reason' in entryOf(serves.operation).input.shape;
}

function requestBodyOf(route: Route): ZodOpenApiOperationObject['requestBody'] {
  if (route.upload) {
    return { required: true, content: Object.fromEntries(route.upload.map((type) => [type, {}])) };
  }
  if (!route.body) return undefined;
  return {
    required: !route.bodyOptional,
    content: { 'application/json': { schema: route.body, example: route.example?.body } },
  };
}

function successOf(route: Route): ZodOpenApiResponseObject {
  const whole = Object.entries(route.produces ?? {}).map(([type, schema]) => [type, { schema }]);
  return {
    description: route.status === 202 ? 'It goes on as a job.' : 'Done.',
    ...(route.conditional && { headers: { ETag: reference('ETag') } }),
    content: {
      ...Object.fromEntries(whole),
      ...(route.answer && { 'application/json': { schema: envelopeOf(route.answer) } }),
    },
  };
}

/** The form of every answer. */
function envelopeOf(data: z.ZodType): z.ZodType {
  return z.object({
    status: z.literal('success'),
    data,
    config_version: z.int().min(1),
    timestamp: z.string().meta({ format: 'date-time' }),
  });
}

const problemSchema = z
  .object({
    status: z.literal('error'),
    error: z.object({
      code: z.enum(Object.keys(statusOf).filter((code) => code !== 'internal')),
      message: z.string(),
      details: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  })
  .meta({ id: 'Problem' });

const failureHeaders: Readonly<Record<string, ZodOpenApiResponseObject['headers']>> = {
  401: { 'WWW-Authenticate': reference('WWWAuthenticate') },
  412: { ETag: reference('ETag') },
  429: { 'Retry-After': reference('RetryAfter') },
};

const failureResponses = Object.fromEntries(
  Object.entries(failures).map(([status, { name, about }]) => [
    name,
    {
      description: about,
      ...(failureHeaders[status] && { headers: failureHeaders[status] }),
      content: { 'application/json': { schema: problemSchema } },
    },
  ]),
);

const headers = {
  ETag: {
    description: 'The version of the configuration in quotes, e.g. "12".',
    schema: { type: 'string' as const },
  },
  WWWAuthenticate: { description: 'How to get in.', schema: { const: 'Bearer' } },
  RetryAfter: { description: 'Seconds.', schema: { type: 'integer' as const, minimum: 0 } },
};

function reference(header: 'ETag' | 'WWWAuthenticate' | 'RetryAfter') {
  return { $ref: `#/components/headers/${header}` } as const;
}
