import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../../../shared/jobs.ts';
import type { Prediction, WhatIf } from '../../../../../shared/prediction.ts';
import { startApi, type TestApi } from '../api-harness.ts';

// One desk with real data and models for all of them.
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ started: true });
  await api.call('POST', '/api/v1/replay/pause');
}, 120_000);
afterAll(() => api.remove());

const reference = join(import.meta.dirname, '../../../../../../shared/reference/combine-cases.json');
const whatIf = (body: unknown) => api.call('POST', '/api/v1/predictions/what-if', body);
const dataOf = <T>(answer: { body: { data?: unknown } }) => answer.body.data as T;
const latest = async () => dataOf<Prediction>(await api.get('/api/v1/predictions/latest'));

interface Case {
  readonly weights: Record<string, number>;
  readonly agreement_bonus: number;
  readonly components: Record<string, unknown>;
  readonly expected: Record<string, number>;
}

describe.skipIf(!existsSync(reference))('what-if on the reference cases', () => {
  it('answers each to 1e-9, with the weights as they are', async () => {
    for (const { weights, agreement_bonus, components, expected } of JSON.parse(
      readFileSync(reference, 'utf8'),
    ) as Case[]) {
      const answer = await whatIf({ weights, agreement_bonus, components, confidence_threshold: 0.7 });
      const data = dataOf<WhatIf & Record<string, number>>(answer);
      for (const [name, value] of Object.entries(expected))
        expect(Math.abs(data[name] - value)).toBeLessThan(1e-9);
      expect(data.should_trade).toBe(data.confidence >= 0.7);
      expect([data.weights, data.regime]).toEqual([weights, null]);
    }
  }, 60_000);
});

describe('what-if', () => {
  const components = {
    '1H': { direction: 1, confidence: 0.7 },
    '4H': { direction: 1, confidence: 0.6 },
    D: { direction: 0, confidence: 0.8 },
  };

  it('tilts weights by the regime that is named', async () => {
    const { weights, regime } = dataOf<WhatIf>(
      await whatIf({ components, weights: { '1H': 0.6, '4H': 0.3, D: 0.1 }, regime: 'ranging' }),
    );
    expect(regime).toBe('ranging');
    expect(weights['1H']).toBeCloseTo(0.7, 12);
    expect(weights['4H']).toBeCloseTo(0.25, 12);
    expect(weights.D).toBeCloseTo(0.05, 12);
    const own = dataOf<WhatIf>(await whatIf({ components, regime: 'volatile' }));
    expect(own.weights.D).toBeCloseTo(0.05, 12);
  });

  it.each([
    [0.34, 0.33, 0.34],
    [0.33, 0.33, 0.33],
    [0.601, 0.3, 0.1],
  ])(
    'takes the effective weights %d, %d and %d, as the configuration does, and normalises them',
    async (...given) => {
      const [first, second, third] = given;
      const model = { weight_1h: first, weight_4h: second, weight_daily: third };
      expect((await api.call('POST', '/api/v1/config/validate', { model })).body.data).toMatchObject({
        problems: [],
      });
      const answer = await whatIf({ components, weights: { '1H': first, '4H': second, D: third } });
      const { weights, prob_up } = dataOf<WhatIf>(answer);
      expect(weights['1H'] + weights['4H'] + weights.D).toBeCloseTo(1, 12);
      expect(weights['1H'] / weights['4H']).toBeCloseTo(first / second, 12);
      expect(prob_up).toBeLessThanOrEqual(1);
    },
  );

  it('of nothing is the present prediction', async () => {
    const now = await latest();
    const { weights, ...same } = dataOf<WhatIf>(await whatIf({}));
    const { direction, confidence, prob_up, should_trade, agreement_bonus, regime } = now;
    expect(same).toMatchObject({ direction, prob_up, should_trade, agreement_bonus, regime });
    expect(same.confidence).toBeCloseTo(confidence, 12);
    expect(weights['1H']).toBeCloseTo(now.components['1H'].weight, 12);
  });

  it.each([
    { weights: { '1H': 1, '4H': 1, D: 1 } },
    { weights: { '1H': 1 } },
    { components: { '1H': components['1H'] } },
    { agreement_bonus: 2 },
    { regime: 'sideways' },
    { extra: 1 },
  ])('refuses %j', async (body) => {
    expect((await whatIf(body)).status).toBe(400);
  });
});

