import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../processes/free-port.ts';
import type { Watched } from '../processes/watched.ts';
import { until } from '../processes/within.ts';
import { answers, change, full, launch, newPlace, ordinaryUser, type Place, shell, top } from './launched.ts';
import { deskOf, fillTerminal, hasEnded, isRunning, parentOf, processorSeconds } from './processes.ts';

/** After a first start: the market is made and its models are trained. */
let prepared: Place;
let place: Place;
let port: number;
let started: Watched[];
beforeAll(async () => {
  prepared = newPlace();
  const launched = launch(prepared, ['--headless', '--user-data-dir', prepared.data]);
  await launched.line(/^ready: /);
  launched.process.kill('SIGTERM');
  expect(await launched.end()).toBe(0);
}, 90_000);
afterAll(() => prepared.remove());
beforeEach(async () => {
  place = newPlace(prepared.data);
  port = await freePort();
  started = [];
});
afterEach(async () => {
  for (const launched of started) await launched.kill();
  // A desk that outlived its launcher must not outlive the test.
  try {
    process.kill(-deskOf(place.data), 'SIGKILL');
  } catch {
    // The same.
  }
  place.remove();
});

function begin(options: Parameters<typeof launch>[2] = {}, args: readonly string[] = []): Watched {
  const launched = launch(
    place,
    ['--headless', '--user-data-dir', place.data, '--api-port', String(port), ...args],
    options,
  );
  started.push(launched);
  return launched;
}

const ready = () => until(() => answers(port), 'an answer by HTTP', 40_000);

/** It goes on, at little cost, and ends when it is asked to. */
async function isWell(): Promise<void> {
  const pid = deskOf(place.data);
  // It answers before it has opened its data, which takes a moment of work.
  await until(async () => (await shareOfProcessor(pid)) < 0.6, 'a desk that rests');
  expect(await answers(port)).toBe(true);
  process.kill(pid, 'SIGTERM');
  await until(() => !isRunning(pid), 'the end of the desk', 5000);
}

async function shareOfProcessor(pid: number): Promise<number> {
  const before = processorSeconds(pid);
  const from = performance.now();
  // What is measured needs some time to happen in.
  await new Promise((done) => setTimeout(done, 1000));
  return (processorSeconds(pid) - before) / ((performance.now() - from) / 1000);
}

describe.runIf(process.platform === 'linux')('output that goes away', () => {
  it.each([
    ['a pipe that is closed', '2>&1 | head -1'],
    ['a disk that is full', '> /dev/full 2>&1'],
  ])('hurts nothing: %s', async (_name, after) => {
    begin({ after });
    await ready();
    await isWell();
    await until(() => place.left().length === 0, 'an empty temporary folder', 3000);
  });

  it.each([
    ['a terminal that has stopped', ''],
    // Only root can open a terminal and hand it to another user.
    ...(full && process.getuid?.() === 0
      ? [["another user's terminal that has stopped", ordinaryUser] as const]
      : []),
  ] as const)('hurts nothing: %s', async (_name, by) => {
    if (by) execFileSync('chown', ['-R', '65534:65534', place.folder]);
    const command = `exec ${by} node '${join(top, 'scripts/enter.cjs')}' start --headless --user-data-dir '${place.data}' --api-port ${port} --api-open`;
    const launched = shell(place, `exec script -qfc "${command}" /dev/null`, { env: { HOME: place.folder } });
    started.push(launched);
    await launched.line(/^ready: /);
    const pid = deskOf(place.data);
    const launcher = parentOf(pid);
    // Nobody takes anything out of the terminal any more, and it is full.
    launched.process.kill('SIGSTOP');
    const terminal = fillTerminal(readlinkSync(`/proc/${launcher}/fd/1`));
    expect(terminal.bytes).toBeGreaterThan(1000);
    try {
      for (let seconds = 100; seconds < 150; seconds += 1)
        await change(port, 'cache', { prediction_cache_ttl_seconds: seconds });
      await isWell();
      await until(() => hasEnded(launcher), 'the end of the launcher', 5000);
      expect(terminal.takesMore()).toBe(false);
    } finally {
      terminal.close();
      launched.process.kill('SIGCONT');
    }
    expect(await launched.end()).toBe(0);
  });
});

