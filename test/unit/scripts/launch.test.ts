import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { launch, restartable } from '../../../scripts/lib/launch.mjs';
import { electronArguments } from '../../../scripts/lib/start/electron-arguments.mjs';
import { isHarmless } from '../../../scripts/lib/start/noise.mjs';
import { readCommandLine } from '../../../scripts/shared/command-line.mjs';

/** A launcher that is asked to end at the moment at which it hands the signals to the desk. */
const handOver = `
  import { exitOnSignals } from '${resolve('scripts/lib/endings.mjs')}';
  import { launch, restartable } from '${resolve('scripts/lib/launch.mjs')}';
  const leaveToDesk = exitOnSignals();
  process.kill(process.pid, 'SIGINT');
  const typed = { values: { headless: 'true' }, chromium: [], mistakes: [] };
  const desk = launch({ binary: process.argv[1], env: process.env, typed, from: '/', patience: 2000 });
  leaveToDesk();
  process.exit(await desk);
`;

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

test('only complaints about what the desk can do without are dropped', () => {
  const bus = '[7877:1122/140943.888435:ERROR:dbus/bus.cc:405] Failed to connect to the bus';
  const proxy = '[1:1/1.1:ERROR:dbus/object_proxy.cc:572] Failed to call method';
  const older = '[7877:1122/140943.888435:ERROR:bus.cc(405)] Failed to connect to the bus';
  const cache =
    '[1:1/1.1:ERROR:net/disk_cache/simple/simple_version_upgrade.cc:53] Failed to write fake index file: /a';
  const graphics = '[1:1/1.1:ERROR:gpu/ipc/host/gpu_disk_cache.cc:737] Gpu Cache Creation failed: -2';
  const settings =
    "(electron:3447): dconf-CRITICAL **: 17:57:27.5: unable to create directory '/a': Permission denied.";
  for (const line of [bus, proxy, older, cache, graphics, settings, ''])
    expect(isHarmless(line), line).toBe(true);
  const real = '[7877:1122/140943.888435:ERROR:viz_main_impl.cc:190] Exiting GPU process';
  const gone =
    '[1:1/1.1:FATAL:electron/shell/browser/electron_browser_main_parts.cc:524] Failed to shutdown.';
  for (const line of [real, gone, 'Error: dbus/bus.cc is broken']) expect(isHarmless(line), line).toBe(false);
});

describe.runIf(process.platform === 'linux')('a desk that has begun to end and hangs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-launch-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a shell script as the desk. */
  function launched(script: string, args = ['--headless']): Promise<number> {
    const binary = join(folder, 'desk');
    writeFileSync(binary, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return launch({ binary, env: process.env, typed: typed(...args), from: folder, patience: 200 });
  }

  test('is ended by force, with all that it has started, also where no signal asked for its end', async () => {
    const code = await launched(`sleep 60 & echo $! > '${folder}/helper'; echo ending >&3; wait`);
    expect(code).toBe(137);
    const helper = Number(readFileSync(join(folder, 'helper'), 'utf8'));
    // Where nobody collects it, a zombie stays.
    await vi.waitFor(() => expect(stateOf(helper)).toMatch(/^(gone|Z)$/));
  });

  test('has ended as asked where the signal passed on to it is what ends it', async () => {
    const before = process.listeners('SIGTERM');
    // A clock that was set back must not make it deaf.
    vi.spyOn(Date, 'now').mockReturnValue(1);
    const ended = launched(`echo begun > '${folder}/begun'; exec sleep 60`);
    await vi.waitFor(() => expect(readFileSync(join(folder, 'begun'), 'utf8')).toBe('begun\n'));
    for (const listener of process.listeners('SIGTERM').filter((each) => !before.includes(each)))
      listener('SIGTERM');
    expect(await ended).toBe(0);
    // One that nobody has asked to end has not.
    expect(await launched('kill -TERM $$')).toBe(143);
    vi.restoreAllMocks();
  });

  test('hears of a signal that came just before it took the signals over', async () => {
    const binary = join(folder, 'desk');
    writeFileSync(binary, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', handOver, binary], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    expect(await once(launcher, 'exit')).toEqual([0, null]);
  });

  test('that died takes the socket of its lock along, and one that runs keeps its own', async () => {
    /** What Chromium makes: links to the process that holds the data folder, and to its socket. */
    const lock = (
      pid: string,
    ) => `mkdir -p '${folder}/scoped_dir1' && ln -sf here-${pid} '${folder}/SingletonLock' &&
      ln -sf '${folder}/scoped_dir1/SingletonSocket' '${folder}/SingletonSocket'; exit 0`;
    const left = () => existsSync(join(folder, 'scoped_dir1'));
    const args = ['--headless', '--user-data-dir', folder];
    await launched(lock(String(process.pid)), args);
    expect(left()).toBe(true);
    await launched(lock('$$'), args);
    expect(left()).toBe(false);
  });

  test('is not started any more once a signal has come before it', async () => {
    const before = process.listeners('SIGINT');
    const options = { binary: '/bin/true', env: process.env, typed: typed('--headless'), from: folder };
    const desk = restartable(options);
    for (const listener of process.listeners('SIGINT').filter((each) => !before.includes(each)))
      listener('SIGINT');
    const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
    const none = children();
    desk.restart();
    expect(children()).toBe(none);
    expect(await desk.ended).toBe(130);
  });

  test('is left alone while it gets there in time', async () => {
    expect(await launched('echo ending >&3; sleep 0.05; exit 0')).toBe(0);
  });

  test('is told to end, with 1, where Chromium restarts its network service for ever', async () => {
    const restart = 'ERROR:x.cc:703] Network service crashed or was terminated, restarting service.';
    const code = await launched(`trap 'exit 0' TERM; for i in 1 2 3 4 5; do echo '${restart}' >&2; done
      while :; do sleep 0.05; done`);
    expect(code).toBe(1);
  });

  test('is not what a desk is that goes on', async () => {
    expect(await launched('echo ready >&3; sleep 0.5; exit 3')).toBe(3);
  });
});

function stateOf(pid: number): string {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return 'gone';
  }
}
