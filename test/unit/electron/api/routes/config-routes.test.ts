import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameSchema, normalName } from '../../../../../shared/names.ts';
import { startApi, type TestApi } from '../api-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.remove());

const latest = async () => Number((await api.get('/api/v1/config')).body.config_version);
const newestEntry = async () => {
  const { body } = await api.get('/api/v1/config/history?limit=1');
  return (body.data as unknown as { entries: Record<string, unknown>[] }).entries[0];
};

describe('the configuration over HTTP', () => {
  it('answers all values and those of one category, in the envelope', async () => {
    const all = await api.get('/api/v1/config');
    expect(all.status).toBe(200);
    expect(all.body).toMatchObject({ status: 'success', data: { trading: { confidence_threshold: 0.66 } } });
    expect(Object.keys(all.body)).toEqual(['status', 'data', 'config_version', 'timestamp']);
    expect(all.headers.get('etag')).toBe(`"${all.body.config_version}"`);
    const one = await api.get('/api/v1/config/cache');
    expect(one.body.data).toMatchObject({ prediction_cache_ttl_seconds: 60 });
    expect(one.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('changes values by PUT, for whom and why the headers say', async () => {
    const before = await latest();
    const put = await api.call('PUT', '/api/v1/config/cache', { prediction_cache_ttl_seconds: 120 }, {
      'X-Updated-By': Buffer.from('Zoë 🙂').toString('latin1'),
      'X-Reason': 'longer',
    } as Record<string, string>);
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ data: { version: before + 1, by: 'api', reason: 'longer' } });
    expect(put.headers.get('etag')).toBe(`"${before + 1}"`);
    expect(await newestEntry()).toMatchObject({
      by: 'api',
      author: 'Zoë 🙂',
      reason: 'longer',
      version: before + 1,
    });
    expect((await api.get('/api/v1/config/cache')).body.data).toMatchObject({
      prediction_cache_ttl_seconds: 120,
    });
  });

  it('refuses a broken rule with every path, and changes nothing', async () => {
    const before = await latest();
    const put = await api.call('PUT', '/api/v1/config/model', { weight_1h: 0.9, weight_4h: 3 });
    expect(put.status).toBe(400);
    expect(put.body.error).toMatchObject({ code: 'invalid', details: [{ path: 'model.weight_4h' }] });
    expect(await latest()).toBe(before);
    expect(await newestEntry()).toMatchObject({ outcome: 'refused', by: 'api' });
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['null', null],
    ['a text as value', { weight_1h: '0.5' }],
    ['no JSON', '{'],
    ['a prototype', '{"__proto__": 1}'],
    ['nothing', undefined],
    ['no change', {}],
  ])('refuses %s as changes', async (_what, body) => {
    const put = await api.call('PUT', '/api/v1/config/model', body);
    expect(put.status).toBe(400);
    expect(put.body.error).toMatchObject({ code: 'invalid' });
  });

  it('knows no other category and no other path', async () => {
    expect((await api.get('/api/v1/config/nope')).status).toBe(404);
    expect((await api.call('PUT', '/api/v1/config/nope', { a: 1 })).status).toBe(404);
    expect((await api.get('/api/v1/nope')).status).toBe(404);
    expect((await api.get('/api/v1/config/')).status).toBe(404);
  });

  it('says which methods a path takes', async () => {
    const wrong = await api.call('DELETE', '/api/v1/config/cache');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, PUT');
    // The fixed path goes before the one with a parameter.
    expect((await api.call('POST', '/api/v1/config/history', {})).status).toBe(405);
  });

  it('resets, validates, restores, goes back and forward', async () => {
    await api.call('PUT', '/api/v1/config/trading', { spread_pips: 1.5 });
    const changed = await latest();
    const dry = await api.call('POST', '/api/v1/config/validate', { trading: { spread_pips: -1 } });
    expect(dry.body.data).toMatchObject({ problems: [{ path: 'trading.spread_pips' }] });
    const reset = await api.call('POST', '/api/v1/config/reset/trading/spread_pips', { reason: 'tidy' });
    expect(reset.body.data).toMatchObject({ version: changed + 1, reason: 'tidy' });
    const restored = await api.call('POST', `/api/v1/config/restore/${changed}`);
    expect(restored.status).toBe(200);
    expect((await api.get(`/api/v1/config/versions/${changed}`)).body.data).toMatchObject({
      version: changed,
      values: { trading: { spread_pips: 1.5 } },
    });
    expect((await api.call('POST', '/api/v1/config/undo')).status).toBe(200);
    expect((await api.call('POST', '/api/v1/config/redo', {})).status).toBe(200);
    expect((await api.call('POST', '/api/v1/config/reload')).status).toBe(200);
    expect((await api.get('/api/v1/config/versions/99999')).status).toBe(404);
    expect((await api.call('POST', '/api/v1/config/reset/trading/nope')).status).toBe(400);
  });

  it('shows an unsaved preview, without a tag that could be mistaken for the version', async () => {
    const seen = await api.get('/api/v1/config');
    await api.call('POST', '/api/v1/operations/config.preview', {
      category: 'trading',
      changes: { confidence_threshold: 0.9 },
    });
    const shown = await api.get('/api/v1/config', { 'If-None-Match': String(seen.headers.get('etag')) });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('etag')).toBeNull();
    expect(shown.body.data).toMatchObject({ trading: { confidence_threshold: 0.9 } });
    await api.call('POST', '/api/v1/operations/config.cancel');
  });

  it('pages through the history by its filters and gives it whole as a file', async () => {
    const page = await api.get('/api/v1/config/history?by=api&outcome=accepted&limit=2&from=2020-01-01');
    const { entries, older } = page.body.data as unknown as { entries: { id: number }[]; older: number };
    expect(entries).toHaveLength(2);
    const next = await api.get(`/api/v1/config/history?by=api&outcome=accepted&limit=2&below=${older}`);
    expect((next.body.data as unknown as { entries: { id: number }[] }).entries[0].id).toBeLessThan(older);
    const csv = await api.get('/api/v1/config/history.csv?text=longer');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.split('\r\n').filter(Boolean)).toHaveLength(2);
    const json = await api.get('/api/v1/config/history.json');
    expect(JSON.parse(json.text).length).toBeGreaterThan(5);
    expect((await api.get('/api/v1/config/history?limit=2x')).body.error).toMatchObject({
      details: [{ path: 'limit' }],
    });
    expect((await api.get('/api/v1/config/history?limit=2&limit=3')).status).toBe(400);
    expect((await api.get('/api/v1/config/history?hello=1')).status).toBe(400);
    expect((await api.get('/api/v1/config?hello=1')).status).toBe(400);
  });
});

