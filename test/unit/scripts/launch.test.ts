import { expect, test } from 'vitest';
import { electronArguments, isHarmless } from '../../../scripts/lib/launch.mjs';

test('the sandbox is given up for root only', () => {
  expect(electronArguments([], { root: true })).toContain('--no-sandbox');
  expect(electronArguments([], { root: false })).not.toContain('--no-sandbox');
});

test('headless starts need no screen', () => {
  expect(electronArguments(['--headless'], { root: false })).toContain('--ozone-platform=headless');
  expect(electronArguments([], { root: false })).not.toContain('--ozone-platform=headless');
});

test('what the user typed follows the app, in its order', () => {
  const args = electronArguments(['--headless', '--user-data-dir=/tmp/a b'], { root: true });
  expect(args.slice(-2)).toEqual(['--headless', '--user-data-dir=/tmp/a b']);
});

test('only the complaints about a missing session bus are dropped', () => {
  const bus = '[7877:1122/140943.888435:ERROR:dbus/bus.cc:405] Failed to connect to the bus';
  const proxy = '[1:1/1.1:ERROR:dbus/object_proxy.cc:572] Failed to call method';
  const older = '[7877:1122/140943.888435:ERROR:bus.cc(405)] Failed to connect to the bus';
  expect([bus, proxy, older].map(isHarmless)).toEqual([true, true, true]);
  const real = '[7877:1122/140943.888435:ERROR:viz_main_impl.cc:190] Exiting GPU process';
  expect([real, 'Error: dbus/bus.cc is broken', ''].map(isHarmless)).toEqual([false, false, false]);
});
