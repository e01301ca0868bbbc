import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A mounted file system of the test's own. */
export interface Disk {
  readonly folder: string;
  /** Lets go of it, also while something is still open. */
  unmount(): void;
}

/** Why no disk can be mounted here; null where one can. */
export function whyNoDisks(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root to mount a disk';
  const folder = newFolder();
  try {
    makeImage(join(folder, 'image'));
    mountImage(join(folder, 'image'), join(folder, 'disk')).unmount();
    return null;
  } catch (error) {
    return `no disk can be mounted: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'desk-durability-'));
}

/** An empty ext4 file system in a file. */
export function makeImage(path: string): void {
  run('truncate', '-s', '48M', path);
  run('mkfs.ext4', '-q', '-F', path);
}

export function mountImage(image: string, folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  // What nobody asks to be on disk stays off it for as long as the kernel allows.
  run('mount', '-o', 'loop,commit=300', image, folder);
  return { folder, unmount: () => run('umount', folder) };
}

/** A small disk in memory, to be filled to the last block. */
export function mountSmall(folder: string, size: string): Disk & { readOnly(on: boolean): void } {
  mkdirSync(folder, { recursive: true });
  run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'desk-durability', folder);
  return {
    folder,
    unmount: () => run('umount', '--lazy', folder),
    readOnly: (on) => run('mount', '-o', `remount,${on ? 'ro' : 'rw'},size=${size}`, folder),
  };
}

/** Fills what is left, down to `spare` bytes, also while others write. */
export function fill(folder: string, file: string, spare = 0): void {
  const { bavail, bsize } = statfsSync(folder);
  const handle = openSync(file, 'w');
  try {
    writeSync(handle, Buffer.alloc(Math.max(0, bavail * bsize - spare)));
    // What was freed meanwhile.
    if (spare === 0) for (;;) writeSync(handle, Buffer.alloc(bsize));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
