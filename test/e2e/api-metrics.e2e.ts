import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { providePrometheus } from '../../scripts/lib/prometheus.mjs';
import { SetUpFailure, say } from '../../scripts/lib/say.mjs';
import { freePort } from '../processes/free-port.ts';
import { curl } from './fixtures/curl.ts';
import { copyPrepared, remove, top } from './fixtures/places.ts';
import { headlessArguments, startInTerminal, type TerminalDesk } from './fixtures/process.ts';
import { expect, test } from './fixtures/test.ts';

const binaries = await providePrometheus().catch((failure: unknown) => {
  if (!(failure instanceof SetUpFailure)) throw failure;
  say(`No real Prometheus here, so the tests with it are skipped: ${failure.message}`);
  return null;
});
const monitoring = join(top, 'docs/monitoring');

test.describe('a real Prometheus', () => {
  test.skip(binaries === null, 'Prometheus cannot be had here: the reason stands at the start of the run.');

  const { prometheus, promtool } = binaries ?? { prometheus: '', promtool: '' };
  let folder: string;
  let tokenFile: string;
  let port: number;
  let desk: TerminalDesk;
  let api: (...args: string[]) => ReturnType<typeof curl>;

  test.beforeAll(async () => {
    folder = copyPrepared();
    tokenFile = join(folder, 'prometheus.token');
    port = await freePort();
    desk = startInTerminal(folder, {
      args: [...headlessArguments, '--api-port', String(port), '--api-token-file', tokenFile],
    });
    await desk.line(/^ready: /);
    const token = readFileSync(tokenFile, 'utf8').trim();
    api = (path, ...args) =>
      curl('-H', `Authorization: Bearer ${token}`, `http://127.0.0.1:${port}${path}`, ...args);
  });
  test.afterAll(async () => {
    await desk?.kill();
    if (folder) remove(folder);
  });

  test('has nothing against our rules and our scrape configuration', async () => {
    await run(promtool, ['check', 'rules', join(monitoring, 'alerts.yml')]);
    await run(promtool, ['check', 'config', '--syntax-only', join(monitoring, 'prometheus.yml')]);
  });

  test('has nothing against our metrics', async () => {
    const { status, text } = await api('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('ensemble_desk_config_version 1\n');
    const checking = spawn(promtool, ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [checking.stdout, checking.stderr]) stream.on('data', (chunk) => (said += chunk));
    checking.stdin.end(text);
    const [code] = await once(checking, 'close');
    expect([code, said]).toEqual([0, '']);
  });

  test('scrapes the desk with its token and answers with what has happened there', async () => {
    const own = await freePort();
    const settings = join(folder, 'prometheus.yml');
    writeFileSync(settings, scrapeOf(port, tokenFile));
    const scraper = spawn(
      prometheus,
      [
        `--config.file=${settings}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${own}`,
      ],
      { stdio: 'ignore' },
    );
    const ended = once(scraper, 'close');
    /** The newest values of a query, by their labels. */
    async function query(text: string): Promise<number[]> {
      const answer = await curl(
        '-G',
        `http://127.0.0.1:${own}/api/v1/query`,
        '--data-urlencode',
        `query=${text}`,
      ).catch(() => null);
      const { result } = (answer?.body?.data ?? { result: [] }) as { result: { value: [number, string] }[] };
      return result.map(({ value }) => Number(value[1]));
    }
    try {
      await expect.poll(() => query('up{job="ensemble-desk"}')).toEqual([1]);
      await expect.poll(() => query('ensemble_desk_config_version')).toEqual([1]);

      const put = (path: string, body: unknown) =>
        api(path, '-X', 'PUT', '-H', 'Content-Type: application/json', '-d', JSON.stringify(body));
      expect((await put('/api/v1/config/trading', { confidence_threshold: 0.4 })).status).toBe(200);
      expect((await put('/api/v1/config/trading', { confidence_threshold: 2 })).status).toBe(400);
      await expect.poll(() => query('ensemble_desk_config_version')).toEqual([2]);
      const changes = (outcome: string) =>
        query(`ensemble_desk_config_changes_total{category="trading",outcome="${outcome}",source="api"}`);
      await expect.poll(() => changes('accepted')).toEqual([1]);
      await expect.poll(() => changes('refused')).toEqual([1]);
      await expect
        .poll(() => query('sum(ensemble_desk_api_requests_total{method="PUT",status="400"})'))
        .toEqual([1]);
      await expect
        .poll(async () => (await query('sum(ensemble_desk_callback_runs_total)'))[0])
        .toBeGreaterThan(0);
      await expect
        .poll(async () => (await query('sum(ensemble_desk_predictions_total{source="computed"})'))[0])
        .toBeGreaterThan(0);
      await expect.poll(() => query('ensemble_desk_cache_limit{cache="predictions"}')).toEqual([100]);
      await expect.poll(async () => (await query('process_resident_memory_bytes'))[0]).toBeGreaterThan(1e7);
      await expect.poll(() => query('ALERTS{alertstate="firing"}')).toEqual([]);
    } finally {
      scraper.kill('SIGTERM');
      await ended;
    }
  });
});

const run = promisify(execFile);

function scrapeOf(port: number, tokenFile: string): string {
  return `global:
  scrape_interval: 250ms
  evaluation_interval: 250ms
rule_files:
  - ${join(monitoring, 'alerts.yml')}
scrape_configs:
  - job_name: ensemble-desk
    scrape_timeout: 250ms
    authorization:
      credentials_file: ${tokenFile}
    static_configs:
      - targets: ['127.0.0.1:${port}']
`;
}
