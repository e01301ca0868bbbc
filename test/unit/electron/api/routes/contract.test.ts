import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiServer } from '../../../../../electron/api/http/server.ts';
import { createReference } from '../../../../../electron/api/reference/reference.ts';
import { isServedOutside } from '../../../../../electron/api/routes/operation-routes.ts';
import type { Route } from '../../../../../electron/api/routes/route.ts';
import { routes } from '../../../../../electron/api/routes/routes.ts';
import { schedule } from '../../../../../electron/shell/clock.ts';
import { entryOf, type OutsideOperation, operationNames } from '../../../../../shared/operations/index.ts';
import { valueIn } from '../../../engine/test-engine.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';
import { createHttpClient, type HttpAnswer, type HttpQuestion } from '../http-client.ts';
import { type Contract, createContract } from './contract.ts';
import { headersFor, questionFor, refusedQuestions } from './contract-questions.ts';
import { createScenarios, csvOf, market, type Scenario } from './contract-scenarios.ts';

// The document says what the server does: every answer in it is given at least once and is as described,
// and the server gives nothing else.
const document = createReference(routes, '0').openapi('http://127.0.0.1:0');
const metrics = { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' };

let api: TestApi;
let client: ReturnType<typeof createHttpClient>;
let contract: Contract;
let scenarios: ReturnType<typeof createScenarios>;
/** The codes with which each operation has failed. */
const failed = new Map<string, Set<string>>();

beforeAll(async () => {
  api = await startApi({ started: true, pages: { metrics, ...createReference(routes, '0') } });
  api.desk.handlers()['replay.pause']({});
  client = createHttpClient(api.port);
  contract = createContract(document);
  scenarios = createScenarios(api.desk);
}, 120_000);

afterAll(async () => {
  client.close();
  await api.remove();
});

/** Asks and compares; the answer's status must be the one named. */
async function ask(route: Route, status: number, question: HttpQuestion): Promise<HttpAnswer> {
  const answer = await client.send(question);
  const said = `${question.method} ${question.url} → ${answer.status} ${answer.text.slice(0, 300)}`;
  expect(answer.status, said).toBe(status);
  expect(contract.check(route.method, route.path, answer), said).toBeNull();
  return answer;
}

async function play(route: Route, scenario: Scenario): Promise<void> {
  await scenario.before?.();
  try {
    const input = (scenario.find ? await scenario.find() : scenario.input) as Record<string, unknown>;
    const question = questionFor(route, input);
    if (!question) return;
    // A route of its own says that a job goes on; an operation's name just answers.
    const status = scenario.status === 202 ? (route.status ?? 200) : scenario.status;
    const [answer] = await Promise.all([ask(route, status, question), scenario.during?.()]);
    if ('operation' in route.serves && status >= 400) {
      const codes = failed.get(route.serves.operation) ?? new Set();
      failed.set(route.serves.operation, codes.add(JSON.parse(answer.text).error.code));
    }
  } finally {
    await scenario.after?.();
  }
}

const title = ({ method, path }: Route) => `${method} ${path}`;
const operationRoutes = routes.filter(({ serves }) => 'operation' in serves);
const scenariosOf = ({ serves }: Route): readonly Scenario[] =>
  'operation' in serves ? scenarios[serves.operation as OutsideOperation] : [];

describe('the document', () => {
  it('is served as it is made, and every reference in it leads somewhere', async () => {
    const { text } = await client.send({
      method: 'GET',
      url: '/openapi.json',
      headers: headersFor({ method: 'GET' }),
    });
    expect(JSON.parse(text).paths).toEqual(JSON.parse(JSON.stringify(document.paths)));
    for (const [, place] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = place
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], JSON.parse(text));
      expect(found, place).toBeDefined();
    }
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives for every body an example that the route takes', () => {
    for (const route of routes.filter(({ body }) => body)) {
      const example =
        document.paths[route.path][route.method.toLowerCase()].requestBody?.content['application/json']
          ?.example;
      expect(route.body?.safeParse(example).error, title(route)).toBeUndefined();
    }
  });
});

describe('every documented refusal', () => {
  it.each(routes.map((route) => [title(route), route] as const))('of %s', async (_title, route) => {
    for (const { status, question } of refusedQuestions(route, document)) await ask(route, status, question);
  });

  it('of too many requests', async () => {
    const { desk } = api;
    const options = {
      folder: join(desk.folder, 'other'),
      token: () => token,
      open: () => false,
      version: '0',
    };
    const clocks = { now: Date.now, elapsed: () => performance.now(), schedule };
    const busy = createApiServer({
      ...options,
      ...clocks,
      engine: desk.engine(),
      limits: { requestsPerSecond: 0.5 },
    });
    const there = createHttpClient(valueIn(await busy.listen(0)).port);
    for (const route of routes) {
      const url = route.path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await there.send({ method: route.method, url, headers: headersFor(route) });
      expect(answer.status).toBe(429);
      expect(contract.check(route.method, route.path, answer), title(route)).toBeNull();
    }
    there.close();
    await busy.close();
  });
});

