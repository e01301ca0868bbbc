import { constants } from 'node:fs';
import { lstat, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, messageOf, type Result, success } from '../../../../shared/result.ts';

/** Contents by plain file name. */
export type FolderFiles = ReadonlyMap<string, Buffer>;

/** Prefix of the folders that hold unfinished work or its remains; they are never bundles. */
export const temporaryPrefix = '.new-';

/**
 * Reads one file of a folder, of at most `limit` bytes. Only a regular file is accepted and links are not followed, so
 * that a bundle can neither reach outside its folder nor block the reader with a pipe.
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
 * Writes `folder` with these files, completely or not at all: to a temporary folder beside it, with every file synced
 * and its size checked (on a full disk a write can end short without an error), which is then renamed. Fails with
 * `conflict` where anything of that name exists.
 */
export async function writeFolder(folder: string, files: FolderFiles): Promise<Result<null>> {
  const parent = dirname(folder);
  let temporary: string | null = null;
  try {
    if (await exists(folder)) return failure('conflict', `${folder} already exists and was not changed.`);
    temporary = await mkdtemp(join(parent, temporaryPrefix));
    for (const [name, content] of files) await writeSynced(join(temporary, name), content);
    await syncFolder(temporary);
    if (await exists(folder)) return failure('conflict', `${folder} already exists and was not changed.`);
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

/** A rename survives a power cut once its folder is synced. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