describe.runIf(process.platform === 'linux')('a desk and its launcher', () => {
  it('ends within 5 seconds when the launcher is killed, and leaves nothing behind', async () => {
    const launched = begin();
    await launched.line(/^ready: /);
    const pid = deskOf(place.data);
    launched.process.kill('SIGKILL');
    await until(() => !isRunning(pid), 'the end of the desk', 5000);
    expect(place.left()).toEqual([]);
  });

  it('runs on after the launcher with --detach, until it is told to end', async () => {
    const launched = begin({ after: '> "$LOG" 2>&1', env: { LOG: join(place.folder, 'log') } }, ['--detach']);
    expect(await launched.end()).toBe(0);
    await isWell();
    await until(() => place.left().length === 0, 'an empty temporary folder', 3000);
  });

  it('ends when its terminal is closed', async () => {
    const command = `node '${join(top, 'scripts/enter.cjs')}' start --headless --user-data-dir '${place.data}' --api-port ${port}`;
    const terminal = shell(place, `exec script -qfc "${command}" /dev/null`);
    started.push(terminal);
    await terminal.line(/^ready: /);
    const pid = deskOf(place.data);
    terminal.process.kill('SIGKILL');
    await until(() => !isRunning(pid), 'the end of the desk', 10_000);
  });

  it('survives the closing of its terminal under nohup, and ends on TERM', async () => {
    const log = join(place.folder, 'log');
    const inside = `nohup npm --prefix '${top}' start -- --headless --user-data-dir '${place.data}' --api-port ${port} > '${log}' 2>&1 & wait`;
    writeFileSync(join(place.folder, 'inside'), inside);
    const terminal = shell(place, `exec script -qfc "bash -i '${join(place.folder, 'inside')}'" /dev/null`);
    started.push(terminal);
    await ready();
    const pid = deskOf(place.data);
    // As the shell does, while the terminal is still there.
    process.kill(parentOf(pid), 'SIGHUP');
    terminal.process.kill('SIGKILL');
    await terminal.end();
    await isWell();
    expect(isRunning(pid)).toBe(false);
  });

  it('opens no inspector on SIGUSR1', async () => {
    const launched = begin();
    await launched.line(/^ready: /);
    process.kill(deskOf(place.data), 'SIGUSR1');
    launched.process.kill('SIGUSR1');
    await isWell();
    expect(await launched.end()).toBe(0);
    expect(launched.said().filter((line) => /debugger|inspector/i.test(line))).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('odd surroundings that work', () => {
  it('a limit on the size of files: what grows beyond it is refused as on a full disk, and nothing ends', async () => {
    rmSync(place.data, { recursive: true });
    const launched = begin({ before: 'ulimit -f 2000;' });
    await launched.line(/^The desk is open but could not get ready: .*market/);
    expect(await answers(port)).toBe(true);
    launched.process.kill('SIGTERM');
    expect(await launched.end()).toBe(0);
  });

  it('a data folder with odd characters, typed relative to another folder and with a space', async () => {
    const launched = shell(
      place,
      `exec npm --silent --prefix '${top}' start -- --headless --user-data-dir 'da ta?#%' --api-port ${port}`,
      { cwd: place.folder },
    );
    started.push(launched);
    await launched.line(/^ready: /);
    expect(existsSync(join(place.folder, 'da ta?#%', 'market.duckdb'))).toBe(true);
    process.kill(deskOf(join(place.folder, 'da ta?#%')), 'SIGTERM');
    expect(await launched.end()).toBe(0);
    expect(launched.said().filter((line) => /error|failed/i.test(line))).toEqual([]);
    expect(readdirSync(place.folder).sort()).toEqual(['da ta?#%', 'data', 't']);
  });

  it.each([
    ['does not exist', () => join(place.temporary, 'missing')],
    ...(full ? [['is too long', () => join(place.temporary, 'x'.repeat(120))] as const] : []),
  ] as const)('a temporary folder that %s: another is used, and it says so', async (problem, path) => {
    const launched = begin({
      before: problem.startsWith('is') ? 'mkdir -p "$TMPDIR";' : '',
      env: { TMPDIR: path() },
    });
    expect(await launched.line(/^temporary folder: /)).toContain(problem);
    await launched.line(/^ready: /);
    await isWell();
    expect(await launched.end()).toBe(0);
  });
});
