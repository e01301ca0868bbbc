import { expect, test } from 'vitest';
import { createCrashLimit } from '../../../../../electron/shell/window/crash-limit.ts';

function limitAt() {
  let now = 0;
  const limit = createCrashLimit(() => now);
  return (seconds: number) => {
    now = seconds * 1000;
    return limit.reached();
  };
}

test('the third crash within a minute is one too many', () => {
  const crashAt = limitAt();
  expect([crashAt(0), crashAt(30), crashAt(59.9)]).toEqual([false, false, true]);
});

test('crashes of more than a minute ago do not count', () => {
  const crashAt = limitAt();
  expect([crashAt(0), crashAt(30), crashAt(60), crashAt(89)]).toEqual([false, false, false, true]);
});

test('a page that was started again on demand has three of its own', () => {
  let now = 0;
  const limit = createCrashLimit(() => now);
  expect([limit.reached(), limit.reached(), limit.reached()]).toEqual([false, false, true]);
  limit.reset();
  now = 1000;
  expect([limit.reached(), limit.reached()]).toEqual([false, false]);
});
