import { exampleUrl } from '../../../../../electron/api/reference/openapi-examples.ts';
import type { OpenApi } from '../../../../../electron/api/reference/openapi-types.ts';
import type { Route } from '../../../../../electron/api/routes/route.ts';
import { token } from '../api-harness.ts';
import type { HttpQuestion } from '../http-client.ts';

/** The question that asks a route for an operation with this input; null where the route cannot say that. */
export function questionFor(route: Route, input: Readonly<Record<string, unknown>>): HttpQuestion | null {
  const left = { ...input };
  let url = route.path;
  for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) {
    if (left[name] === undefined) return null;
    url = url.replace(`{${name}}`, encodeURIComponent(String(left[name])));
    delete left[name];
  }
  const asked = { method: route.method, headers: headersFor(route) };
  if (route.method === 'GET' || (!route.body && Object.keys(left).length > 0)) {
    if (Object.keys(left).some((name) => !(name in (route.query?.shape ?? {})))) return null;
    const query = new URLSearchParams(Object.entries(left).map(([name, value]) => [name, String(value)]));
    return { ...asked, url: query.size > 0 ? `${url}?${query}` : url };
  }
  if (!route.body) return { ...asked, url };
  const bare = route.path.endsWith('/config/{category}') || route.path.endsWith('/config/validate');
  const body = bare ? left.changes : left;
  return route.body.safeParse(body).success ? { ...asked, url, body: JSON.stringify(body) } : null;
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
    url: exampleUrl(route.path, parameters).replaceAll('@', '%40'),
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
