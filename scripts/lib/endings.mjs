import { constants } from 'node:os';

/** What a terminal, a service manager or a CI sends to end a program. */
export const endSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Ends this process on a signal in the ordinary way, so that what was started is ended too.
 * @returns {() => void} undo
 */
export function exitOnSignals() {
  const end = (/** @type {NodeJS.Signals} */ signal) => process.exit(exitCode(null, signal));
  for (const signal of endSignals) process.on(signal, end);
  return () => {
    for (const signal of endSignals) process.off(signal, end);
  };
}

/**
 * Takes a child process along when this one ends.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export function endWithUs(child, signal = 'SIGTERM') {
  const end = () => {
    child.kill(signal);
  };
  process.on('exit', end);
  child.on('close', () => process.off('exit', end));
}

/**
 * The exit code of a process as a shell gives it.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
