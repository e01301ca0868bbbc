import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { defaultTrainingSettings } from '../../shared/models.ts';
import { freePort } from '../processes/free-port.ts';
import { type Answer, curl } from './fixtures/curl.ts';
import { untilTrained } from './fixtures/patience.ts';
import { copyPrepared, remove, shared } from './fixtures/places.ts';
import { headlessArguments, startInTerminal, type TerminalDesk } from './fixtures/process.ts';
import { expect, test } from './fixtures/test.ts';

const parquet = join(shared, 'data/EURUSD_5min.parquet');
const cases = join(shared, 'reference/combine-cases.json');

/** How long the greedy clients are watched: a desk that makes all their answers is out of memory within the longer time. */
const attackMs = process.env.DESK_FULL ? 90_000 : 10_000;

/** A desk without a window, driven by curl alone. */
async function start(args: readonly string[] = [], folder = copyPrepared()) {
  const port = await freePort();
  const desk = startInTerminal(folder, { args: [...headlessArguments, '--api-port', String(port), ...args] });
  const root = `http://127.0.0.1:${port}`;
  let token: string | null = null;
  const authorized = () => (token === null ? [] : ['-H', `Authorization: Bearer ${token}`]);
  const send = (method: string, path: string, body?: unknown, ...further: string[]) => {
    // Whoever changes something says that it sends JSON, which a web page cannot without being asked first.
    const json = method === 'GET' ? [] : ['-H', 'Content-Type: application/json'];
    if (body !== undefined) json.push('-d', JSON.stringify(body));
    return curl('-X', method, ...authorized(), ...json, ...further, `${root}${path}`);
  };
  return {
    desk,
    folder,
    port,
    send,
    use: (known: string) => {
      token = known;
    },
    /** `data` of an answer that must be a success. */
    async data<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await send(method, path, body);
      expect(answer.body?.status, `${method} ${path}: ${answer.text.slice(0, 500)}`).toBe('success');
      return answer.body?.data as T;
    },
    async end() {
      await desk.kill();
      remove(folder);
    },
  };
}

type Running = Awaited<ReturnType<typeof start>>;

/** Waits until a job has ended, and for how. */
async function jobEnded(api: Running, job: number): Promise<void> {
  const state = async () =>
    (await api.data<{ state: string; message: string }>('GET', `/api/v1/jobs/${job}`)).state;
  await expect.poll(state, { ...untilTrained, intervals: [200] }).not.toBe('running');
  expect(await state()).toBe('done');
}

const code = ({ status, body }: Answer) => [status, body?.error?.code];