describe('a writer that names the version it has seen', () => {
  it.each(['"V"', '*', '"1", "V"', ' "V" '])('writes with If-Match %s', async (tag) => {
    const tagged = tag.replace('V', String(await latest()));
    const put = await api.call(
      'PUT',
      '/api/v1/config/trading',
      { default_sl_pips: 20 },
      { 'If-Match': tagged },
    );
    expect(put.status).toBe(200);
  });

  it.each(['"1"', 'W/"V"', '"abc"', '"1", W/"V"', '""'])('is refused with If-Match %s', async (tag) => {
    const before = await latest();
    const tagged = tag.replace('V', String(before));
    const put = await api.call(
      'PUT',
      '/api/v1/config/trading',
      { default_sl_pips: 21 },
      { 'If-Match': tagged },
    );
    expect(put.status).toBe(412);
    expect(put.body.error).toMatchObject({ code: 'stale' });
    expect(put.headers.get('etag')).toBe(`"${before}"`);
    expect(await latest()).toBe(before);
  });

  it('is told both versions, and the refusal is on record', async () => {
    const before = await latest();
    const put = await api.call(
      'PUT',
      '/api/v1/config/trading',
      { default_sl_pips: 22 },
      { 'If-Match': '"1"' },
    );
    expect(put.body.error?.message).toContain('version 1');
    expect(put.body.error?.message).toContain(`version ${before}`);
    expect(await newestEntry()).toMatchObject({
      outcome: 'refused',
      changes: [{ key: 'default_sl_pips', new: 22 }],
    });
  });

  it.each(['12', 'nonsense', '"1" "2"', ','])('is not understood with If-Match %s', async (tag) => {
    const put = await api.call('PUT', '/api/v1/config/trading', { default_sl_pips: 23 }, { 'If-Match': tag });
    expect(put.status).toBe(400);
  });

  it('is heeded by reset, restore and profiles too, and refused where nothing heeds it', async () => {
    const stale = { 'If-Match': '"1"' };
    await api.call('POST', '/api/v1/profiles', { name: 'Calm' });
    for (const path of [
      '/config/reset',
      '/config/restore/1',
      '/profiles/Calm/apply',
      '/operations/config.reset',
    ]) {
      expect((await api.call('POST', `/api/v1${path}`, {}, stale)).status, path).toBe(412);
    }
    expect((await api.call('POST', '/api/v1/config/undo', {}, stale)).status).toBe(400);
    const both = { expected_version: (await latest()) - 1 };
    expect((await api.call('POST', '/api/v1/config/reset', both)).status).toBe(412);
    expect(
      (await api.call('POST', '/api/v1/config/reset', both, { 'If-Match': `"${await latest()}"` })).status,
    ).toBe(400);
  });

  it('lets exactly one of many through', async () => {
    const tag = { 'If-Match': `"${await latest()}"` };
    const puts = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        api.call('PUT', '/api/v1/config/trading', { default_tp_pips: 30 + i }, tag),
      ),
    );
    expect(puts.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(412)]);
  });

  it('is spared what it holds already', async () => {
    const { headers } = await api.get('/api/v1/config');
    const tag = String(headers.get('etag'));
    for (const known of [tag, `W/${tag}`, `"1", ${tag}`, '*']) {
      const same = await api.get('/api/v1/config', { 'If-None-Match': known });
      expect([same.status, same.text], known).toEqual([304, '']);
    }
    expect((await api.get('/api/v1/config', { 'If-None-Match': '"1"' })).status).toBe(200);
  });
});

