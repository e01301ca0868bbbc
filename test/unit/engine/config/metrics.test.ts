import { expect, it } from 'vitest';
import { recorded, startAudited } from './audited.ts';
import { byWindow, startConfig } from './harness.ts';

it('metrics tell for each subscription its calls, failures and times', async () => {
  const { config, clock } = startConfig();
  let round = 0;
  config.subscribe('trading', 'slow', () => clock.skip(round));
  config.subscribe('trading', 'failing', () => {
    if (round % 4 === 0) throw new Error('no');
  });
  config.subscribe('cache', 'idle', () => undefined);
  for (round = 1; round <= 100; round += 1) await config.update('trading', { spread_pips: round }, byWindow);
  expect(config.state().metrics).toEqual([
    { service: 'slow', category: 'trading', calls: 100, failures: 0, last_ms: 100, p50_ms: 50, p99_ms: 99 },
    { service: 'failing', category: 'trading', calls: 100, failures: 25, last_ms: 0, p50_ms: 0, p99_ms: 0 },
    { service: 'idle', category: 'cache', calls: 0, failures: 0, last_ms: 0, p50_ms: 0, p99_ms: 0 },
  ]);
});

it('metrics count previews too, and take percentiles over the latest runs alone', async () => {
  const { config, clock } = startConfig();
  let duration = 1000;
  config.subscribe('trading', 'service', () => clock.skip(duration));
  for (let i = 1; i <= 50; i += 1) await config.preview('trading', { spread_pips: i });
  duration = 1;
  for (let i = 1; i <= 256; i += 1) await config.preview('trading', { spread_pips: i });
  expect(config.state().metrics).toEqual([
    { service: 'service', category: 'trading', calls: 306, failures: 0, last_ms: 1, p50_ms: 1, p99_ms: 1 },
  ]);
});

it('metrics of a subscription end with it', async () => {
  const { config } = startConfig();
  const undo = config.subscribe('trading', 'gone', () => undefined);
  undo();
  expect(config.state().metrics).toEqual([]);
});

it('a receipt on record says who was reached, in what time, and who failed', async () => {
  const { config, clock, recorder, trail } = await startAudited();
  config.subscribe('trading', 'slow', () => clock.skip(3));
  config.subscribe('trading', 'failing', () => {
    clock.skip(4);
    throw new Error('no memory');
  });
  const answer = await config.update('trading', { spread_pips: 1 }, byWindow);
  expect(answer).toMatchObject({ value: { summary: '1 of 2 delivered, failing failed: no memory' } });
  await recorder.flush();
  expect((await recorded(trail)).at(-1)?.receipt).toEqual({
    delivered: 1,
    total: 2,
    duration_ms: 7,
    failed: ['failing failed: no memory'],
  });
});