describe('predictions', () => {
  it('come newest first, up to the replay’s place, between two times', async () => {
    const now = await latest();
    const list = dataOf<Prediction[]>(await api.get('/api/v1/predictions?limit=5'));
    expect(list).toHaveLength(5);
    expect(list[0]).toMatchObject({ bar_time: now.bar_time, confidence: now.confidence });
    for (let i = 1; i < 5; i += 1) expect(list[i].bar_time).toBeLessThan(list[i - 1].bar_time);
    const from = list[3].bar_time;
    const to = new Date(list[1].bar_time).toISOString();
    const between = dataOf<Prediction[]>(await api.get(`/api/v1/predictions?from=${from}&to=${to}`));
    expect(between.map(({ bar_time }) => bar_time)).toEqual(list.slice(1, 4).map(({ bar_time }) => bar_time));
    const one = await api.get(`/api/v1/predictions/${list[2].bar_time}`);
    expect(dataOf<Prediction>(one)).toMatchObject({
      bar_time: list[2].bar_time,
      confidence: list[2].confidence,
    });
    expect((await api.get('/api/v1/predictions/4102444800000')).status).toBe(404);
  });

  it('say what an earlier version would have said, exactly', async () => {
    const before = await latest();
    await api.call('PUT', '/api/v1/config/model', { weight_1h: 0.1, weight_4h: 0.2, weight_daily: 0.7 });
    const after = await latest();
    expect(after.config_version).toBe(before.config_version + 1);
    const path = `/api/v1/predictions?limit=1&version=${before.config_version}`;
    const [earlier] = dataOf<Prediction[]>(await api.get(path));
    expect({ ...earlier, cached: before.cached }).toEqual(before);
    expect((await api.get('/api/v1/predictions?version=9999')).status).toBe(404);
  });
});

describe('the rest of the desk', () => {
  it('gives bars with typed columns as plain numbers, what is unknown as null', async () => {
    const chart = await api.get('/api/v1/data/chart?timeframe=D&bars=20');
    const data = dataOf<{ bars: { close: unknown[] }; confidence: unknown[] }>(chart);
    expect(data.bars.close).toHaveLength(20);
    expect(data.bars.close.every((value) => typeof value === 'number')).toBe(true);
    expect(Array.isArray(data.confidence)).toBe(true);
  });

  it('shows and empties caches', async () => {
    expect(dataOf<unknown[]>(await api.get('/api/v1/caches'))).toHaveLength(4);
    expect((await api.call('DELETE', '/api/v1/caches/predictions')).status).toBe(200);
    expect((await api.call('DELETE', '/api/v1/caches/nope')).status).toBe(404);
  });

  it('moves the replay', async () => {
    const at = async () => dataOf<{ index: number; bar_time: number }>(await api.get('/api/v1/replay'));
    const before = await at();
    expect((await api.call('POST', '/api/v1/replay/step', { bars: -3 })).status).toBe(200);
    expect((await at()).index).toBe(before.index - 3);
    expect((await api.call('POST', '/api/v1/replay/jump', { to: before.bar_time })).status).toBe(200);
    expect((await at()).index).toBe(before.index);
    expect((await api.call('POST', '/api/v1/replay/speed', { speed: 3.3 })).status).toBe(400);
  });

  it('says of jobs, data and models what is not there', async () => {
    expect((await api.get('/api/v1/jobs/99999')).status).toBe(404);
    expect((await api.call('DELETE', '/api/v1/jobs/99999')).status).toBe(404);
    expect((await api.call('POST', '/api/v1/data/NOPE/activate')).status).toBe(404);
    expect((await api.call('DELETE', '/api/v1/models/nope')).status).toBe(404);
    expect((await api.call('DELETE', '/api/v1/models/..%2f..%2fetc')).status).toBe(400);
    const open = encodeURIComponent('EURUSD@simulated');
    expect((await api.call('DELETE', `/api/v1/data/${open}`)).status).toBe(409);
    expect(dataOf<{ active: string }>(await api.get('/api/v1/models')).active).toEqual(expect.any(String));
  });
});

