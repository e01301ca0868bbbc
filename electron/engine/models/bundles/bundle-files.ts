import { constants } from 'node:fs';
import { lstat, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, messageOf, type Result, success } from '../../../../shared/result.ts';

/** Contents by plain file name. */
export type FolderFiles = ReadonlyMap<string, Buffer>;

/** Folders whose name begins so are work in progress or its remains, never bundles. */
export const temporaryPrefix = '.new-';

/**
 * One file of a folder, at most `limit` bytes. Links are not followed and anything but a regular file is
 * refused, so that a bundle cannot reach outside its folder or make the reader wait.
 */
export async function readPlainFile(folder: string, name: string, limit: number): Promise<Result<Buffer>> {
  const path = join(folder, name);
  try {
    const seen = await lstat(path);
    if (!seen.isFile()) {
      return failure(
        'unreadable',
        `${name} is ${seen.isSymbolicLink() ? 'a link' : 'not a file'}; a bundle holds plain files only.`,
      );
    }
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const { size } = await file.stat();
      if (size > limit) {
        return failure('too-large', `${name} has ${size} bytes; ${limit} are allowed.`);
      }
      const content = Buffer.alloc(size);
      let length = 0;
      while (length < size) {
        const { bytesRead } = await file.read(content, length, size - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return success(content.subarray(0, length));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return failure('not-found', `${name} is missing.`);
    return failure('unreadable', `${name} cannot be read (${messageOf(error)}).`);
  }
}

/**
 * Makes `folder` with these files, whole or not at all: a temporary folder beside it, everything synced
 * and its size checked (a full disk can cut a write short without an error), then renamed. Refused as
 * `conflict` where anything of that name exists.
 */
export async function writeFolder(folder: string, files: FolderFiles): Promise<Result<null>> {
  const parent = dirname(folder);
  let temporary: string | null = null;
  try {
    if (await exists(folder)) return failure('conflict', `${folder} exists already; it is left as it is.`);
    temporary = await mkdtemp(join(parent, temporaryPrefix));
    for (const [name, content] of files) await writeSynced(join(temporary, name), content);
    await syncFolder(temporary);
    if (await exists(folder)) return failure('conflict', `${folder} exists already; it is left as it is.`);
    await rename(temporary, folder);
    temporary = null;
    await syncFolder(parent);
    return success(null);
  } catch (error) {
    return failure('not-saved', `${folder} could not be written (${messageOf(error)}). Nothing was changed.`);
  } finally {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true }).catch(() => {});
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeSynced(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
    const { size } = await file.stat();
    if (size !== content.length) throw new Error(`only ${size} of ${content.length} bytes were written`);
  } finally {
    await file.close();
  }
}

/** A rename is safe from a power cut once its folder is synced; Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
