import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/**
 * Replaces a file by a staged one. A file that is itself a mount point, as in a container, cannot be replaced by a
 * rename: it is overwritten, after `secure` has made a copy that survives a crash.
 */
export function takePlace(staged: string, target: string, secure: () => void): 'renamed' | 'written-over' {
  try {
    renameSync(staged, target);
    return 'renamed';
  } catch (error) {
    if (codeOf(error) !== 'EBUSY') throw error;
    secure();
    writeOver(target, readFileSync(staged));
    rmSync(staged);
    return 'written-over';
  }
}

/** Overwrites a file, on disk before it returns. A crash meanwhile truncates it. */
function writeOver(target: string, content: Buffer): void {
  const handle = openSync(target, 'r+');
  try {
    writeFileSync(handle, content);
    ftruncateSync(handle, content.length);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives a staged file its name, unless another file has taken that name. */
export function takeName(staged: string, target: string): 'renamed' | 'taken' {
  try {
    linkSync(staged, target);
    rmSync(staged);
    return 'renamed';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      rmSync(staged, { force: true });
      return 'taken';
    }
    // Not every file system has links.
    renameSync(staged, target);
    return 'renamed';
  }
}

/** Gives a file a second name; false where hard links cannot be made. */
export function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Moves a file to another name; one that is a mount point is copied instead. */
export function moveAway(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EBUSY') throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

/** The wanted path, with a number appended where that exists already. */
export function freePath(wanted: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!lstatSync(name, { throwIfNoEntry: false })) return name;
  }
}

/** Saving changes neither who may read a file nor who owns it. */
export function keepMode(target: string, staged: string): void {
  const old = statSync(target, { throwIfNoEntry: false });
  if (!old) return;
  const fresh = statSync(staged);
  if (old.mode !== fresh.mode) chmodSync(staged, old.mode & 0o7777);
  if (old.uid === fresh.uid && old.gid === fresh.gid) return;
  try {
    chownSync(staged, old.uid, old.gid);
  } catch {
    // Only root may give a file to someone else.
  }
}

/** Opens a file for reading, without waiting for the writer of a pipe; null where it cannot be opened. */
export function openOrNull(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
}

/** Syncs a folder: without that, a power cut can undo a rename in it. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