describe('every documented answer', () => {
  it.each(operationRoutes.map((route) => [title(route), route] as const))(
    'of %s',
    async (_title, route) => {
      for (const scenario of scenariosOf(route).filter(({ silent }) => !silent)) await play(route, scenario);
    },
    60_000,
  );

  it('that is conditional', async () => {
    for (const route of routes.filter(({ conditional }) => conditional !== undefined)) {
      if (route.conditional === 'read') {
        const url = route.path.replace('{category}', 'cache');
        const read = await ask(route, 200, { method: 'GET', url, headers: headersFor(route) });
        const headers = { ...headersFor(route), 'If-None-Match': read.headers.etag ?? '' };
        await ask(route, 304, { method: 'GET', url, headers });
        continue;
      }
      let question: HttpQuestion | null = null;
      for (const { status, before, find, input } of scenariosOf(route)) {
        if (status !== 200 || question) continue;
        await before?.();
        question = questionFor(route, (find ? await find() : input) as Record<string, unknown>);
      }
      if (!question) throw new Error(`${title(route)} has no scenario`);
      await ask(route, 412, { ...question, headers: { ...question.headers, 'If-Match': '"2000000000"' } });
    }
  });

  it('of what the door does by itself', async () => {
    const own = (path: string, method = 'GET') => {
      const route = routes.find((each) => each.path === path && each.method === method);
      if (!route) throw new Error(`there is no ${method} ${path}`);
      return route;
    };
    const get = (path: string, query = '') =>
      ask(own(path), 200, { method: 'GET', url: path + query, headers: headersFor(own(path)) });
    for (const path of ['/health', '/metrics', '/openapi.json', '/docs']) {
      await get(path);
      await get(`/api/v1${path}`);
    }
    await get('/api/v1/config/history');
    await get('/api/v1/config/history.csv');
    await get('/api/v1/config/history.json');
    const events = own('/api/v1/events');
    await ask(events, 200, {
      method: 'GET',
      url: events.path,
      headers: headersFor(events),
      firstChunk: true,
    });

    const { handlers, folder, storage } = api.desk;
    await handlers()['profiles.save']({ name: 'Calm' });
    const profile = own('/api/v1/profiles/{name}');
    const { text } = await ask(profile, 200, {
      method: 'GET',
      url: '/api/v1/profiles/Calm',
      headers: headersFor(profile),
    });
    const taking = own('/api/v1/profiles/import', 'POST');
    const take = (status: number, body: string) =>
      ask(taking, status, { method: 'POST', url: taking.path, headers: headersFor(taking), body });
    await take(200, text);
    await take(422, '{"kind":"something else"}');
    storage.writesFail = true;
    await take(503, text.replace('Calm', 'Other'));
    storage.writesFail = false;

    const bundle = own('/api/v1/models/upload', 'POST');
    const send = (status: number, files: Record<string, string>) =>
      ask(bundle, status, {
        method: 'POST',
        url: bundle.path,
        headers: headersFor(bundle),
        body: JSON.stringify(files),
      });
    const { models } = await api.desk.state();
    const place = join(folder, 'bundles', models.active ?? '');
    const files: Record<string, string> = {};
    for (const name of await readdir(place)) files[name] = await readFile(join(place, name), 'utf8');
    await send(200, files);
    await send(422, { 'other.json': '{}' });
    await send(422, { ...files, 'ensemble.json': 'no JSON' });

    const data = own('/api/v1/data/upload', 'POST');
    const url = `${data.path}?symbol=TINY`;
    const sent = await ask(data, 202, { method: 'POST', url, headers: headersFor(data), body: csvOf(300) });
    expect(await api.desk.ended(JSON.parse(sent.text).data.job)).toBe('done');
  }, 60_000);

  it('where no model speaks', async () => {
    const tiny = (await api.desk.state()).market.datasets.find(({ symbol }) => symbol === 'TINY');
    valueIn(await api.desk.handlers()['market.activate']({ dataset: tiny?.id ?? '' }));
    for (const route of operationRoutes) {
      for (const scenario of scenariosOf(route).filter(({ silent }) => silent)) await play(route, scenario);
    }
    valueIn(await api.desk.handlers()['market.activate']({ dataset: market }));
  }, 60_000);

  it('has been given', () => {
    expect(contract.documented().filter((each) => !contract.seen().has(each))).toEqual([]);
  });

  it('that is a failure has been given for the reason that the operation names', () => {
    for (const name of operationNames.filter(isServedOutside)) {
      expect([...(failed.get(name) ?? [])].sort(), name).toEqual([...(entryOf(name).failures ?? [])].sort());
    }
  });
});

describe('nothing else', () => {
  it('is served than what the document names, method by method', async () => {
    for (const path of new Set(routes.map((route) => route.path))) {
      const known = Object.keys(document.paths[path]).map((method) => method.toUpperCase());
      const own = routes.filter((route) => route.path === path).map(({ method }) => method);
      expect(known.sort()).toEqual(own.sort());
      const url = path.replaceAll(/\{\w+\}/g, 'nothing-here');
      const all = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'];
      for (const method of all.filter((each) => !known.includes(each))) {
        const { status } = await client.send({ method, url, headers: headersFor({ method: 'POST' }) });
        // A fixed path may also be a value of a parameter of its neighbour: then it names nothing there.
        expect([404, 405], `${method} ${url}`).toContain(status);
      }
    }
    for (const url of [
      '/',
      '/api',
      '/api/v1',
      '/api/v2/config',
      '/api/v1/operations',
      '/api/v1/operations/api.token',
      '/api/v1/operations/profiles.export',
      '/favicon.ico',
      '/api/v1/config/cache/more',
    ]) {
      for (const method of ['GET', 'POST'] as const) {
        const { status } = await client.send({ method, url, headers: headersFor({ method }) });
        expect([404, 405], `${method} ${url}`).toContain(status);
      }
    }
  });
});
