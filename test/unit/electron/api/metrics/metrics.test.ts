import { expect, test } from 'vitest';
import { createMetrics, type Metrics, type ReadEngine } from '../../../../../electron/api/metrics/metrics.ts';
import { routes } from '../../../../../electron/api/routes/routes.ts';
import { success } from '../../../../../shared/result.ts';
import { startConfig } from '../../../engine/config/harness.ts';
import { createTestClock } from '../../../engine/test-clock.ts';

const start = (schedule = createTestClock().schedule) =>
  createMetrics({ about: { version: '1.2.3', electron: '42' }, routes, schedule });

/** Values by the series as they are printed, e.g. `name{label="x"}`. */
async function scrape(metrics: Metrics): Promise<Record<string, number>> {
  const text = await metrics.text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

const change = (category: 'cache' | 'trading' | 'model', key: string) => ({
  category,
  key,
  old: 1,
  new: 2,
  symbol: null,
});

test('changes are counted by category, outcome and source, each category once per change', async () => {
  const metrics = start();
  const { onAudit } = metrics.observer;
  onAudit({ outcome: 'accepted', by: 'api', changes: [change('model', 'a'), change('model', 'b')] });
  onAudit({ outcome: 'accepted', by: 'window', changes: [change('model', 'a'), change('cache', 'b')] });
  onAudit({ outcome: 'refused', by: 'file', changes: [] });
  const changes = (category: string, outcome: string, source: string) =>
    `ensemble_desk_config_changes_total{category="${category}",outcome="${outcome}",source="${source}"}`;
  expect(await scrape(metrics)).toMatchObject({
    [changes('model', 'accepted', 'api')]: 1,
    [changes('model', 'accepted', 'window')]: 1,
    [changes('cache', 'accepted', 'window')]: 1,
    [changes('none', 'refused', 'file')]: 1,
    [changes('trading', 'refused', 'api')]: 0,
  });
});

test('callbacks are counted and timed by service, failures apart', async () => {
  const metrics = start();
  metrics.observer.onCallbacks([
    { service: 'model-service', duration_ms: 0.2, error: null },
    { service: 'model-service', duration_ms: 30, error: 'it broke' },
    { service: 'mtf-ensemble', duration_ms: 0.2, error: null },
  ]);
  expect(await scrape(metrics)).toMatchObject({
    'ensemble_desk_callback_runs_total{service="model-service"}': 2,
    'ensemble_desk_callback_failures_total{service="model-service"}': 1,
    'ensemble_desk_callback_failures_total{service="mtf-ensemble"}': 0,
    'ensemble_desk_callback_duration_seconds_bucket{le="0.0005",service="model-service"}': 1,
    'ensemble_desk_callback_duration_seconds_sum{service="model-service"}': expect.closeTo(0.0302),
  });
});

test('predictions are counted and timed by where they came from', async () => {
  const metrics = start();
  for (const cached of [false, true, true]) metrics.observer.onPredict({ cached, duration_ms: 0.003 });
  const values = await scrape(metrics);
  expect(values).toMatchObject({
    'ensemble_desk_predictions_total{source="computed"}': 1,
    'ensemble_desk_predictions_total{source="cached"}': 2,
    'ensemble_desk_prediction_duration_seconds_count{source="cached"}': 2,
    'ensemble_desk_prediction_duration_seconds_bucket{le="0.000005",source="cached"}': 2,
    'ensemble_desk_prediction_duration_seconds_bucket{le="0.000002",source="cached"}': 0,
  });
  expect(await scrape(metrics)).toMatchObject({ 'ensemble_desk_predictions_total{source="cached"}': 2 });
});

test('requests, readers and dropped readers are counted', async () => {
  const { requests, ...metrics } = start();
  requests.onRequest({ method: 'PUT', route: '/api/v1/config/:category', status: 400, duration_ms: 3 });
  requests.onReaders(7);
  requests.onReaderDropped();
  expect(await scrape({ requests, ...metrics })).toMatchObject({
    'ensemble_desk_api_requests_total{method="PUT",route="/api/v1/config/:category",status="400"}': 1,
    'ensemble_desk_api_request_duration_seconds_bucket{le="0.005",method="PUT",route="/api/v1/config/:category"}': 1,
    ensemble_desk_api_event_readers: 7,
    ensemble_desk_api_event_readers_dropped_total: 1,
  });
});

test('caches, version, jobs and replay are read at the scrape', async () => {
  const metrics = start();
  const { config } = startConfig();
  let hits = 3;
  const cache = () => ({
    name: 'prices' as const,
    service: 'data-service',
    size: 4,
    limit: 50,
    ttl_seconds: null,
    hits,
    misses: 2,
    sets: 5,
    evictions: 1,
    expirations: 6,
    invalidations: 7,
    oldest_age_ms: null,
    causes: [],
  });
  const job = {
    id: 1,
    kind: 'train' as const,
    label: '',
    progress: 0,
    message: '',
    started_at: 0,
    ended_at: null,
  };
  const engine: ReadEngine = {
    'config.state': () => success(config.state()),
    'caches.list': () => success([cache()]),
    'jobs.list': () =>
      success([
        { ...job, state: 'running' },
        { ...job, state: 'done' },
      ]),
    'replay.state': () =>
      success({
        index: 0,
        bar_time: 0,
        bars: 1,
        from: 0,
        to: 0,
        playing: true,
        speed: 1,
        endless: false,
      }),
  };
  expect(await scrape(metrics)).toMatchObject({ 'ensemble_desk_cache_hits_total{cache="prices"}': 0 });
  metrics.connect(engine);
  expect(await scrape(metrics)).toMatchObject({
    ensemble_desk_config_version: 1,
    'ensemble_desk_cache_hits_total{cache="prices"}': 3,
    'ensemble_desk_cache_misses_total{cache="prices"}': 2,
    'ensemble_desk_cache_sets_total{cache="prices"}': 5,
    'ensemble_desk_cache_evictions_total{cache="prices"}': 1,
    'ensemble_desk_cache_expirations_total{cache="prices"}': 6,
    'ensemble_desk_cache_invalidations_total{cache="prices"}': 7,
    'ensemble_desk_cache_size{cache="prices"}': 4,
    'ensemble_desk_cache_limit{cache="prices"}': 50,
    'ensemble_desk_jobs_running{kind="train"}': 1,
    'ensemble_desk_jobs_running{kind="import"}': 0,
    ensemble_desk_replay_playing: 1,
  });
  hits = 10;
  await config.update('trading', { spread_pips: 1 }, { by: 'window' });
  expect(await scrape(metrics)).toMatchObject({
    'ensemble_desk_cache_hits_total{cache="prices"}': 10,
    ensemble_desk_config_version: 2,
  });
});

test('what the process costs is there, and two desks in one process do not share a number', async () => {
  const one = start();
  const other = start();
  one.observer.onPredict({ cached: true, duration_ms: 1 });
  const values = await scrape(other);
  expect(values['ensemble_desk_predictions_total{source="cached"}']).toBe(0);
  for (const name of [
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_seconds',
  ]) {
    expect(values, name).toHaveProperty([name]);
  }
  expect(values['ensemble_desk_build_info{version="1.2.3",electron="42"}']).toBe(1);
});

test('only counters are named as totals', async () => {
  const text = await start().text();
  const totals = [...text.matchAll(/^# TYPE (\S+_total) (\S+)$/gm)];
  expect(totals.length).toBeGreaterThan(10);
  expect(new Set(totals.map(([, , type]) => type))).toEqual(new Set(['counter']));
});
