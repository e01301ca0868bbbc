import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, write } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { escapeControls } from './escape.mjs';

/**
 * Lines to a terminal, pipe or file that may be slow, full, stopped or gone: whoever says something never waits
 * and never fails. Lines wait in a bounded queue; those that cannot be written are counted, and the count is
 * said once something can be written again.
 *
 * @typedef {object} Output
 * @property {(text: string) => void} line one line; control characters in it are escaped
 * @property {() => number} dropped how many lines could not be written so far
 * @property {(ms: number) => Promise<void>} flushed settles when all is written or nothing more can be, and after
 *   `ms` at the latest
 */

const mostWaiting = 256 * 1024;
const chunkBytes = 16 * 1024;
const retryMs = { busy: 50, refused: 1000 };

/**
 * @param {number} fd
 * @param {(fd: number) => Sink} [open]
 * @returns {Output}
 */
export function createOutput(fd, open = openSink) {
  /** @type {Sink | null} */
  let sink = null;
  /** @type {Buffer[]} */
  let waiting = [];
  let waitingBytes = 0;
  let busy = false;
  let gone = false;
  let dropped = 0;
  let untold = 0;
  /** @type {Set<() => void>} */
  const watchers = new Set();

  function settle() {
    for (const check of [...watchers]) check();
  }

  /** @param {number} count */
  function drop(count) {
    dropped += count;
    untold += count;
  }

  function next() {
    if (busy || gone || waiting.length === 0) return;
    busy = true;
    let count = 0;
    let size = 0;
    while (count < waiting.length && (count === 0 || size + waiting[count].length <= chunkBytes)) {
      size += waiting[count].length;
      count += 1;
    }
    const taken = waiting.splice(0, count);
    waitingBytes -= size;
    const told = untold;
    if (told > 0) taken.unshift(Buffer.from(`… ${told} lines could not be written\n`));
    send(Buffer.concat(taken), (failure) => {
      if (failure === null) untold -= told;
      else drop(count);
      if (failure === 'gone') {
        gone = true;
        drop(waiting.length);
        waiting = [];
        waitingBytes = 0;
      }
      if (failure === 'refused') {
        // A disk that is full now may have room in a while; asked too often it would cost a core.
        setTimeout(proceed, retryMs.refused).unref();
      } else {
        proceed();
      }
      settle();
    });
  }

  function proceed() {
    busy = false;
    next();
  }

  /**
   * @param {Buffer} bytes
   * @param {(failure: 'refused' | 'gone' | null) => void} done
   */
  function send(bytes, done) {
    sink ??= open(fd);
    sink.write(bytes, (error, written) => {
      const rest = bytes.subarray(written);
      if (error?.code === 'EAGAIN') setTimeout(() => send(rest, done), retryMs.busy).unref();
      else if (error) done(isGone(error) ? 'gone' : 'refused');
      else if (rest.length > 0) send(rest, done);
      else done(null);
    });
  }

  return {
    line(text) {
      const bytes = Buffer.from(`${escapeControls(text)}\n`);
      if (gone || waitingBytes + bytes.length > mostWaiting) return drop(1);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      next();
    },
    dropped: () => dropped,
    flushed(ms) {
      return new Promise((resolve) => {
        const check = () => {
          if (!gone && (busy || waiting.length > 0)) return;
          finish();
        };
        const finish = () => {
          clearTimeout(timer);
          watchers.delete(check);
          resolve();
        };
        const timer = setTimeout(finish, ms);
        watchers.add(check);
        check();
      });
    },
  };
}

/**
 * @typedef {object} Sink
 * @property {(bytes: Buffer, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void} write
 *   calls `done` once; it may write less than it was given
 */

/**
 * A way to write that never blocks this thread, whatever stands behind the descriptor.
 * @param {number} fd
 * @returns {Sink}
 */
export function openSink(fd) {
  try {
    const kind = fstatSync(fd);
    if (kind.isFIFO() || kind.isSocket()) return socketSink(fd);
  } catch (error) {
    // Closed by whoever started us.
    return { write: (_bytes, done) => done(/** @type {NodeJS.ErrnoException} */ (error), 0) };
  }
  return isatty(fd) ? terminalSink(fd) : fileSink(fd);
}

/**
 * @param {number} fd
 * @returns {Sink}
 */
function socketSink(fd) {
  const socket = new Socket({ fd, readable: false, writable: true });
  // The callback of the write tells it; without a listener the error would end the process.
  socket.on('error', () => undefined);
  return streamSink(socket);
}

/**
 * @param {Socket} stream
 * @returns {Sink}
 */
function streamSink(stream) {
  return {
    write(bytes, done) {
      stream.write(bytes, (error) => done(error ?? null, error ? 0 : bytes.length));
    },
  };
}

/**
 * Files do not make their writer wait; the thread pool does the rest.
 * @param {number} fd
 * @returns {Sink}
 */
function fileSink(fd) {
  return { write: (bytes, done) => write(fd, bytes, done) };
}

/**
 * A shared descriptor must not be switched to non-blocking: it is the shell's too. So the terminal is opened anew,
 * and a stopped one answers EAGAIN.
 * @param {number} fd
 * @returns {Sink}
 */
function terminalSink(fd) {
  try {
    const own = openSync(
      `/proc/self/fd/${fd}`,
      constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    if (isatty(own)) return fileSink(own);
    closeSync(own);
  } catch {
    // It belongs to another user, as after `su`.
  }
  return process.platform === 'linux' ? relaySink(fd) : fileSink(fd);
}

/**
 * Writes through a process of its own, which may wait for a stopped terminal; a thread that waits there could not
 * be ended, and neither could this process. The relay ends with its input, once the terminal has taken the rest or
 * is closed; Ctrl+C does not reach it, so that the last lines still come out.
 * @param {number} fd
 * @returns {Sink}
 */
function relaySink(fd) {
  const relay = spawn('cat', [], { stdio: ['pipe', fd, 'ignore'], detached: true });
  relay.on('error', () => undefined).unref();
  const input = /** @type {Socket} */ (relay.stdin);
  input.on('error', () => undefined).unref();
  return streamSink(input);
}

/** @param {NodeJS.ErrnoException} error */
function isGone({ code }) {
  return (
    code === undefined ||
    ['EPIPE', 'EIO', 'EBADF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ENXIO'].includes(code)
  );
}
