import { readlinkSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Removes what a desk that died has left in the temporary folder: the socket of the lock on its data folder. The
 * socket of a running desk stays.
 * @param {string} dataFolder
 */
export function removeLockSocket(dataFolder) {
  try {
    const pid = Number(readlinkSync(join(dataFolder, 'SingletonLock')).split('-').at(-1));
    if (isRunning(pid)) return;
    const folder = dirname(readlinkSync(join(dataFolder, 'SingletonSocket')));
    if (basename(folder).startsWith('scoped_dir')) rmSync(folder, { recursive: true, force: true });
  } catch {
    // There is none, or it is another user's.
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