test.describe('without a window, driven by curl alone', () => {
  let api: Running;
  test.beforeAll(async () => {
    api = await start();
    await api.desk.line(/^ready: /);
  });
  test.afterAll(() => api?.end());

  test('it says where it listens and where the token is, never the token', async () => {
    const said = await api.desk.line(/^api: /);
    const path = join(api.folder, 'api-token');
    expect(said).toBe(`api: http://127.0.0.1:${api.port} (token in ${path})`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const token = readFileSync(path, 'utf8').trim();
    expect(api.desk.said().join('\n')).not.toContain(token);

    expect((await api.send('GET', '/health')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/api/v1/config'],
      ['GET', '/metrics'],
      ['POST', '/api/v1/replay/play'],
    ]) {
      expect(code(await api.send(method, path)), path).toEqual([401, 'unauthorized']);
    }
    expect(code(await api.send('GET', '/api/v1/config', undefined, '-H', 'Authorization: Bearer x'))).toEqual(
      [401, 'unauthorized'],
    );
    api.use(token);
    expect((await api.send('GET', '/api/v1/config')).status).toBe(200);
  });

  test('changes take hold, refusals change nothing, a stale writer is refused', async () => {
    const threshold = async () =>
      (await api.data<{ confidence_threshold: number }>('GET', '/api/v1/config/trading'))
        .confidence_threshold;
    const put = (value: unknown, ...further: string[]) =>
      api.send('PUT', '/api/v1/config/trading', { confidence_threshold: value }, ...further);
    const before = await api.send('GET', '/api/v1/config');
    const changed = await put(0.42, '-H', 'X-Reason: a quiet market', '-H', 'X-Updated-By: night watch');
    expect(changed.status).toBe(200);
    expect(changed.body?.config_version).toBe((before.body?.config_version ?? 0) + 1);
    expect(await threshold()).toBe(0.42);
    expect(code(await put(1.5))).toEqual([400, 'invalid']);
    expect(code(await put(0.5, '-H', `If-Match: "${before.body?.config_version}"`))[0]).toBe(412);
    expect(await threshold()).toBe(0.42);
    await api.desk.line(/^config: v2 by api: trading\.confidence_threshold 0\.66 → 0\.42/);
    const { entries } = await api.data<{ entries: Record<string, unknown>[] }>(
      'GET',
      '/api/v1/config/history?limit=10',
    );
    expect(entries.find(({ outcome }) => outcome === 'accepted')).toMatchObject({
      by: 'api',
      author: 'night watch',
      reason: 'a quiet market',
    });
    await api.data('POST', '/api/v1/config/reset/trading/confidence_threshold');
    expect(await threshold()).toBe(0.66);
  });

  test('three clients that ask for much and take nothing cost it little, and nobody else waits for them', async () => {
    const token = readFileSync(join(api.folder, 'api-token'), 'utf8').trim();
    api.use(token);
    const memory = async () => {
      const { text } = await api.send('GET', '/metrics');
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1024 / 1024;
    };
    const request = `GET /api/v1/predictions?limit=5000 HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    // One answer makes sure that each is large, and that the models have said all that they are asked for.
    const { text } = await api.send('GET', '/api/v1/predictions?limit=5000');
    expect(text.length).toBeGreaterThan(1_000_000);
    const before = await memory();
    const greedy = Array.from({ length: 3 }, () =>
      connect(api.port, '127.0.0.1').on('error', () => undefined),
    );
    try {
      for (const socket of greedy) socket.pause().write(request.repeat(300));
      const waits: number[] = [];
      let most = before;
      for (const end = performance.now() + attackMs; performance.now() < end; ) {
        const asked = performance.now();
        const { status } = await fetch(`http://127.0.0.1:${api.port}/health`);
        waits.push(performance.now() - asked);
        expect(status).toBe(200);
        most = Math.max(most, await memory());
      }
      await test.info().attach('three greedy clients', {
        body: `memory ${before.toFixed()} → ${most.toFixed()} MB; /health in at most ${Math.max(...waits).toFixed()} ms, ${waits.length} times`,
      });
      // Each may leave 4 MB and one answer more; making an answer takes several times its length for a moment.
      expect(most - before).toBeLessThan(300);
      expect(Math.max(...waits)).toBeLessThan(5000);
      for (const socket of greedy) socket.resume();
      const [first] = await once(greedy[0], 'data');
      expect(String(first)).toContain('HTTP/1.1 200 OK');
    } finally {
      for (const socket of greedy) socket.destroy();
    }
    expect((await api.send('GET', '/api/v1/config')).status).toBe(200);
  });

  test('what-if answers every reference case to nine digits', async () => {
    test.skip(!existsSync(cases), `${cases} is missing`);
    const known: ReferenceCase[] = JSON.parse(readFileSync(cases, 'utf8'));
    expect(known.length).toBeGreaterThan(10);
    // One call of curl for all of them, one line of the answer each.
    const asked = known.flatMap(({ expected: _, ...body }, index) => [
      ...(index === 0 ? [] : ['--next', '-sS', '-w', '\n']),
      ...['-H', `Authorization: Bearer ${readFileSync(join(api.folder, 'api-token'), 'utf8').trim()}`],
      ...['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)],
      `http://127.0.0.1:${api.port}/api/v1/predictions/what-if`,
    ]);
    const { text } = await curl('-w', '\n', ...asked);
    const answers = `${text}\n`.split('\n').filter((line) => line !== '');
    expect(answers).toHaveLength(known.length);
    // One expectation for all: each would be noted as a step of its own.
    const wrong = known.flatMap(({ expected, weights }, index) => {
      const { status, data } = JSON.parse(answers[index]);
      if (status !== 'success') return [`case ${index}: ${answers[index]}`];
      const held = [
        ...Object.entries(expected).map(([name, value]) => [name, value, data[name]] as const),
        ...Object.entries(weights).map(
          ([name, value]) => [`weight ${name}`, value, data.weights[name]] as const,
        ),
      ];
      return held
        .filter(([, value, answered]) => !(Math.abs(answered - value) <= 1e-9))
        .map(([name, value, answered]) => `case ${index}, ${name}: ${answered} for ${value}`);
    });
    expect(wrong).toEqual([]);
  });

  test('the real file is imported, trained on, replayed and predicted', async () => {
    test.skip(!existsSync(parquet), `${parquet} is missing`);
    const file = { path: parquet, options: { symbol: 'EURUSD', time_zone: 'UTC' } };
    const preview = await api.data<{ accepted: number; format: string }>('POST', '/api/v1/data/inspect', {
      path: parquet,
    });
    expect(preview.format).toBe('parquet');
    expect(preview.accepted).toBeGreaterThan(400_000);
    const importing = await api.data<{ job: number }>('POST', '/api/v1/data/import', file);
    await jobEnded(api, importing.job);

    const market = async () => api.data<Market>('GET', '/api/v1/data');
    const imported = (await market()).datasets.find(({ source }) => source === 'imported');
    expect(imported?.symbol).toBe('EURUSD');
    await api.data('POST', `/api/v1/data/${imported?.id}/activate`);

    const small = { num_boost_round: 5, max_depth: 2 };
    const settings = {
      '1H': { ...defaultTrainingSettings['1H'], ...small },
      '4H': { ...defaultTrainingSettings['4H'], ...small },
      D: { ...defaultTrainingSettings.D, ...small },
    };
    const training = await api.data<{ job: number }>('POST', '/api/v1/models/train', {
      dataset: imported?.id,
      seed: 1,
      settings,
    });
    await jobEnded(api, training.job);

    const { bundles, active } = await api.data<Models>('GET', '/api/v1/models');
    const bundle = bundles.find(({ dataset }) => dataset === imported?.id);
    if (active !== bundle?.id) await api.data('POST', `/api/v1/models/${bundle?.id}/activate`);

    const replay = () => api.data<{ index: number; playing: boolean }>('GET', '/api/v1/replay');
    await api.data('POST', '/api/v1/replay/jump', { to: Date.UTC(2023, 5, 1, 12) });
    const { index } = await replay();
    await api.data('POST', '/api/v1/replay/step', { bars: 3 });
    expect((await replay()).index).toBe(index + 3);
    const before = await api.data<Latest>('GET', '/api/v1/predictions/latest');
    expect(before).toMatchObject({ symbol: 'EURUSD', dataset: imported?.id });

    await api.data('PUT', '/api/v1/config/model', { weight_1h: 0.2, weight_4h: 0.2, weight_daily: 0.6 });
    const after = await api.data<Latest>('GET', '/api/v1/predictions/latest');
    expect(after.bar_time).toBe(before.bar_time);
    expect(after.config_version).toBe(before.config_version + 1);
    expect(after.components['1H'].prob_up).toBe(before.components['1H'].prob_up);
    expect(after.components.D.weight).toBeGreaterThan(before.components.D.weight);

    await api.data('POST', '/api/v1/replay/speed', { speed: 100 });
    await api.data('POST', '/api/v1/replay/play');
    await expect.poll(async () => (await replay()).index).toBeGreaterThan(index + 20);
    await api.data('POST', '/api/v1/replay/pause');
    expect((await replay()).playing).toBe(false);
    const { length } = await api.data<unknown[]>('GET', '/api/v1/predictions?limit=10');
    expect(length).toBe(10);
  });
});

