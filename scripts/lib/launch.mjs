import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { top } from './places.mjs';
import { say } from './say.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const patience = 20_000;

/**
 * What Electron is started with: Chromium's switches, the app, what the user typed.
 * @param {readonly string[]} userArgs
 * @param {{ root: boolean }} who
 */
export function electronArguments(userArgs, { root }) {
  const headless = userArgs.includes('--headless');
  return [
    // Chromium refuses to run as root inside its sandbox.
    ...(root ? ['--no-sandbox'] : []),
    ...(headless ? ['--ozone-platform=headless', '--disable-gpu', '--disable-software-rasterizer'] : []),
    top,
    ...userArgs,
  ];
}

/**
 * Lines that Chromium writes on machines without a session bus and that mean nothing.
 * @param {string} line
 */
export function isHarmless(line) {
  return /^\[[\d:/.]+:ERROR:(dbus\/)?(bus|object_proxy)\.cc[:(]/.test(line);
}

/**
 * Runs the desk to its end. SIGINT, SIGTERM and SIGHUP are passed on and waited for.
 * @param {{ binary: string, env: NodeJS.ProcessEnv, userArgs: readonly string[] }} options
 * @returns {Promise<number>} the desk's exit code
 */
export function launch({ binary, env, userArgs }) {
  const root = process.getuid?.() === 0;
  if (root) say('sandbox: off, because Chromium does not run as root inside it (as another user it is on)');
  return new Promise((resolve, reject) => {
    // Its own process group: a Ctrl+C in the terminal reaches it once, through us.
    const desk = spawn(binary, electronArguments(userArgs, { root }), {
      cwd: process.cwd(),
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
      detached: true,
    });
    createInterface({ input: desk.stderr }).on('line', (line) => {
      if (!isHarmless(line)) process.stderr.write(`${line}\n`);
    });
    process.on('exit', () => desk.kill('SIGKILL'));
    for (const signal of signals) process.on(signal, () => stop(desk, signal));
    desk.on('error', reject);
    desk.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}

/**
 * @param {import('node:child_process').ChildProcess} desk
 * @param {NodeJS.Signals} signal
 */
function stop(desk, signal) {
  desk.kill(signal);
  setTimeout(() => {
    say(`desk: still there ${patience / 1000} seconds after ${signal}; ended by force`);
    desk.kill('SIGKILL');
  }, patience).unref();
}
