import { mkdir, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Where DuckDB keeps the write-ahead log of a database. It takes what follows a question mark for options and puts
 * the ending before the first one in the whole path, which is in another folder where a folder's name has one.
 */
export function logOf(path: string): string {
  const mark = path.indexOf('?');
  return mark === -1 ? `${path}.wal` : `${path.slice(0, mark)}.wal${path.slice(mark)}`;
}

/** Makes the folder of the log where it is not that of the database. */
export async function makeLogFolder(path: string): Promise<void> {
  if (dirname(logOf(path)) !== dirname(path)) await mkdir(dirname(logOf(path)), { recursive: true });
}

/** Takes it away again, once the database is closed and nothing is in it. */
export async function removeLogFolder(path: string): Promise<void> {
  const log = logOf(path);
  let folder = dirname(log);
  if (folder === dirname(path)) return;
  try {
    // Up to the one whose name has been changed.
    for (const made = log.slice(0, log.indexOf('?')); folder.startsWith(made); folder = dirname(folder)) {
      await rmdir(folder);
    }
  } catch {
    // Another database below the same folder is open.
  }
}
