import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { top } from '../places.mjs';
import { say } from '../say.mjs';

const quietMs = 500;

/**
 * Lets one process at a time set up this clone. The lock is a listening socket: the system releases it when its
 * holder ends, for whatever reason, and those who wait are told at once. On Linux no file is involved.
 * @template T
 * @param {() => Promise<T>} task
 * @param {string} [name] where it listens
 * @returns {Promise<T>}
 */
export async function oneAtATime(task, name = socketName(top)) {
  const release = await take(name);
  try {
    return await task();
  } finally {
    release();
  }
}

/**
 * @param {string} name
 * @returns {Promise<() => void>} releases the lock
 */
async function take(name) {
  for (;;) {
    const release = await listen(name);
    if (release !== null) return release;
    await holderGone(name);
  }
}

/**
 * @param {string} name
 * @returns {Promise<(() => void) | null>} null where another process holds it
 */
function listen(name) {
  return new Promise((resolve, reject) => {
    /** @type {Set<import('node:net').Socket>} */
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.unref();
      socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
      socket.write(`${process.pid}\n`);
    });
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      });
    });
  });
}

/**
 * @param {string} name
 * @returns {Promise<void>} settles when the holder releases it
 */
function holderGone(name) {
  return new Promise((resolve) => {
    let holder = '';
    const socket = connect(name);
    const tell = setTimeout(() => {
      say(`set-up: another process${holder} is setting up this clone; waiting for it to finish`);
    }, quietMs);
    socket.on('data', (chunk) => {
      holder = ` (${String(chunk).trim()})`;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(tell);
      resolve();
    });
  });
}

/**
 * One name for one folder, whatever path leads to it.
 * @param {string} folder
 */
function socketName(folder) {
  const { dev, ino } = statSync(folder);
  const name = `ensemble-desk-set-up-${dev}-${ino}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.socket`);
}
