import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Watched } from '../processes/watched.ts';
import { until } from '../processes/within.ts';
import { newPlace, type Place, shell, top } from './launched.ts';
import { hasEnded } from './processes.ts';

/** A clone whose packages are not installed yet. */
let clone: string;
let place: Place;
let started: Watched[];
beforeEach(() => {
  place = newPlace();
  clone = join(place.folder, 'clone');
  for (const name of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(top, name), join(clone, name), { recursive: true });
  started = [];
});
afterEach(async () => {
  for (const start of started) await start.kill();
  place.remove();
});

/** Puts a script in npm's place, which notes its process, what it is asked and what is installed, then does `next`. */
function npmThat(next: string): void {
  mkdirSync(join(place.folder, 'bin'), { recursive: true });
  const note = `echo "$$: $*: $(ls -A node_modules 2> /dev/null)" >> '${join(place.folder, 'calls')}'`;
  writeFileSync(join(place.folder, 'bin/npm'), `#!/bin/sh\n${note}\n${next}\n`, { mode: 0o755 });
}

function calls(): string[] {
  const file = join(place.folder, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function start(): Watched {
  const command = `exec node '${clone}/scripts/enter.cjs' start --headless --user-data-dir '${place.data}'`;
  const PATH = `${join(place.folder, 'bin')}:${process.env.PATH}`;
  const launched = shell(place, command, { env: { PATH, npm_execpath: undefined } });
  started.push(launched);
  return launched;
}

describe.runIf(process.platform === 'linux')('the set-up of a fresh clone', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('that gets %s ends npm with it, and says nothing more', async (signal, code) => {
    npmThat('sleep 60; exit 1');
    const launched = start();
    await until(() => calls().length === 1, 'a call of npm');
    const said = launched.said().length;
    launched.process.kill(signal);
    expect(await launched.end(5000)).toBe(code);
    expect(launched.said().slice(said)).toEqual([]);
    expect(hasEnded(Number.parseInt(calls()[0] ?? '', 10))).toBe(true);
    expect(place.left()).toEqual([]);
  });

  it('is done by one start at a time: another waits, and takes over where the first is killed', async () => {
    npmThat('sleep 60; exit 1');
    const first = start();
    await until(() => calls().length === 1, 'a call of npm');
    const second = start();
    await second.line(
      new RegExp(`^set-up: another process \\(${first.process.pid}\\) is setting up this clone`),
    );
    expect(calls()).toHaveLength(1);
    first.process.kill('SIGKILL');
    await until(() => calls().length === 2, 'a call of npm by the second start');
  });

  it('removes what an interrupted one has left, ignores engine-strict, and says what npm said', async () => {
    npmThat('echo "npm error network is unreachable"; exit 1');
    mkdirSync(join(clone, 'node_modules/half'), { recursive: true });
    const launched = start();
    expect(await launched.end()).toBe(1);
    await launched.line(/^failed: npm ci ended with 1/);
    expect(launched.said()).toContain('  npm error network is unreachable');
    expect(calls()).toEqual([expect.stringMatching(/^\d+: ci .*--engine-strict=false .*:$/)]);
  });

  it('names a dependency that was edited in package.json alone, before npm is called', async () => {
    npmThat('exit 1');
    const manifest = readFileSync(join(clone, 'package.json'), 'utf8');
    writeFileSync(join(clone, 'package.json'), manifest.replace(/"react": "[^"]+"/, '"react": "1.2.3"'));
    const launched = start();
    expect(await launched.end()).toBe(1);
    await launched.line(/^failed: package\.json does not match package-lock\.json: react is 1\.2\.3, in /);
    await launched.line(/^to do: .*npm install --package-lock-only/);
    expect(calls()).toEqual([]);
  });
});
