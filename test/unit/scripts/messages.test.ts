import { expect, test } from 'vitest';
import { installCommand } from '../../../scripts/lib/apt.mjs';
import { needsVirtualDisplay } from '../../../scripts/lib/display.mjs';
import { firstReason } from '../../../scripts/lib/electron-download.mjs';
import { missingTestPackages } from '../../../scripts/lib/programs.mjs';
import { excerpt } from '../../../scripts/lib/run.mjs';
import { summary } from '../../../scripts/lib/stages.mjs';

test('the command to type has sudo where it needs it', () => {
  expect(installCommand(['libgbm1', 'xvfb'], false)).toBe(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends libgbm1 xvfb',
  );
  expect(installCommand(['xvfb'], true)).toBe(
    'apt-get update && apt-get install -y --no-install-recommends xvfb',
  );
});

test.runIf(process.platform === 'linux')('a virtual display is for machines without any screen', () => {
  expect(needsVirtualDisplay({})).toBe(true);
  expect(needsVirtualDisplay({ DISPLAY: '' })).toBe(true);
  expect(needsVirtualDisplay({ DISPLAY: ':0' })).toBe(false);
  expect(needsVirtualDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
});

test.runIf(process.platform === 'linux')('curl is asked for where the tests would not find it', () => {
  expect(missingTestPackages({ PATH: import.meta.dirname })).toEqual(['curl']);
  expect(missingTestPackages({})).toEqual(['curl']);
});

test('a failed download is told without its stack', () => {
  expect(firstReason('TypeError: fetch failed\n    at node:internal/undici:1:2\n')).toBe('fetch failed');
  expect(firstReason('')).toBe('no reason given');
});

test('long output is shown by its beginning and its end', () => {
  const lines = Array.from({ length: 10 }, (_, index) => `line ${index}`);
  expect(excerpt(lines.join('\n'), 2)).toBe('line 0\nline 1\n…\nline 8\nline 9');
  expect(excerpt('one\ntwo\n', 2)).toBe('one\ntwo');
});

test('the last line of a test run names skipped tests only where there are any', () => {
  expect(summary({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(summary({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