test.describe('the door', () => {
  const starts = async (use: (folder: string) => Promise<void>) => {
    const folder = copyPrepared();
    try {
      await use(folder);
    } finally {
      remove(folder);
    }
  };
  /** What a desk said that ended by itself, and its exit code. */
  async function refused(folder: string, args: readonly string[]): Promise<{ said: string; end: unknown }> {
    const desk: TerminalDesk = startInTerminal(folder, { args: [...headlessArguments, ...args] });
    try {
      return { end: await desk.end(), said: desk.said().join('\n') };
    } finally {
      await desk.kill();
    }
  }

  test('that was asked for on a port in use says so and what to do, and ends with 1', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      await starts(async (folder) => {
        const { end, said } = await refused(folder, ['--api-port', String(port)]);
        expect(end).toBe(1);
        expect(said).toContain(String(port));
        expect(said).toMatch(/--api-port/);
        expect(said).not.toMatch(/^api: /m);
      });
    } finally {
      other.close();
    }
  });

  test('that is asked for wrongly is not opened in another way', async () => {
    await starts(async (folder) => {
      const { end, said } = await refused(folder, ['--api-port', 'eighty', '--api-opne']);
      expect(end).toBe(1);
      expect(said).toContain('--api-port must be a port');
      expect(said).toContain('There is no --api-opne');
    });
  });

  test('stays shut with a token file that others can read', async () => {
    await starts(async (folder) => {
      const path = join(folder, 'own.token');
      writeFileSync(path, 'a-token-that-everyone-can-read\n');
      chmodSync(path, 0o644);
      const port = await freePort();
      const { end, said } = await refused(folder, ['--api-port', String(port), '--api-token-file', path]);
      expect(end).toBe(1);
      expect(said).toContain(`chmod 600 ${path}`);
      expect(said).not.toContain('a-token-that-everyone-can-read');
    });
  });

  test('makes the token file that is named, and opens with what stands in it', async () => {
    const folder = copyPrepared();
    const path = join(folder, 'own', 'desk.token');
    const api = await start(['--api-token-file', path], folder);
    try {
      expect(await api.desk.line(/^api: /)).toBe(`api: http://127.0.0.1:${api.port} (token in ${path})`);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(code(await api.send('GET', '/api/v1/config'))).toEqual([401, 'unauthorized']);
      api.use(readFileSync(path, 'utf8').trim());
      expect((await api.send('GET', '/api/v1/config')).status).toBe(200);
      expect(existsSync(join(folder, 'api-token'))).toBe(false);
    } finally {
      await api.end();
    }
  });

  test('that is opened to this machine asks for no token, and says so', async () => {
    const api = await start(['--api-open']);
    try {
      expect(await api.desk.line(/^api: /)).toBe(`api: http://127.0.0.1:${api.port} (open to this machine)`);
      expect((await api.send('GET', '/api/v1/config')).status).toBe(200);
      // Open to this machine is not open to what a web page can send.
      const foreign = ['-H', 'Origin: https://example.com'];
      expect((await api.send('GET', '/api/v1/config', undefined, ...foreign)).status).toBe(403);
      expect((await api.send('GET', '/api/v1/config', undefined, '-H', 'Host: example.com')).status).toBe(
        403,
      );
    } finally {
      await api.end();
    }
  });

  test('is shut at the end also while somebody listens: the desk ends with 0', async () => {
    const api = await start(['--api-open']);
    try {
      await api.desk.line(/^ready: /);
      const listener = spawn('curl', ['-sN', '--noproxy', '*', `http://127.0.0.1:${api.port}/api/v1/events`]);
      const left = once(listener, 'close');
      const readers = async () =>
        (await api.send('GET', '/metrics')).text.includes('\nensemble_desk_api_event_readers 1\n');
      await expect.poll(readers).toBe(true);
      api.desk.process.kill('SIGTERM');
      expect(await api.desk.end()).toBe(0);
      await left;
    } finally {
      await api.end();
    }
  });

  test('is shut where nobody asked for it', async () => {
    await starts(async (folder) => {
      const desk = startInTerminal(folder, { args: headlessArguments });
      try {
        await desk.line(/^ready: /);
        expect(desk.said().filter((line) => line.startsWith('api: '))).toEqual([]);
        expect(existsSync(join(folder, 'api-token'))).toBe(false);
      } finally {
        await desk.kill();
      }
    });
  });
});

interface ReferenceCase {
  readonly weights: Readonly<Record<string, number>>;
  readonly expected: Readonly<Record<string, number>>;
}
interface Market {
  readonly datasets: readonly { id: string; symbol: string; source: string }[];
}
interface Models {
  readonly bundles: readonly { id: string; dataset: string | null }[];
  readonly active: string | null;
}
interface Latest {
  readonly bar_time: number;
  readonly config_version: number;
  readonly components: Readonly<Record<'1H' | '4H' | 'D', { prob_up: number; weight: number }>>;
}
