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
  return fileSink(isatty(fd) ? ownTerminal(fd) : fd);
}

/**
 * @param {number} fd
 * @returns {Sink}
 */
function socketSink(fd) {
  const socket = new Socket({ fd, readable: false, writable: true });
  // The callback of the write tells it; without a listener the error would end the process.
  socket.on('error', () => undefined);
  return {
    write(bytes, done) {
      socket.write(bytes, (error) => done(error ?? null, error ? 0 : bytes.length));
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
 * The terminal opened anew for ourselves and without waiting, so that a stopped one answers EAGAIN. A shared
 * descriptor must not be changed: it is the shell's too.
 * @param {number} fd
 */
function ownTerminal(fd) {
  try {
    const own = openSync(
      `/proc/self/fd/${fd}`,
      constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    if (isatty(own)) return own;
    closeSync(own);
  } catch {
    // Another user's terminal, as after `su`: a stopped one then holds up one thread of the pool.
  }
  return fd;
}

/** @param {NodeJS.ErrnoException} error */
function isGone({ code }) {
  return (
    code === undefined ||
    ['EPIPE', 'EIO', 'EBADF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ENXIO'].includes(code)
  );
}
