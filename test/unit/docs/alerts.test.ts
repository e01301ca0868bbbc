import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics, type Metrics } from '../../../electron/api/metrics/metrics.ts';
import { routes } from '../../../electron/api/routes/routes.ts';
import { providePrometheus } from '../../../scripts/lib/prometheus.mjs';
import { SetUpFailure, say } from '../../../scripts/lib/say.mjs';
import { startApi, type TestApi } from '../electron/api/api-harness.ts';
import { createTestClock } from '../engine/test-clock.ts';

const rules = join(import.meta.dirname, '../../../docs/monitoring/alerts.yml');
const text = readFileSync(rules, 'utf8');
const alerts = [...text.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
const named = new Set(text.match(/\b(ensemble_desk|process|nodejs)_[a-z0-9_]+/g));

const binaries = await providePrometheus().catch((failure: unknown) => {
  if (!(failure instanceof SetUpFailure)) throw failure;
  say(`No promtool here, so the alert rules are not run: ${failure.message}`);
  return null;
});

/** Values of the series that the rules read, as the desk prints them. */
type Series = Readonly<Record<string, string>>;

let metrics: Metrics;
let api: TestApi;
beforeAll(async () => {
  metrics = createMetrics({
    about: { version: '0', electron: '0' },
    routes,
    schedule: createTestClock().schedule,
  });
  api = await startApi({ metrics });
});
afterAll(() => api.remove());

async function scrape(): Promise<Series> {
  const lines = (await metrics.text()).split('\n').filter((line) => named.has(/^\w+/.exec(line)?.[0] ?? ''));
  const series = Object.fromEntries(lines.map((line) => line.split(/ (?=[^ ]+$)/) as [string, string]));
  // What the machine is busy with besides is not what is tried here.
  return { ...series, nodejs_eventloop_lag_p99_seconds: '0', process_resident_memory_bytes: '1e8' };
}

/** What makes a rule speak: something that happens once at a fresh desk. */
const events: Readonly<Record<string, () => Promise<void> | void>> = {
  EnsembleDeskCallbackFailures: () =>
    metrics.observer.onCallbacks([{ service: 'model-service', duration_ms: 1, error: 'it broke' }]),
  async EnsembleDeskRefusedChanges() {
    for (let i = 0; i < 11; i += 1) {
      const { status } = await api.call('PUT', '/api/v1/config/trading', { no_such_key: 1 });
      expect(status).toBe(400);
    }
  },
  async EnsembleDeskApiErrors() {
    api.desk.storage.writesFail = true;
    const { status } = await api.call('PUT', '/api/v1/config/trading', { confidence_threshold: 0.4 });
    expect(status).toBe(503);
    api.desk.storage.writesFail = false;
  },
};

/** What makes a rule speak: series that go on like this, in promtool's notation. */
const courses: Readonly<Record<string, Series>> = {
  EnsembleDeskDown: { up: '0x120' },
  EnsembleDeskEventLoopLag: { nodejs_eventloop_lag_p99_seconds: '0.2x120' },
  EnsembleDeskMemory: { process_resident_memory_bytes: '2e9x120' },
  EnsembleDeskHitRate: {
    'ensemble_desk_cache_hits_total{cache="prices"}': '0+1x120',
    'ensemble_desk_cache_misses_total{cache="prices"}': '0+100x120',
  },
  EnsembleDeskNoPredictions: { ensemble_desk_replay_playing: '1x120' },
};

/** Holds `expected` against the alerts that fire within an hour of such series; what promtool says where they differ. */
async function problemsOf(series: Series, expected: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  const file = join(folder, 'test.yml');
  const inputs = Object.entries({ up: '1x120', ...series });
  const tests = {
    rule_files: [rules],
    evaluation_interval: '30s',
    tests: [
      {
        interval: '30s',
        input_series: inputs.map(([name, values]) => ({ series: asScraped(name), values })),
        promql_expr_test: [
          {
            expr: 'group by (alertname) (max_over_time(ALERTS{alertstate="firing"}[1h]))',
            eval_time: '1h',
            exp_samples: expected.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
          },
        ],
      },
    ],
  };
  try {
    // YAML takes JSON.
    writeFileSync(file, JSON.stringify(tests));
    await promisify(execFile)(binaries?.promtool ?? '', ['test', 'rules', file]);
    return '';
  } catch (failed) {
    return failed instanceof Error ? failed.message : String(failed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With the labels that Prometheus puts on what it scrapes. */
function asScraped(name: string): string {
  const [, metric, labels] = /^(\w+)(?:\{(.*)\})?$/.exec(name) ?? [];
  return `${metric}{job="ensemble-desk",instance="desk"${labels ? `,${labels}` : ''}}`;
}

/** Half an hour of the one, then half an hour of the other. */
function oneThenOther(before: Series, after: Series): Series {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [
      name,
      before[name] === undefined ? `_x60 ${value}x60` : `${before[name]}x60 ${value}x60`,
    ]),
  );
}

describe.skipIf(binaries === null)('the alert rules, by promtool', { timeout: 60_000 }, () => {
  test('are all covered by this test', () => {
    expect([...Object.keys(events), ...Object.keys(courses)].sort()).toEqual([...alerts].sort());
  });

  test('do not fire on an idle desk', async () => {
    const quiet = await scrape();
    expect(Object.keys(quiet).length).toBeGreaterThan(named.size);
    expect(await problemsOf(oneThenOther(quiet, quiet), [])).toBe('');
  });

  test.each(Object.keys(events))('%s fires at the first event of its kind on a new desk', async (alert) => {
    const before = await scrape();
    await events[alert]?.();
    const after = await scrape();
    expect(after).not.toEqual(before);
    expect(await problemsOf(oneThenOther(before, after), [alert])).toBe('');
  });

  test.each(Object.keys(courses))('%s fires on its condition', async (alert) => {
    const quiet = await scrape();
    const course = courses[alert] ?? {};
    for (const name of Object.keys(course)) if (name !== 'up') expect(quiet).toHaveProperty([name]);
    const series = { ...oneThenOther(quiet, quiet), ...course };
    expect(await problemsOf(series, [alert])).toBe('');
  });
});
