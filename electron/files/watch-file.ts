import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { followLinks } from './link-trail.ts';

/** How often a file is looked at where the system does not tell of changes, as on some network file systems. */
const lookEveryMs = 2000;

/** Changes come in bursts: an editor empties a file before it fills it, or moves it away before it writes. */
const gatherMs = 60;

/**
 * Calls `onChange` soon after the file at `path`, or any link on the way to it, may have changed. Links that lead
 * elsewhere afterwards are followed anew. Returns its undo.
 */
export function watchFile(path: string, onChange: () => void): () => void {
  const watchers = new Map<string, { watcher: FSWatcher; names: ReadonlySet<string> }>();
  let soon: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;

  function look(): void {
    soon = undefined;
    follow();
    onChange();
  }

  function follow(): void {
    const { steps, target } = followLinks(path);
    if (isMountPoint(target)) poll();
    for (const [folder, { watcher }] of watchers) {
      if (steps.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const [folder, names] of steps) {
      const known = watchers.get(folder);
      if (known) watchers.set(folder, { ...known, names });
      else add(folder, names);
    }
  }

  function add(folder: string, names: ReadonlySet<string>): void {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null && !watchers.get(folder)?.names.has(name)) return;
        soon ??= setTimeout(look, gatherMs);
      });
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
        poll();
      });
      watchers.set(folder, { watcher, names });
    } catch {
      poll();
    }
  }

  function poll(): void {
    polling ??= setInterval(look, lookEveryMs).unref();
  }

  follow();
  return () => {
    clearTimeout(soon);
    clearInterval(polling);
    for (const { watcher } of watchers.values()) watcher.close();
    watchers.clear();
  };
}

/** What is written to a file that is mounted here from elsewhere is not told to who watches its folder. Linux alone says. */
function isMountPoint(path: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return mounts.some((mount) => unescaped(mount.split(' ')[4] ?? '') === path);
  } catch {
    return false;
  }
}

/** Blanks and the like stand there as their octal number. */
function unescaped(name: string): string {
  return name.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
