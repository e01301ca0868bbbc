import { spawn } from 'node:child_process';
import { usualDataFolder } from '../shared/data-folder.mjs';
import { endSignals, exitCode, outlivesTerminal } from './endings.mjs';
import { say } from './say.mjs';
import { electronArguments } from './start/electron-arguments.mjs';
import { explain, explainRestarts } from './start/explain.mjs';
import { eachLine } from './start/lines.mjs';
import { removeLockSocket } from './start/lock-socket.mjs';
import { isHarmless } from './start/noise.mjs';
import { watchRestarts } from './start/restarts.mjs';

const usualPatience = 20_000;
const keptLines = 20;

/**
 * @typedef {import('../shared/command-line.mjs').CommandLine} CommandLine
 *
 * @typedef {object} Launch
 * @property {string} binary the Electron to run
 * @property {NodeJS.ProcessEnv} env
 * @property {CommandLine} typed
 * @property {readonly string[]} [args] further switches of Chromium
 * @property {string} from the folder in which the command was typed
 * @property {number} [patience] ms that a desk has to end in
 */

/**
 * Runs the desk to its end. SIGINT, SIGTERM and SIGHUP are passed on and waited for; a desk that has begun to end
 * and does not get there is ended by force. With --detach it returns as soon as the desk is ready.
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
export function restartable(options) {
  const root = process.getuid?.() === 0;
  if (root) say('sandbox: off, because Chromium cannot use it as root (for other users it is on)');
  const detach = options.typed.values.detach !== undefined;
  /** @type {ReturnType<typeof startDesk> | null} */
  let desk = null;
  let again = false;
  let asked = false;
  let start = () => {};
  let stoppedAt = Number.NEGATIVE_INFINITY;

  const ended = new Promise((resolve, reject) => {
    for (const signal of endSignals) {
      process.on(signal, () => {
        if (signal === 'SIGHUP' && outlivesTerminal()) return;
        // A Ctrl+C comes twice: from the terminal and from npm, which passes on its own.
        if (performance.now() - stoppedAt < 1000) return;
        stoppedAt = performance.now();
        again = false;
        asked = true;
        if (desk === null) resolve(exitCode(null, signal));
        else desk.stop(signal);
      });
    }
    start = () => {
      again = false;
      const running = startDesk(options, root, (state) => {
        if (!detach || state === 'ending') return;
        const ready = state === 'ready';
        say(
          `detached: the desk runs on as process ${running.pid}${ready ? '' : ', but it is not ready'}; to end it: kill ${running.pid}`,
        );
        resolve(ready ? 0 : 1);
      });
      desk = running;
      running.ended.then((code) => {
        desk = null;
        if (again) start();
        else resolve(code);
      }, reject);
    };
  });

  return {
    ended,
    restart() {
      if (asked) return;

      if (desk === null) return start();
      again = true;
      desk.stop('SIGTERM');
    },
  };
}

/**
 * @param {Launch} options
 * @param {boolean} root
 * @param {(state: string) => void} onState what the desk says of itself: ready, not-ready, ending
 */
function startDesk(options, root, onState) {
  const { binary, env, typed, args = [], from, patience = usualPatience } = options;
  const detach = typed.values.detach !== undefined;
  const all = electronArguments({ ...typed, chromium: [...args, ...typed.chromium] }, { root });
  const desk = spawn(binary, all, {
    cwd: from,
    // The pipe tells the desk that we have gone, however that comes about.
    env: { ...env, DESK_LAUNCHER_FD: '3' },
    stdio: ['ignore', 'inherit', detach ? 'inherit' : 'pipe', 'pipe'],
    // Its own process group: a Ctrl+C in the terminal reaches it once, through us.
    detached: true,
  });
  /** @type {string[]} */
  const lines = [];
  /** @type {NodeJS.Timeout | undefined} */
  let force;
  let forced = false;
  /** @type {NodeJS.Signals | null} */
  let passedOn = null;
  let restarts = false;
  const restartsForEver = watchRestarts();

  /** @param {string} reason */
  function expectEnd(reason) {
    force ??= setTimeout(() => {
      forced = true;
      say(`desk: still running ${patience / 1000} seconds after ${reason}; it was killed`);
      killGroup(desk);
    }, patience);
  }
  if (desk.stderr) {
    eachLine(desk.stderr, (line) => {
      if (isHarmless(line)) return;
      lines.splice(0, Math.max(0, lines.length - keptLines + 1));
      lines.push(line);
      if (restarts) return;
      say(line);
      if (!restartsForEver(line)) return;
      restarts = true;
      desk.kill('SIGTERM');
      expectEnd('it was told to end');
    });
  }
  const link = /** @type {import('node:net').Socket} */ (desk.stdio[3]);
  link.on('error', () => undefined);
  eachLine(link, (state) => {
    if (state === 'ending') expectEnd('it began to end');
    onState(state);
  });

  return {
    pid: desk.pid,
    /** @param {NodeJS.Signals} signal */
    stop(signal) {
      passedOn = signal;
      desk.kill(signal);
      expectEnd(signal);
    },
    ended: new Promise((resolve, reject) => {
      desk.on('error', reject);
      desk.on('exit', (code, signal) => {
        clearTimeout(force);
        // Its last output may still be on its way, but a helper process may keep the pipe open for long.
        const late = setTimeout(finish, 1000);
        desk.on('close', finish);
        let finished = false;
        function finish() {
          if (finished) return;
          finished = true;
          clearTimeout(late);
          removeLockSocket(typed.values['user-data-dir'] ?? usualDataFolder(env));
          const cause = restarts
            ? explainRestarts(lines)
            : forced
              ? null
              : explain({ code, signal, said: lines });
          if (cause !== null) {
            say(`failed: ${cause.what}`);
            say(`to do:  ${cause.todo}`);
          }
          if (restarts) return resolve(1);
          // If the desk died of the very signal, it had not opened anything yet: it has ended as it was asked to.
          resolve(signal !== null && signal === passedOn ? 0 : exitCode(code, signal));
        }
      });
    }),
  };
}

/** @param {import('node:child_process').ChildProcess} leader */
function killGroup(leader) {
  try {
    if (leader.pid !== undefined) process.kill(-leader.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
