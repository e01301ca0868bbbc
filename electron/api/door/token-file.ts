import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';

/**
 * What a file for one secret holds, without the white space around it; null where there is no file. A file
 * that others can read is refused: what stands in it is no secret.
 */
export function readSecret(path: string): Result<string | null> {
  let handle: number;
  try {
    // Opening a pipe would block until somebody writes.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return success(null);
    return failure('unreadable', `${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    // Checked on the open handle, so that the file cannot be replaced between check and read.
    const file = fstatSync(handle);
    if (!file.isFile()) return failure('unreadable', `${path} is not a file.`);
    if (process.platform !== 'win32' && (file.mode & 0o077) !== 0) {
      return failure(
        'unreadable',
        `${path} can be read or written by other users (mode ${(file.mode & 0o777).toString(8)}). Make it yours alone: chmod 600 ${path}`,
      );
    }
    if (file.size > longestFile) return failure('unreadable', `${path} is too long to hold a token.`);
    return success(readFileSync(handle, 'utf8').trim());
  } catch (error) {
    return failure('unreadable', `${path} cannot be read: ${messageOf(error)}`);
  } finally {
    closeSync(handle);
  }
}

/** Puts a secret on disk, whole or not at all, where its owner alone can read it. */
export function writeSecret(path: string, secret: string): Result<null> {
  const temporary = `${path}.new-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(temporary, { force: true });
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      // The umask may have removed permissions.
      chmodSync(temporary, 0o600);
      writeFileSync(handle, `${secret}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
    if (readFileSync(path, 'utf8') !== `${secret}\n`) throw new Error('what was written does not read back');
    return success(null);
  } catch (error) {
    discard(temporary);
    return failure('not-saved', `${path} cannot be written: ${messageOf(error)}`);
  }
}

const longestFile = 4096;

/** ENOTDIR means there is nothing to remove; `force` does not cover it. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}
