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
 * Puts a staged file in the place of another. One that is a mount point of its own, as in a container, is written over
 * instead, after `secure` has made sure that a crash in the midst loses nothing.
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

/** The same file with another content, on disk before it returns. A crash in the midst leaves it cut. */
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

/** Gives a file a name that must be free, unless it has been taken. */
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

/** Gives the file at `from` a second name; false where that cannot be done. */
export function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Moves a file to another name; one that is a mount point stays and is copied. */
export function moveAway(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EBUSY') throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

/** The name, or that with a number behind it, at which nothing is. */
export function freePath(wanted: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!lstatSync(name, { throwIfNoEntry: false })) return name;
  }
}

/** Who may read a file, and whose it is, does not change by saving. */
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

/** A handle to read from, which waits for no writer of a pipe; null where there is no file to open. */
export function openOrNull(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
}

/** Without it a power cut can undo a rename in `folder`. */
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
