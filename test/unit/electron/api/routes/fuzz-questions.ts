import type { OpenApi } from '../../../../../electron/api/reference/openapi-types.ts';
import type { Route } from '../../../../../electron/api/routes/route.ts';
import type { Random } from '../../../../../electron/engine/random.ts';
import type { HttpQuestion } from '../http-client.ts';
import { headersFor } from './contract-questions.ts';
import { categoryChanges, type Known, oddText, one, spoiled, valueFor } from './fuzz-values.ts';

/** A question with the route it was made for, and whether anything about it was spoiled. */
export interface FuzzQuestion {
  readonly route: Route;
  readonly question: HttpQuestion;
  /** Sent as these bytes on a socket of its own. */
  readonly raw?: string;
}

/** Makes questions over all routes: a third as the document asks for them, the others spoiled in some way. */
export function createFuzzQuestions(options: {
  routes: readonly Route[];
  document: OpenApi;
  random: Random;
  known: Known;
  /** Takes long: asked now and then. */
  isSlow: (route: Route) => boolean;
}): () => FuzzQuestion {
  const { routes, document, random, known, isSlow } = options;
  const slow = routes.filter(isSlow);
  const fast = routes.filter((route) => !isSlow(route));
  const { schemas } = document.components;
  const context = { components: schemas, known };

  function fill(route: Route): HttpQuestion {
    const { parameters = [], requestBody } = document.paths[route.path][route.method.toLowerCase()];
    let url = route.path;
    const query = new URLSearchParams();
    const values: Record<string, unknown> = {};
    for (const { name, in: place, schema, required } of parameters) {
      if (place === 'header' || (!required && random.next() < 0.6)) continue;
      values[name] = valueFor(schema, random, { ...context, name });
      const text = String(values[name]).toWellFormed();
      if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(text) || 'x');
      else query.set(name, text);
    }
    const schema = requestBody?.content['application/json']?.schema;
    const ownChanges = route.method === 'PUT' && random.next() < 0.8;
    const body = ownChanges
      ? categoryChanges(String(values.category), random)
      : schema && valueFor(schema, random, context);
    return {
      method: route.method,
      url: query.size > 0 ? `${url}?${query}` : url,
      headers: headersFor(route),
      body: body === undefined ? undefined : JSON.stringify(body),
      firstChunk: 'text/event-stream' in (route.produces ?? {}),
    };
  }

  function spoil(question: HttpQuestion): HttpQuestion {
    const { method, url, headers, body } = question;
    switch (random.int(7)) {
      case 0:
        return { ...question, headers: { ...headers, ...oddHeader() } };
      case 1:
        return { ...question, url: oddUrl(url) };
      case 2:
        return {
          ...question,
          method: one(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'], random),
        };
      case 3: {
        const { Authorization, ...others } = headers;
        return {
          ...question,
          headers:
            random.next() < 0.5 ? others : { ...others, Authorization: `${Authorization}${oddAscii()}` },
        };
      }
      default:
        if (random.next() < 0.002) return { ...question, body: `"${'x'.repeat(1_200_000)}"` };
        if (method === 'GET' || body === undefined) return { ...question, url: oddUrl(url) };
        return { ...question, body: spoiled(JSON.parse(String(body)), random) };
    }
  }

  function oddHeader(): Record<string, string> {
    return one<Record<string, string>>(
      [
        {
          'Content-Type': one(
            [
              'text/plain',
              'application/xml',
              'application/json; charset=latin1',
              'multipart/form-data',
              ';',
              'application/JSON',
            ],
            random,
          ),
        },
        { Origin: one(['http://evil.example', 'null', 'file://', 'http://localhost'], random) },
        { Host: one(['evil.example', 'localhost', '127.0.0.1:1', '[::1]', ''], random) },
        { 'Sec-Fetch-Site': one(['cross-site', 'same-site', 'none', 'x'], random) },
        {
          'If-Match': one(
            ['*', '"1"', '"999999"', 'W/"1"', '1', '"', '', '"1", "2"', '"-1"', '"1e3"'],
            random,
          ),
        },
        { 'If-None-Match': one(['*', '"1"', 'x', '""'], random) },
        { 'X-Updated-By': oddLatin() },
        { 'X-Reason': oddLatin() },
        { 'X-Reason': 'r'.repeat(one([499, 501, 5000], random)) },
        { 'X-Updated-By': 'n'.repeat(one([80, 81, 9000], random)) },
        { 'Last-Event-ID': one(['0', '1-1', '-1', 'x', '99999999999999999999-1'], random) },
        { 'Content-Encoding': one(['gzip', 'identity', 'br', 'deflate'], random) },
        { 'X-Large': 'x'.repeat(one([1000, 15_000], random)) },
        { Accept: oddAscii(), Cookie: 'a=b; __proto__=1' },
      ],
      random,
    );
  }

  function oddUrl(url: string): string {
    const path = url.split('?')[0];
    return one(
      [
        `${path}?${one(['x=1', '__proto__=1', 'limit=1&limit=2', 'limit=-1', 'limit=1e9', 'limit=NaN', '=', '&&&', '%zz=1', 'from=2024-13-45', 'version=0'], random)}`,
        `${path}/`,
        `${path}/../../etc/passwd`,
        path.replaceAll('/', '//'),
        path.toUpperCase(),
        path.replace(
          /[a-z]+$/,
          one(
            [
              '%2e%2e',
              '..%2f..%2fetc',
              '%00',
              '%ff',
              '%',
              '%E0%A4%A',
              '__proto__',
              'constructor',
              'toString',
            ],
            random,
          ),
        ),
        path.replace(/[^/]+$/, encodeURIComponent(oddText(random).toWellFormed())),
        `${path}/${'a/'.repeat(one([1, 50, 400], random))}`,
        `${path};x=1`,
        `${path}%20`,
        `http://127.0.0.1${path}`,
        `/${'x'.repeat(one([10, 3000], random))}`,
      ],
      random,
    );
  }

  function oddAscii(): string {
    return one(['', 'x', '=', 'x'.repeat(600), '%00', '../..', '~!@#$^&*()'], random);
  }

  /** Header values are bytes: text as UTF-8, and bytes that are none. */
  function oddLatin(): string {
    const bytes = Buffer.from(one(['Zoë', '日本', '😀', 'plain', ' ', "' or 1=1"], random)).toString(
      'latin1',
    );
    return random.next() < 0.2 ? '\xff\xfe' : bytes;
  }

  /** Bytes that no HTTP library would send. */
  function rawBytes({ method, url }: HttpQuestion): string {
    const host = 'Host: 127.0.0.1\r\n';
    return one(
      [
        `${method} ${url} HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
        `${method} ${url} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
        `${method} ${url} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\nx`,
        `${method} ${url} HTTP/9.9\r\n${host}\r\n`,
        `${method} ${url}\r\n\r\n`,
        `${method} ../../${url} HTTP/1.1\r\n${host}\r\n`,
        `${method} ${url} HTTP/1.1\r\n${host}X: ${'y'.repeat(20_000)}\r\n\r\n`,
        `${method} ${url} HTTP/1.1\r\n${host}Bad Header: 1\r\n\r\n`,
        `${method} ${url} HTTP/1.1\r\n${host}Connection: close\r\nX: \u0001\u0000\r\n\r\n`,
        `${method} /\u0001\u00ff HTTP/1.1\r\n${host}\r\n`,
        `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`,
        `${method} ${url} HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
        `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
        '\u0016\u0003\u0001\u0002\u0000\u0001',
        '\r\n\r\n\r\n',
        '',
      ],
      random,
    );
  }

  return () => {
    const route = one(random.next() < 0.008 ? slow : fast, random);
    const question = fill(route);
    if (random.next() < 0.01) return { route, question, raw: rawBytes(question) };
    return { route, question: random.next() < 0.33 ? question : spoil(question) };
  };
}