describe('profiles and trials over HTTP', () => {
  it('saves, lists, compares, hands over, takes and removes profiles', async () => {
    const saved = await api.call('POST', '/api/v1/profiles', {
      name: 'A/B test',
      paths: ['model.weight_1h'],
    });
    expect(saved.status).toBe(200);
    const path = `/api/v1/profiles/${encodeURIComponent('A/B test')}`;
    const document = await api.get(path);
    expect(JSON.parse(document.text)).toMatchObject({
      kind: 'ensemble-desk-profile',
      profile: { name: 'A/B test' },
    });
    expect((await api.get(`${path}/compare`)).status).toBe(200);
    expect((await api.call('POST', `${path}/apply`)).status).toBe(200);
    expect((await api.call('DELETE', path)).status).toBe(200);
    expect((await api.call('DELETE', path)).status).toBe(404);
    const taken = await api.call('POST', '/api/v1/profiles/import', document.text);
    expect(taken.body.data).toMatchObject({ name: 'A/B test' });
    const bad = await api.call('POST', '/api/v1/profiles/import', { kind: 'something else' });
    expect(bad.status).toBe(422);
    expect(bad.body.error?.message).not.toContain(api.desk.folder);
  });

  it.each([
    'import',
    'a/b',
    '%2F%00',
    '?x=1#y',
    'é ü 漢字 🧮',
    '...',
    ' . ',
    '__proto__',
    'constructor',
    '*',
    ':name',
    '{name}',
    '\\',
    '+ ;,',
    'x'.repeat(80),
    `${'x'.repeat(78)}🧮`,
    'e\u0301',
  ])('addresses a profile by every name that it can be saved under: %j', async (name) => {
    const saved = await api.call('POST', '/api/v1/profiles', { name });
    if (saved.status === 400) {
      expect(saved.body.error?.details[0]?.path).toBe('name');
      return;
    }
    const path = `/api/v1/profiles/${encodeURIComponent(name)}`;
    for (const [method, url] of [
      ['GET', path],
      ['GET', `${path}/compare`],
      ['POST', `${path}/apply`],
      ['DELETE', path],
    ] as const) {
      expect((await api.call(method, url)).status, `${method} ${url}`).toBe(200);
    }
  });

  it('saves and finds, or refuses, whatever name comes', async () => {
    const name = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('.', '/', '\n', ' ', '%', '\0', '\u2028', '\ud800'),
      ),
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(name, async (asked) => {
        const saved = await api.call('POST', '/api/v1/profiles', { name: asked });
        if (saved.status !== 200) {
          expect(saved.status).toBe(400);
          expect(nameSchema.safeParse(asked).success).toBe(false);
          return;
        }
        const path = `/api/v1/profiles/${encodeURIComponent(normalName(asked))}`;
        expect(JSON.parse((await api.get(path)).text).profile.name).toBe(normalName(asked));
        expect((await api.call('DELETE', path)).status).toBe(200);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it.each([
    '.',
    '..',
    ' .. ',
    'a\nb',
    'a\rb',
    'a\0',
    'a\u2028b',
    'a\u0085b',
    '\ud800',
    ' ',
    '',
    'x'.repeat(81),
  ])('refuses a name that could not be addressed: %j', async (name) => {
    const refused = await api.call('POST', '/api/v1/profiles', { name });
    expect(refused.status).toBe(400);
    expect(refused.body.error?.message).toMatch(/name/);
  });

  it('begins, keeps and takes back trials', async () => {
    const trial = { changes: { trading: { max_holding_hours: 3 } }, until: { minutes: 5 } };
    expect((await api.call('POST', '/api/v1/trial', trial)).status).toBe(200);
    expect((await api.call('POST', '/api/v1/trial', trial)).status).toBe(409);
    expect((await api.call('POST', '/api/v1/trial/revert')).status).toBe(200);
  });
});

describe('a body', () => {
  it.each(['/api/v1/profiles/import', '/api/v1/models/upload', '/api/v1/config/validate'])(
    'nested without end is refused at %s',
    async (path) => {
      for (const depth of [65, 100_000]) {
        const deep = `{"a.json":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
        const refused = await api.call('POST', path, deep);
        expect([refused.status, refused.body.error?.code]).toEqual([400, 'invalid']);
      }
      const brackets = await api.call('POST', path, { 'a.json': `${'{['.repeat(500)}\\"` });
      expect(brackets.text).not.toContain('nested');
    },
  );
});

describe('every operation', () => {
  it('is reachable by its name', async () => {
    const state = await api.call('POST', '/api/v1/operations/config.state');
    expect(state.body.data).toMatchObject({ preview: false });
  });

  it.each([
    'api.token',
    'api.configure',
    'api.renew-token',
    'audit.export',
    'import.choose',
    'models.import',
    'profiles.import',
    'profiles.inspect',
    'profiles.export',
    'experiments.save',
    'constructor',
    '__proto__',
  ])('but %s, which is the window’s own or none', async (name) => {
    expect((await api.call('POST', `/api/v1/operations/${name}`, {})).status).toBe(404);
  });
});
