import { exampleUrl } from '../../../../../electron/api/reference/curl-line.ts';
import type { OpenApi } from '../../../../../electron/api/reference/openapi-types.ts';
import type { Route } from '../../../../../electron/api/routes/route.ts';
import { token } from '../api-harness.ts';
import type { HttpQuestion } from '../http-client.ts';

/** The question that asks a route for an operation with this input; null where the route cannot say that. */
export function questionFor(route: Route, input: Readonly<Record<string, unknown>>): HttpQuestion | null {
  const parts = 'operation' in route.serves ? route.serves.split(input) : null;
  if (!parts) return null;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(String(parts.params[name])),
  );
  const query = new URLSearchParams(
    Object.entries(parts.query).map(([name, value]) => [name, String(value)]),
  );
  return {
    method: route.method,
    headers: headersFor(route),
    url: query.size > 0 ? `${path}?${query}` : path,
    body: route.body && JSON.stringify(parts.body),
  };
}

/** Questions that every such route must refuse in the same way, with the status each leads to. */
export function refusedQuestions(
  route: Route,
  document: OpenApi,
): { status: number; question: HttpQuestion }[] {
  const { parameters = [], requestBody } = document.paths[route.path][route.method.toLowerCase()];
  const example = requestBody?.content['application/json']?.example;
  const good: HttpQuestion = {
    method: route.method,
    url: exampleUrl(route.path, parameters),
    headers: headersFor(route),
    body: example === undefined ? undefined : JSON.stringify(example),
  };
  const { Authorization, ...nameless } = good.headers;
  const refused: { status: number; question: HttpQuestion }[] = [
    { status: 400, question: { ...good, url: `${good.url.split('?')[0]}?nonsense=1` } },
    { status: 403, question: { ...good, headers: { ...good.headers, Origin: 'http://elsewhere.example' } } },
  ];
  if (!route.withoutToken) {
    refused.push({ status: 401, question: { ...good, headers: nameless } });
    refused.push({
      status: 401,
      question: { ...good, headers: { ...nameless, Authorization: `${Authorization}x` } },
    });
  }
  if (route.params) {
    refused.push({
      status: 404,
      question: { ...good, url: route.path.replaceAll(/\{\w+\}/g, 'nothing-here') },
    });
  }
  if (route.method !== 'GET') {
    const headers = { ...good.headers, 'Content-Type': 'text/plain' };
    refused.push({ status: 415, question: { ...good, headers, body: 'text' } });
    refused.push({
      status: 413,
      question: {
        ...good,
        headers: { ...good.headers, 'Content-Length': '99999999999' },
        body: undefined,
        firstChunk: true,
      },
    });
  }
  return refused;
}

export function headersFor(route: Pick<Route, 'method' | 'upload' | 'withoutToken'>): Record<string, string> {
  return {
    ...(!route.withoutToken && { Authorization: `Bearer ${token}` }),
    'X-Client-Id': 'contract',
    ...(route.method !== 'GET' && { 'Content-Type': route.upload?.[0] ?? 'application/json' }),
  };
}
