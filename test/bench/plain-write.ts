import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds of each of `count` writes of 4 kB, each with its fsync, into a file of its own in `folder`. */
export function timeWrites(folder: string, count: number): number[] {
  const bytes = Buffer.alloc(4096, 'x');
  return Array.from({ length: count }, () => {
    const start = performance.now();
    const file = openSync(join(folder, 'plain'), 'w');
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
    return performance.now() - start;
  });
}
