import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endSignals, endWithUs, exitCode } from './endings.mjs';
import { top } from './places.mjs';
import { say } from './say.mjs';

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
 * @typedef {object} Launch
 * @property {string} binary the Electron to run
 * @property {NodeJS.ProcessEnv} env
 * @property {readonly string[]} userArgs
 */

/**
 * Runs the desk to its end. SIGINT, SIGTERM and SIGHUP are passed on and waited for.
 * @param {Launch} options
 * @returns {Promise<number>} the desk's exit code
 */
export function launch(options) {
  const desk = restartable(options);
  desk.restart();
  return desk.ended;
}

/**
 * A desk that can be started again, for development. Nothing runs before the first `restart`.
 * @param {Launch} options
 * @returns {{ restart: () => void, ended: Promise<number> }} `ended` is the exit code of a desk that ended for
 *   another reason than a restart
 */
export function restartable({ binary, env, userArgs }) {
  const root = process.getuid?.() === 0;
  if (root) say('sandbox: off, because Chromium does not run as root inside it (as another user it is on)');
  /** @type {import('node:child_process').ChildProcess | null} */
  let desk = null;
  let again = false;
  let start = () => {};
  let stoppedAt = 0;

  const ended = new Promise((resolve, reject) => {
    for (const signal of endSignals) {
      process.on(signal, () => {
        // A Ctrl+C comes twice: from the terminal and from npm, which passes on its own.
        if (Date.now() - stoppedAt < 1000) return;
        stoppedAt = Date.now();
        again = false;
        if (desk === null) resolve(exitCode(null, signal));
        else stop(desk, signal);
      });
    }
    start = () => {
      again = false;
      desk = spawnDesk(binary, electronArguments(userArgs, { root }), env);
      desk.on('error', reject);
      desk.on('close', (code, signal) => {
        desk = null;
        if (again) start();
        else resolve(exitCode(code, signal));
      });
    };
  });

  return {
    ended,
    restart() {
      if (desk === null) return start();
      again = true;
      desk.kill('SIGTERM');
    },
  };
}

/**
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function spawnDesk(binary, args, env) {
  // Its own process group: a Ctrl+C in the terminal reaches it once, through us.
  const desk = spawn(binary, args, { env, stdio: ['ignore', 'inherit', 'pipe'], detached: true });
  endWithUs(desk, 'SIGKILL');
  createInterface({ input: desk.stderr }).on('line', (line) => {
    if (!isHarmless(line)) process.stderr.write(`${line}\n`);
  });
  return desk;
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
