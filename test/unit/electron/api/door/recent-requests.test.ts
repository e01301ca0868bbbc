import { expect, test } from 'vitest';
import { createRecentRequests } from '../../../../../electron/api/door/recent-requests.ts';
import { createTestClock } from '../../../engine/test-clock.ts';

const request = (path: string) => ({ at: 0, method: 'GET', path, status: 200, duration_ms: 1, by: null });

function start() {
  const clock = createTestClock();
  let told = 0;
  /** The newest request when something was last told. */
  let newest = 0;
  const recent = createRecentRequests({
    schedule: clock.schedule,
    onChange: () => {
      told += 1;
      newest = recent.list()[0].id;
    },
  });
  return { clock, recent, told: () => told, newest: () => newest };
}

test('the newest fifty requests are kept, newest first', () => {
  const { recent } = start();
  for (let i = 1; i <= 120; i += 1) recent.add(request(`/${i}`));
  const paths = recent.list().map(({ path }) => path);
  expect(paths).toEqual(Array.from({ length: 50 }, (_, i) => `/${120 - i}`));
  expect(recent.list()[0].id).toBe(120);
});

test('the first request is told at once, a storm a few times a second, the last always', async () => {
  const { clock, recent, told, newest } = start();
  recent.add(request('/'));
  expect(told()).toBe(1);
  for (let i = 0; i < 1000; i += 1) {
    recent.add(request('/'));
    await clock.advance(1);
  }
  expect(told()).toBeLessThanOrEqual(5);
  await clock.advance(250);
  expect(newest()).toBe(1001);
  const end = told();
  await clock.advance(5000);
  expect([told(), clock.waiting()]).toEqual([end, 0]);
  recent.add(request('/'));
  expect(told()).toBe(end + 1);
});
