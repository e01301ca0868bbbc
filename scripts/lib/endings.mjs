import { readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { isatty } from 'node:tty';

/** What a terminal, a service manager or a CI sends to end a program. */
export const endSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @type {Set<() => void | Promise<void>>} */
const cleanups = new Set();

let ending = false;

/** @returns {boolean} whether a signal ends this process: what fails from then on fails because of it */
export function isEnding() {
  return ending;
}

/**
 * Ends this process on a signal in the ordinary way, so that what was started is ended too and nothing half
 * done is left.
 * @returns {() => void} undo, for when another listener to the same signals has been added: Node forgets a signal
 *   that is under way while nobody listens
 */
export function exitOnSignals() {
  // Node would open its inspector to every program on this machine.
  process.on('SIGUSR1', () => undefined);
  const end = (/** @type {NodeJS.Signals} */ signal) => {
    if (ending || (signal === 'SIGHUP' && outlivesTerminal())) return;
    ending = true;
    void cleanUp().then(() => process.exit(exitCode(null, signal)));
  };
  for (const signal of endSignals) process.on(signal, end);
  return () => {
    for (const signal of endSignals) process.off(signal, end);
  };
}

async function cleanUp() {
  // In reverse order: a process is ended before the files that it writes are removed.
  for (const clean of [...cleanups].reverse()) {
    try {
      await clean();
    } catch {
      // The next start finds what is left and removes it.
    }
  }
}

/**
 * What has to be undone where this process is asked to end.
 * @param {() => void | Promise<void>} clean
 * @returns {() => void} takes it back
 */
export function onEnding(clean) {
  cleanups.add(clean);
  return () => {
    cleanups.delete(clean);
  };
}

/**
 * Takes a child process along when this one ends.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 * @returns {() => void} leaves it running after all
 */
export function endWithUs(child, signal = 'SIGTERM') {
  const end = () => {
    child.kill(signal);
  };
  const leave = () => {
    process.off('exit', end);
  };
  process.on('exit', end);
  child.on('close', leave);
  return leave;
}

/**
 * The same for a child that leads a process group of its own (`detached`): all of it is ended, and its end is
 * waited for, so that nothing is written any more afterwards.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export function endGroupWithUs(child, signal = 'SIGKILL') {
  const over = new Promise((resolve) => child.once('close', resolve));
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const stop = onEnding(async () => {
    kill();
    await over;
  });
  process.on('exit', kill);
  void over.then(() => {
    stop();
    process.off('exit', kill);
  });
}

/**
 * Whether this process goes on when its terminal closes: under `nohup`, and where none of its input and output was on
 * that terminal. npm and Node reset what nohup sets for SIGHUP, so other traces of nohup are looked for.
 */
export function outlivesTerminal() {
  return isUnderNohup(process.env) || (hadTerminal && !hasTerminal() && !usedTerminal);
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {boolean} whether the shell called nohup, or the input is what nohup makes of it: /dev/null, opened for writing
 */
export function isUnderNohup(env) {
  if (basename(env._ ?? '') === 'nohup') return true;
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'))?.[1] ?? '0';
    const toWrite = (Number.parseInt(flags, 8) & accessMode) === 1;
    return toWrite && readlinkSync('/proc/self/fd/0') === '/dev/null';
  } catch {
    // Only Linux tells.
    return false;
  }
}

const accessMode = 3;
const hadTerminal = hasTerminal();
// Read now: a terminal that has closed is no longer recognised as one.
const usedTerminal = [0, 1, 2].some((fd) => isatty(fd));

/** @returns {boolean} whether this process has a controlling terminal */
function hasTerminal() {
  try {
    // After the name in brackets: state, parent, group, session, terminal.
    const [, terminal] = /\) \S+ \S+ \S+ \S+ (-?\d+)/.exec(readFileSync('/proc/self/stat', 'utf8')) ?? [];
    return terminal !== undefined && terminal !== '0';
  } catch {
    return false;
  }
}

/**
 * The exit code of a process as a shell gives it.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
