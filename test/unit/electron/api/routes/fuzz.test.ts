import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReference } from '../../../../../electron/api/reference/reference.ts';
import type { Route } from '../../../../../electron/api/routes/route.ts';
import { routes } from '../../../../../electron/api/routes/routes.ts';
import { createRandom } from '../../../../../electron/engine/random.ts';
import { crossKeyProblems, tradingConfigSchema } from '../../../../../shared/parameters.ts';
import { valueIn } from '../../../engine/test-engine.ts';
import { startApi, type TestApi } from '../api-harness.ts';
import { createHttpClient, type HttpAnswer } from '../http-client.ts';
import { createContract } from './contract.ts';
import { csvOf, market } from './contract-scenarios.ts';
import { createFuzzQuestions, type FuzzQuestion } from './fuzz-questions.ts';

// All of them take minutes: DESK_FULL=1 asks for them.
const questions = process.env.DESK_FULL ? 100_000 : 10_000;
const askers = 16;
/** After so many the desk is put in order: jobs stopped, replay put back. */
const chunk = 500;

const reference = createReference(routes, '0');
const document = reference.openapi('http://127.0.0.1:0');
const contract = createContract(document);
/** Refusals that come before any route is looked at. */
const ofTheDoor = new Set([400, 404, 405, 408, 417, 431]);

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let api: TestApi;
beforeAll(async () => {
  const metrics = { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' };
  api = await startApi({ started: true, pages: { metrics, ...reference } });
}, 120_000);
afterAll(() => api.remove());

/** What takes more than some milliseconds. */
function isSlow({ serves, path }: Route): boolean {
  const name = 'operation' in serves ? serves.operation : serves.own;
  return (
    /^(experiments|models|import)\./.test(name) ||
    /upload|openapi|docs|events|history|snapshot|prediction\.list|chart|activate|market\.remove|step|replay\.play/.test(
      name,
    ) ||
    path === '/docs'
  );
}

function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')));
    socket.on('data', (data) => {
      got += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(got));
  });
}

describe('random and spoiled requests over all routes', () => {
  it(`do no harm: ${questions} of them`, async () => {
    const { desk, port } = api;
    const handlers = desk.handlers();
    const random = createRandom(20_240_101);
    const bars = join(desk.folder, 'TINY.csv');
    await writeFile(bars, csvOf(300));
    const { replay, models } = await desk.state();
    const known = {
      dataset: [market, 'TINY', 'nowhere'],
      bundle: [models.active, 'nobody'],
      category: ['cache', 'trading', 'model'],
      key: ['prediction_cache_ttl_seconds', 'weight_1h', 'spread_pips'],
      name: ['Calm', 'predictions', 'ohlcv'],
      version: [1, 2, 3, 50],
      expected_version: [1, 2],
      path: [bars, desk.folder, '/etc/passwd', '/dev/zero', 'relative.csv', '/no/such/file'],
      paths: [
        ['model.weight_1h', 'model.weight_4h', 'model.weight_daily'],
        ['trading.spread_pips'],
        ['no.thing'],
      ],
      bars: [1, -1, 3],
      minutes: [1, 60],
    };
    const ask = createFuzzQuestions({ routes, document, random, known, isSlow });
    const client = createHttpClient(port, askers);
    const complaints: string[] = [];
    const statuses = new Map<string, number>();
    let accepted = 0;
    let dropped = 0;
    const heap: number[] = [];

    function complain(what: string, { question }: FuzzQuestion, answer: HttpAnswer): void {
      const { method, url, body } = question;
      complaints.push(
        `${what}: ${method} ${url.slice(0, 200)} ${String(body).slice(0, 300)} → ${answer.status} ${answer.text.slice(0, 300)}`,
      );
    }

    async function checkAnswer(asked: FuzzQuestion, answer: HttpAnswer): Promise<void> {
      const { route, question } = asked;
      statuses.set(String(answer.status), (statuses.get(String(answer.status)) ?? 0) + 1);
      if (answer.status >= 500 && answer.status !== 503) complain('a bug', asked, answer);
      // A spoiled address or method may have met another route, or none.
      const met = question.method === route.method && question.url.split('?')[0] === route.path;
      if (met && !ofTheDoor.has(answer.status) && !question.firstChunk) {
        const wrong = contract.check(route.method, route.path, answer);
        if (wrong !== null && !(answer.status === 200 && wrong.includes('ETag')))
          complain(wrong, asked, answer);
      }
      if (answer.status < 300 && question.method !== 'GET') {
        accepted += 1;
        const values = valueIn(await handlers['config.get']({})) as never;
        const valid = tradingConfigSchema.safeParse(values).success && crossKeyProblems(values).length === 0;
        if (!valid) complain('an invalid configuration', asked, answer);
      }
    }

    async function askOne(): Promise<void> {
      const asked = ask();
      if (asked.raw !== undefined) {
        const text = await sendRaw(port, asked.raw);
        const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
        if (status >= 500 && status !== 503) complain('a bug', asked, { status, headers: {}, text });
        return;
      }
      try {
        await checkAnswer(asked, await client.send(asked.question));
      } catch (error) {
        // Cut off by the server, after an answer that was not waited for.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        dropped += 1;
      }
    }

    async function putInOrder(): Promise<void> {
      handlers['replay.pause']({});
      for (const { id, state } of valueIn(await handlers['jobs.list']({}))) {
        if (state === 'running') handlers['jobs.cancel']({ job: id });
      }
      await desk.clock.advance(50);
      if ((await desk.state()).market.active !== market)
        await handlers['market.activate']({ dataset: market });
      if (replay.bar_time !== null) handlers['replay.jump']({ to: replay.bar_time });
      api.requests.length = 0;
    }

    for (let sent = 0; sent < questions; sent += chunk) {
      let left = chunk;
      const one = async () => {
        while (left > 0) {
          left -= 1;
          await askOne();
        }
      };
      await Promise.all(Array.from({ length: askers }, one));
      await putInOrder();
      if (sent + chunk === questions / 5 || sent + chunk === questions) {
        collectGarbage();
        heap.push(process.memoryUsage().heapUsed / 2 ** 20);
      }
      expect(complaints).toEqual([]);
    }
    client.close();

    const [early, late] = heap;
    const told = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
    console.info(
      `${questions} requests, ${accepted} changes taken, ${dropped} cut off; ${told.join(', ')}; heap ${early.toFixed(1)} MB at a fifth, ${late.toFixed(1)} MB at the end`,
    );
    expect(accepted).toBeGreaterThan(questions / 50);
    expect(dropped).toBeLessThan(questions / 20);
    expect(late).toBeLessThan(early + 16);
    // It lives, and answers as before.
    expect((await api.get('/health')).status).toBe(200);
    expect((await api.get('/api/v1/config')).status).toBe(200);
  }, 1_800_000);
});
