import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Registry } from 'prom-client';
import { expect, test, vi } from 'vitest';
import { addLoopWatch, watchMs } from '../../../../../electron/api/metrics/loop-watch.ts';
import { createTestClock } from '../../../engine/test-clock.ts';

function start() {
  const clock = createTestClock();
  const registry = new Registry();
  const histogram = monitorEventLoopDelay({ resolution: 100 });
  addLoopWatch(registry, clock.schedule, histogram);
  async function lag(figure: string): Promise<number> {
    const text = await registry.metrics();
    return Number(new RegExp(`^nodejs_eventloop_lag_${figure}_seconds (\\S+)$`, 'm').exec(text)?.[1]);
  }
  /** True where it was being watched; it no longer is. */
  const wasWatched = () => histogram.disable();
  return { clock, histogram, lag, wasWatched };
}

test('nothing is watched before the first scrape, and nothing when scrapes have ended', async () => {
  const { clock, lag, wasWatched } = start();
  expect(wasWatched()).toBe(false);
  await lag('p99');
  await clock.advance(watchMs - 1);
  await lag('p99');
  await clock.advance(watchMs - 1);
  expect(wasWatched()).toBe(true);
  await lag('p99');
  await clock.advance(watchMs);
  expect(wasWatched()).toBe(false);
  expect(clock.waiting()).toBe(0);
});

test('what held the loop up between two scrapes is told, without the time between two looks', async () => {
  const { lag, histogram, wasWatched } = start();
  expect(await lag('max')).toBe(0);
  await vi.waitFor(() => expect(histogram.count).toBeGreaterThan(0));
  const until = performance.now() + 400;
  while (performance.now() < until);
  const before = histogram.count;
  await vi.waitFor(() => expect(histogram.count).toBeGreaterThan(before));
  const held = await lag('max');
  expect(held).toBeGreaterThan(0.2);
  expect(held).toBeLessThan(2);
  expect(await lag('max')).toBe(0);
  wasWatched();
});
