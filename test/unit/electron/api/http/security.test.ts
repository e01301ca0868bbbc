import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, startApi, type TestApi, token } from '../api-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ limits: { headersTimeoutMs: 500, bodyTimeoutMs: 500, uploadTimeoutMs: 2000 } });
});
afterAll(() => api.remove());

const bearer = `Authorization: Bearer ${token}`;
const json = 'Content-Type: application/json';

/** A request as bytes on the wire; `{port}` stands for the server's. */
function wire(line: string, headers: readonly string[], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const text = [`${line} HTTP/1.1`, ...headers, ...length, 'Connection: close', '', body].join('\r\n');
  return text.replaceAll('{port}', String(api.port));
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const host = 'Host: 127.0.0.1:{port}';
const put = '{"default_tp_pips": 77}';

async function unchanged(): Promise<void> {
  const { body } = await api.get('/api/v1/config/trading');
  expect(body.data).toMatchObject({ default_tp_pips: 25 });
}

describe('an honest request', () => {
  it.each(['127.0.0.1:{port}', 'localhost:{port}', 'LOCALHOST:{port}', '[::1]:{port}'])(
    'to %s is answered',
    async (name) => {
      expect(statusOf(await api.raw(wire('GET /api/v1/config', [`Host: ${name}`, bearer])))).toBe(200);
    },
  );

  it.each(['http://127.0.0.1:{port}', 'http://localhost:{port}'])(
    'from the page of the server itself, %s, is answered',
    async (origin) => {
      const headers = [host, bearer, `Origin: ${origin}`, 'Sec-Fetch-Site: same-origin'];
      expect(statusOf(await api.raw(wire('GET /api/v1/config', headers)))).toBe(200);
    },
  );

  it('reaches it on ::1 too, where the machine has it', async () => {
    const answer = await rawExchange(api.port, wire('GET /health', ['Host: [::1]:{port}']), '::1');
    expect([200, 0]).toContain(statusOf(answer));
  });
});

describe('a request from elsewhere', () => {
  it.each<[string, string[]]>([
    ['a rebound name', ['Host: evil.example:{port}', bearer]],
    ['a name without the port', ['Host: localhost', bearer]],
    ['another port', ['Host: localhost:1', bearer]],
    ['a name that begins like ours', ['Host: localhost:{port}.evil.example', bearer]],
    ['a user before the name', ['Host: evil@localhost:{port}', bearer]],
    ['an empty host', ['Host: ', bearer]],
    ['a dot after the name', ['Host: localhost.:{port}', bearer]],
    ['another way to write the address', ['Host: 127.1:{port}', bearer]],
    ['any address', ['Host: 0.0.0.0:{port}', bearer]],
    ['a foreign origin', [host, bearer, 'Origin: https://evil.example']],
    ['no origin at all, as a sandboxed frame has', [host, bearer, 'Origin: null']],
    ['the same name over https', [host, bearer, 'Origin: https://localhost:{port}']],
    ['another port of this machine', [host, bearer, 'Origin: http://localhost:3000']],
    ['an origin that begins like ours', [host, bearer, 'Origin: http://localhost:{port}.evil.example']],
    ['a cross-site fetch', [host, bearer, 'Sec-Fetch-Site: cross-site']],
    ['a same-site fetch', [host, bearer, 'Sec-Fetch-Site: same-site']],
  ])('is refused: %s', async (_what, headers) => {
    for (const line of [
      'GET /api/v1/config',
      'GET /health',
      'GET /api/v1/events',
      'OPTIONS /api/v1/config',
    ]) {
      const answer = await api.raw(wire(line, headers));
      expect(statusOf(answer), answer).toBe(403);
      expect(answer.toLowerCase()).not.toContain('access-control-');
    }
    await api.raw(wire('PUT /api/v1/config/trading', [...headers, json], put));
    await unchanged();
  });

  it('is refused without a host', async () => {
    expect(statusOf(await api.raw(wire('GET /health', [])))).toBe(400);
    expect(statusOf(await api.raw('GET /health HTTP/1.0\r\n\r\n'))).toBe(403);
  });
});

describe('an answer', () => {
  it.each([
    ['/health', 200],
    ['/metrics', 200],
    ['/openapi.json', 200],
    ['/docs', 200],
    ['/api/v1/config', 200],
    ['/api/v1/config/history.csv', 200],
    ['/nowhere', 404],
    ['/health?x=1', 400],
  ])('is for no other page to take in and is what it says it is: %s', async (path, status) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toMatch(/^no-(store|cache)$/);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('a token', () => {
  it.each<[string, string[]]>([
    ['none', []],
    ['a wrong one', ['Authorization: Bearer wrong']],
    ['the beginning of it', [`Authorization: Bearer ${token.slice(0, -1)}`]],
    ['it with more behind', [`Authorization: Bearer ${token}x`]],
    ['it under another scheme', [`Authorization: Basic ${token}`]],
    ['an empty one', ['Authorization: Bearer ']],
    ['it in the query', []],
  ])('is needed: %s opens nothing', async (what, headers) => {
    for (const path of [
      '/api/v1/config',
      '/metrics',
      '/openapi.json',
      '/docs',
      '/api/v1/metrics',
      '/api/v1/openapi.json',
      '/api/v1/docs',
      '/nowhere',
      '/api/v1/events',
    ]) {
      const query = what === 'it in the query' ? `?token=${token}` : '';
      const answer = await api.raw(wire(`GET ${path}${query}`, [host, ...headers]));
      expect(statusOf(answer), path).toBe(401);
      expect(answer).toMatch(/WWW-Authenticate: Bearer/i);
    }
    await api.raw(wire('PUT /api/v1/config/trading', [host, json, ...headers], put));
    await unchanged();
  });

  it('is not needed for /health', async () => {
    const answer = await api.raw(wire('GET /health', [host]));
    expect(statusOf(answer)).toBe(200);
    expect(answer).not.toContain('trading');
  });

  it('that is renewed opens from then on, the old one no more', async () => {
    api.door.token = 'renewed';
    expect((await api.get('/api/v1/config')).status).toBe(401);
    expect((await api.get('/api/v1/config', { Authorization: 'Bearer renewed' })).status).toBe(200);
    api.door.token = '';
    expect((await api.get('/api/v1/config', { Authorization: 'Bearer ' })).status).toBe(401);
    api.door.token = token;
  });

  it('is not asked for while the door is open, and everything else still is', async () => {
    api.door.open = true;
    expect(statusOf(await api.raw(wire('GET /api/v1/config', [host])))).toBe(200);
    expect(statusOf(await api.raw(wire('GET /api/v1/config', ['Host: evil.example:{port}'])))).toBe(403);
    expect(statusOf(await api.raw(wire('GET /api/v1/config', [host, 'Origin: https://evil.example'])))).toBe(
      403,
    );
    expect(
      statusOf(await api.raw(wire('PUT /api/v1/config/trading', [host, 'Content-Type: text/plain'], put))),
    ).toBe(415);
    api.door.open = false;
    await unchanged();
  });

  it('is in nothing that is told of requests', async () => {
    await api.get('/api/v1/config?x=1');
    expect(api.requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(api.requests)).not.toContain(token);
  });
});

describe('a change', () => {
  it.each<[string, string[]]>([
    ['as text, as a foreign form can send it', ['Content-Type: text/plain']],
    ['as a form', ['Content-Type: application/x-www-form-urlencoded']],
    ['of no type', []],
    ['as JSON in another charset', ['Content-Type: application/json; charset=utf-16']],
    ['packed', [json, 'Content-Encoding: gzip']],
    ['of a type that only begins so', ['Content-Type: application/jsonx']],
  ])('is refused %s', async (_how, headers) => {
    expect(statusOf(await api.raw(wire('PUT /api/v1/config/trading', [host, bearer, ...headers], put)))).toBe(
      415,
    );
    expect(statusOf(await api.raw(wire('POST /api/v1/replay/pause', [host, bearer, ...headers], '{}')))).toBe(
      415,
    );
    await unchanged();
  });

  it('is refused where a body is not UTF-8, too large, cut off or late', async () => {
    const headers = [host, bearer, json];
    const start = wire('PUT /api/v1/config/trading', [...headers, 'Content-Length: 8']);
    const latin = Buffer.concat([
      Buffer.from(start),
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x20]),
    ]);
    expect(await api.raw(latin.subarray(0, latin.length))).toContain('UTF-8');
    const large = wire('PUT /api/v1/config/trading', headers, ' '.repeat(1024 * 1024 + 1));
    expect(statusOf(await api.raw(large))).toBe(413);
    const chunk = 'a'.repeat(65_536);
    const chunks = `${wire('PUT /api/v1/config/trading', [...headers, 'Transfer-Encoding: chunked'])}${`10000\r\n${chunk}\r\n`.repeat(20)}0\r\n\r\n`;
    expect(statusOf(await api.raw(chunks))).toBe(413);
    expect(await api.raw(start)).toMatch(/^HTTP\/1\.1 408 .*The body did not arrive in time/s);
    await unchanged();
  });

  it.each<[string, string, string]>([
    ['a name that is too long', `X-Updated-By: ${'a'.repeat(81)}`, put],
    ['a name with a tab', 'X-Updated-By: a\tb', put],
    ['a reason with a control character', 'X-Reason: a\u0085b', put],
    ['a reason that is too long', `X-Reason: ${'a'.repeat(501)}`, put],
    ['a key that is no key', 'X-Reason: a', '{"default_tp_pips": 77, "__proto__": {"spread_pips": 1}}'],
  ])('is refused with %s', async (_what, header, body) => {
    const text = wire('PUT /api/v1/config/trading', [host, bearer, json, header], body);
    expect(statusOf(await api.raw(Buffer.from(text, 'latin1')))).toBe(400);
    await unchanged();
  });

  it('that is announced as too large is refused before any of it is sent', async () => {
    const announced = [host, bearer, json, 'Content-Length: 99999999', 'Expect: 100-continue'];
    const answer = await api.raw(wire('PUT /api/v1/config/trading', announced));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('needs no type where it has no body, and comes from no foreign page for that', async () => {
    const length = 'Content-Length: 0';
    for (const open of [false, true]) {
      api.door.open = open;
      for (const more of [[], [length], [json], [length, json]]) {
        expect(statusOf(await api.raw(wire('POST /api/v1/config/undo', [host, bearer, ...more])))).toBe(200);
      }
      // What a form of another page, a picture or a script there can send.
      for (const more of [
        ['Content-Type: application/x-www-form-urlencoded', length],
        ['Content-Type: multipart/form-data; boundary=x', length],
        ['Content-Type: text/plain', length],
      ]) {
        expect(statusOf(await api.raw(wire('POST /api/v1/config/undo', [host, bearer, ...more])))).toBe(415);
      }
      for (const more of ['Origin: https://evil.example', 'Origin: null', 'Sec-Fetch-Site: cross-site']) {
        expect(statusOf(await api.raw(wire('POST /api/v1/config/undo', [host, bearer, length, more])))).toBe(
          403,
        );
      }
    }
    api.door.open = false;
  });
});

describe('a malformed request', () => {
  it.each<[string, string, number]>([
    [
      'an absolute target',
      'GET http://127.0.0.1:{port}/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n',
      400,
    ],
    ['a foreign target', 'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['a target of two slashes', 'GET //evil.example/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['a way up', 'GET /api/../health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['an encoded way up', 'GET /api/%2e%2e/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['half an encoded way up', 'GET /api/.%2E/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['NUL', 'GET /health%00 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['a line break', 'GET /health%0d%0aX: HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['half an escape', 'GET /health%f HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['a star', 'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 400],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n', 405],
    ['an echo', `TRACE /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n${bearer}\r\n\r\n`, 405],
    ['two hosts', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n', 400],
    [
      'two lengths',
      'PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\n{}',
      400,
    ],
    [
      'length and chunks',
      'PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'an unknown coding',
      'PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked, cow\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two tokens',
      `GET /api/v1/config HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer wrong\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      400,
    ],
    [
      'two origins',
      'GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n\r\n',
      400,
    ],
    ['a folded header', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n folded\r\n\r\n', 400],
    ['a space before the colon', 'GET /health HTTP/1.1\r\nHost : 127.0.0.1:{port}\r\n\r\n', 400],
    ['another expectation', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nExpect: tea\r\n\r\n', 417],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01', 400],
    [
      'headers without end',
      `GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['headers that do not come', 'GET /health HTTP/1.1\r\n', 408],
  ])(
    'is refused and does no harm: %s',
    async (_what, text, status) => {
      const asked = text
        .replaceAll('{port}', String(api.port))
        .replace(/\r\nHost: ([^\r]+)\r\n/, '\r\nHost: $1\r\nConnection: close\r\n');
      expect(statusOf(await api.raw(asked))).toBe(status);
      expect((await api.get('/health')).status).toBe(200);
    },
    30_000,
  );

  it.each<[string, string]>([
    ['Content-Type', 'application/json'],
    ['Content-Encoding', 'identity'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['If-Match', '*'],
    ['If-None-Match', '"1"'],
    ['Last-Event-ID', '1-1'],
    ['X-Reason', 'a'],
    ['X-Updated-By', 'a'],
    ['Authorization', `Bearer ${token}`],
    ['Origin', 'http://127.0.0.1:{port}'],
  ])('is refused: %s twice, of which one might be read here and the other there', async (name, value) => {
    const once = [host, ...(name === 'Authorization' ? [] : [bearer]), `${name}: ${value}`];
    expect(statusOf(await api.raw(wire('GET /api/v1/jobs', once)))).toBe(name === 'If-Match' ? 400 : 200);
    const answer = await api.raw(wire('GET /api/v1/jobs', [...once, `${name}: ${value}`]));
    expect(statusOf(answer)).toBe(400);
    expect(answer).toContain(`${name.toLowerCase()} came twice`);
  });

  it.each<[string, string]>([
    ['a path without end', `/${'a'.repeat(2048)}`],
    ['bytes that are no ASCII', '/caf\u00e9'],
    ['two slashes within', '/api//v1/config'],
    ['a slash in code before dots', '/api/%2e%2e%2fhealth/../x'],
  ])('is refused before anyone looks for it: %s', async (_what, path) => {
    const answer = await api.raw(Buffer.from(wire(`GET ${path}`, [host, bearer]), 'latin1'));
    expect(statusOf(answer)).toBe(400);
    expect(answer).toMatch(/too long|not encoded|dotted|no HTTP/);
  });

  it('is answered like any other where it is refused before it is a request', async () => {
    for (const [asked, code] of [
      [wire('GET /health', [host, 'Expect: tea']), 'expectation-failed'],
      ['no HTTP\r\n\r\n', 'invalid'],
      [wire('CONNECT evil.example:443', [host]), 'method-not-allowed'],
    ]) {
      const answer = await api.raw(asked);
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
        status: 'error',
        error: { code, message: expect.any(String), details: [] },
      });
    }
  });

  it('does not reach a second request hidden in the first', async () => {
    const hidden = `PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n${bearer}\r\n${json}\r\nContent-Length: ${put.length}\r\n\r\n${put}`;
    const outer = wire('GET /health', [host, `Content-Length: ${hidden.length}`]) + hidden;
    expect(await api.raw(outer)).not.toContain('receipt');
    await unchanged();
  });
});
