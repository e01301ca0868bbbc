import { failures } from '../../../electron/api/http/statuses.ts';
import { curlLine, exampleUrl } from '../../../electron/api/reference/curl-line.ts';
import { createOpenApi } from '../../../electron/api/reference/openapi.ts';
import type { JsonSchema } from '../../../electron/api/reference/openapi-schemas.ts';
import type { OpenApiOperation } from '../../../electron/api/reference/openapi-types.ts';
import { typeText } from '../../../electron/api/reference/schema-lines.ts';
import { eventTypes } from '../../../electron/api/routes/own-routes.ts';
import { routes } from '../../../electron/api/routes/routes.ts';

const address = 'http://localhost:8001';
const document = createOpenApi(routes, { version: '', address });

/** docs/api.md, made from the table of routes. */
export function apiReference(): string {
  const sections = document.tags
    .map(({ name }) => (name === 'Every operation' ? operationsSection() : tagSection(name)))
    .filter((section) => section !== '');
  return [opening, ...sections].join('\n');
}

function tagSection(tag: string): string {
  const own = routesOf(tag).map(routeSection);
  return own.length > 0 ? `## ${tag}\n\n${own.join('\n')}` : '';
}

function routesOf(tag: string): { method: string; path: string; operation: OpenApiOperation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function routeSection({ method, path, operation }: ReturnType<typeof routesOf>[number]): string {
  const { parameters = [], requestBody, responses, summary, security } = operation;
  const [contentType, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const line = curlLine({
    method,
    url: address + exampleUrl(path, parameters),
    contentType,
    body: body?.example,
    file: body !== undefined && body.schema === undefined,
    withoutToken: security !== undefined,
  });
  const query = parameters
    .filter(({ in: place }) => place === 'query')
    .map(({ name, schema, required }) => {
      return `\`${name}\` (${required ? '' : 'optional, '}${inCell(typeText(schema))})`;
    });
  const facts = [
    query.length > 0 ? `Query: ${query.join(', ')}.` : '',
    `Answers ${answersOf(responses)}.`,
    failuresIn(responses) === '' ? '' : `Can fail with ${failuresIn(responses)}.`,
  ];
  return `### ${method} ${path}\n\n${summary}\n\n\`\`\`\n${line}\n\`\`\`\n\n${facts.filter(Boolean).join(' ')}\n`;
}

function answersOf(responses: OpenApiOperation['responses']): string {
  return Object.entries(responses)
    .flatMap(([status, response]) => {
      if ('$ref' in response) return [];
      const types = Object.entries(response.content ?? {}).map(([type, { schema }]) => {
        const data = dataOf(schema);
        return data ? inCell(typeText(data)) : type;
      });
      return [types.length > 0 ? `${status} with ${types.join(' or ')}` : status];
    })
    .join(', ');
}

/** Beside those that every route can give. */
function failuresIn(responses: OpenApiOperation['responses']): string {
  return Object.keys(responses)
    .filter((status) => '$ref' in responses[status] && !everywhere.includes(status))
    .join(', ');
}

const everywhere = ['400', '401', '403', '429'];

function dataOf(schema: JsonSchema): JsonSchema | undefined {
  const properties = schema.properties as Readonly<Record<string, JsonSchema>> | undefined;
  return properties?.config_version ? properties.data : undefined;
}

/** Types as they stand in running text: names of schemas without their mark. */
function inCell(type: string): string {
  return type.replaceAll('#', '');
}

function operationsSection(): string {
  const rows = routesOf('Every operation').map(({ path, operation }) => {
    return `| \`${path.split('/').at(-1)}\` | ${operation.summary} | ${failuresIn(operation.responses)} |`;
  });
  const line = curlLine({
    method: 'POST',
    url: `${address}/api/v1/operations/prediction.why`,
    contentType: 'application/json',
    body: {},
  });
  return `## Every operation

Whatever the window can ask for can be asked for here by its name, with its input as the body: what the routes above do, and everything else. \`/docs\` shows the input and the answer of each.

\`\`\`
${line}
\`\`\`

| operation | what it does | can fail with |
|---|---|---|
${rows.join('\n')}
`;
}

const opening = `# HTTP API

Everything the window can do, over HTTP on this machine alone. The running desk serves this reference in full, with every field of every answer, as a page at \`/docs\` and as an OpenAPI 3.1 document at \`/openapi.json\`.

This page is made from the table of routes by \`npm run docs\`; a test checks that it is up to date.

## Switching it on

The API is off until it is switched on in the window's API panel, which also shows the token. Without a window it is on when it is given a port:

\`\`\`
npm start -- --headless --api-port 8001 --api-token-file PATH
export TOKEN=$(cat PATH)
\`\`\`

\`--api-open\` asks for no token. The same from the environment: \`DESK_API_PORT\`, \`DESK_API_TOKEN_FILE\`, \`DESK_API_OPEN\`.

## Answers and errors

Times are milliseconds since the epoch, UTC. Confidences, probabilities and weights are fractions from 0 to 1. Numbers that mean nothing are \`null\`.

\`\`\`
{"status": "success", "data": …, "config_version": 12, "timestamp": "2024-01-02T12:00:00.000Z"}
{"status": "error", "error": {"code": "invalid", "message": "…", "details": [{"path": "model.weight_1h", "message": "…"}]}}
\`\`\`

\`message\` is for people. \`details\` names every problem with its path; it is empty where there is nothing to point at.

| status | meaning |
|---|---|
${Object.entries(failures)
  .map(([status, { about }]) => `| ${status} | ${about} |`)
  .join('\n')}

400, 401, 403 and 429 can come from every route (401 not from \`/health\`) and are not repeated below. Any request may also be answered with 405 (the path is there, the method is not; \`Allow\` names those that are), 408 (it did not arrive in time), 417 (an \`Expect\` other than \`100-continue\`) or 431 (its headers are too large).

## Concurrency

\`GET /api/v1/config\` answers with the version as \`ETag\`. Send it back with a change, and the change is refused with 412 when somebody else was faster:

\`\`\`
curl -X PUT ${address}/api/v1/config/cache -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -H 'If-Match: "12"' -d '{"prediction_cache_ttl_seconds": 120}'
\`\`\`

Operations that change the configuration also take \`expected_version\` in their body. With \`If-None-Match\` a reader that is up to date gets an empty 304.

## Events

\`\`\`
curl -N ${address}/api/v1/events -H "Authorization: Bearer $TOKEN"
\`\`\`

Server-sent events of the kinds ${eventTypes.map((type) => `\`${type}\``).join(', ')}; \`?types=config,prediction\` chooses among them. Who was away sends the \`id\` of the last event as \`Last-Event-ID\` and gets what was missed. A \`reset\` says that more was missed than is kept: ask for the present state then. A reader that does not keep up is dropped and may come back the same way.

## Safety

- The server listens on the loopback interface only.
- Every route but \`/health\` needs the token, unless the API was opened to this machine in the panel or with \`--api-open\`.
- \`Host\` must be the loopback name and port, and a request from a page of another origin is refused.
- A body needs \`Content-Type: application/json\`; where there is none, no type is needed.
- Bodies, connections, rates, uploads and event streams are bounded. Of one connection 8 requests are under way at once, and none begins while 4 MB are unread; who takes nothing for 30 s is dropped, as is a connection that shows no token within 5 s.
- A new token, or closing the API to this machine again, ends the event streams that are open.
- A path is read only as market data (\`.csv\`, \`.txt\`, \`.tsv\`, \`.parquet\`), through the import's own checks, and no refusal quotes the file. What would write to a path, or ask the person at the window, is not served here.
`;
