import { expect, test } from 'vitest';
import { electronArguments, isHarmless } from '../../../scripts/lib/launch.mjs';
import { readCommandLine } from '../../../scripts/shared/command-line.mjs';

const typed = (...args: string[]) => readCommandLine(args, '/here');

test('the sandbox is given up for root only', () => {
  expect(electronArguments(typed(), { root: true })).toContain('--no-sandbox');
  expect(electronArguments(typed(), { root: false })).not.toContain('--no-sandbox');
});

test('headless starts need no screen', () => {
  expect(electronArguments(typed('--headless'), { root: false })).toContain('--ozone-platform=headless');
  expect(electronArguments(typed(), { root: false })).not.toContain('--ozone-platform=headless');
});

test('options follow the app with whole paths and values after an equals sign, switches of Chromium precede it', () => {
  const args = electronArguments(typed('--user-data-dir', 'a b', '--lang=de', '--api-open'), { root: false });
  const app = args.findIndex((argument) => !argument.startsWith('--'));
  expect(args.slice(0, app)).toEqual(['--lang=de']);
  expect(args.slice(app + 1)).toEqual(['--user-data-dir=/here/a b', '--api-open']);
});

test('only the complaints about a missing session bus are dropped', () => {
  const bus = '[7877:1122/140943.888435:ERROR:dbus/bus.cc:405] Failed to connect to the bus';
  const proxy = '[1:1/1.1:ERROR:dbus/object_proxy.cc:572] Failed to call method';
  const older = '[7877:1122/140943.888435:ERROR:bus.cc(405)] Failed to connect to the bus';
  expect([bus, proxy, older].map(isHarmless)).toEqual([true, true, true]);
  const real = '[7877:1122/140943.888435:ERROR:viz_main_impl.cc:190] Exiting GPU process';
  expect([real, 'Error: dbus/bus.cc is broken', ''].map(isHarmless)).toEqual([false, false, false]);
});