describe('an import', () => {
  const rows = (hours: number) =>
    [
      'time,open,high,low,close,volume',
      ...Array.from({ length: hours }, (_, i) => `${1_600_000_000 + i * 3600},1.1,1.2,1.0,1.15,10`),
    ].join('\n');
  const uploads = () => {
    const folder = join(api.desk.folder, 'uploads');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const upload = (body: string | Uint8Array, query: string, headers: Record<string, string> = {}) =>
    api.call('POST', `/api/v1/data/upload?${query}`, body, { 'Content-Type': 'text/csv', ...headers });
  async function ended(answer: { body: { data?: unknown } }): Promise<Job> {
    const { job } = answer.body.data as { job: number };
    for (;;) {
      const found = dataOf<Job>(await api.get(`/api/v1/jobs/${job}`));
      if (found.state !== 'running') return found;
      await api.desk.clock.advance(50);
    }
  }

  it('takes a file that is sent, as a job, and leaves nothing of it lying about', async () => {
    const sent = await upload(rows(100), 'symbol=gbpusd');
    expect(sent.status).toBe(202);
    expect((await ended(sent)).state).toBe('done');
    const { datasets } = dataOf<{ datasets: { id: string; bars: number }[] }>(await api.get('/api/v1/data'));
    expect(datasets).toContainEqual(expect.objectContaining({ id: 'GBPUSD', bars: 100 }));
    while (uploads().length > 0) await api.desk.clock.advance(50);
  });

  it('says why a file cannot be taken, without naming a place of its own', async () => {
    const refused = await upload('this is no table', 'symbol=GBPUSD');
    expect(refused.status).toBe(422);
    const text = JSON.stringify(refused.body);
    expect(text).toContain('not a table of bars');
    expect(text).not.toContain(api.desk.folder);
    while (uploads().length > 0) await api.desk.clock.advance(50);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['without a symbol', '', {}, 400],
    ['with a symbol that is a path', 'symbol=..%2F..%2Fx', {}, 400],
    ['as JSON', 'symbol=GBPUSD', { 'Content-Type': 'application/json' }, 415],
    ['packed', 'symbol=GBPUSD', { 'Content-Encoding': 'gzip' }, 415],
  ])('is refused %s', async (_how, query, headers, status) => {
    expect((await upload(rows(10), query, headers)).status).toBe(status);
    expect(uploads()).toEqual([]);
  });

  it('is refused over its bound, announced or not, and when it breaks off', async () => {
    const head = `POST /api/v1/data/upload?symbol=GBPUSD HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer the-token-of-this-test\r\nContent-Type: text/csv\r\n`;
    const announced = await api.raw(`${head}Content-Length: 999999999\r\n\r\n`);
    expect(announced).toContain('413');
    const expecting = await api.raw(`${head}Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n`);
    expect(expecting).toMatch(/^HTTP\/1\.1 413/);
    expect(uploads()).toEqual([]);
  });

  it('of a path goes through the import’s own checks', async () => {
    for (const path of ['/etc', '/dev/zero', 'relative.csv', '/nowhere/x.csv']) {
      const inspected = await api.call('POST', '/api/v1/data/inspect', { path });
      expect([400, 404, 422], path).toContain(inspected.status);
      expect(inspected.text).not.toContain('root:');
    }
  });
});

describe('a bundle', () => {
  const folder = () => join(api.desk.folder, 'bundles');

  it('is taken from its files, once', async () => {
    // The imports before have opened data of their own, on which no model has been trained.
    await api.call('POST', '/api/v1/data/EURUSD@simulated/activate');
    const active = dataOf<{ active: string }>(await api.get('/api/v1/models')).active;
    const files = Object.fromEntries(
      readdirSync(join(folder(), active)).map((name) => [
        name,
        readFileSync(join(folder(), active, name), 'utf8'),
      ]),
    );
    expect(dataOf(await api.call('POST', '/api/v1/models/upload', files))).toEqual({ bundle: active });
    const manifest = JSON.parse(files['ensemble.json']);
    const changed = { ...files, 'ensemble.json': { ...manifest, agreement_bonus: 0.123 } };
    const taken = await api.call('POST', '/api/v1/models/upload', changed);
    expect(taken.status, taken.text).toBe(200);
    const { bundle } = dataOf<{ bundle: string }>(taken);
    expect((await api.call('POST', `/api/v1/models/${bundle}/activate`)).status).toBe(200);
    expect((await api.call('POST', `/api/v1/models/${active}/activate`)).status).toBe(200);
    expect((await api.call('DELETE', `/api/v1/models/${bundle}`)).status).toBe(200);
  });

  it.each<[string, number, unknown]>([
    ['a name that leads elsewhere', 400, { '../evil.json': '{}' }],
    ['an absolute name', 400, { '/tmp/evil.json': '{}' }],
    ['a hidden name', 400, { '.evil': '{}' }],
    ['no manifest', 422, { 'a.json': {} }],
    ['a broken manifest', 422, { 'ensemble.json': '{' }],
    ['too many files', 413, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}.json`, {}]))],
    ['too much in them', 413, { 'ensemble.json': ' '.repeat(4 * 1024 * 1024) }],
  ])('is refused with %s', async (_what, status, files) => {
    const refused = await api.call('POST', '/api/v1/models/upload', files);
    expect(refused.status).toBe(status);
    expect(refused.text).not.toContain(api.desk.folder);
  });
});
