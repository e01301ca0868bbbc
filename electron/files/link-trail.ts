import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, parse, resolve, sep } from 'node:path';

/** Where a path leads to. */
export interface LinkTrail {
  /** The file at the end of all links, whether it is there or not. */
  readonly target: string;
  /** By folder, the names in it on which the way depends: who watches them sees every change of the file. */
  readonly steps: ReadonlyMap<string, ReadonlySet<string>>;
}

const mostLinks = 40;

/** Follows the links of `path`, also those in the folders that a link leads through; its own folder is taken as it is. */
export function followLinks(path: string): LinkTrail {
  const steps = new Map<string, Set<string>>();
  const note = (step: string) => {
    const folder = dirname(step);
    steps.set(folder, (steps.get(folder) ?? new Set()).add(basename(step)));
  };
  let at = join(real(dirname(path)), basename(path));
  note(at);
  for (let links = 0; links < mostLinks; links += 1) {
    const link = firstLink(at);
    if (link === null) break;
    note(link.path);
    at = resolve(dirname(link.path), readlinkSync(link.path), link.rest);
  }
  note(at);
  return { target: at, steps };
}

/** The first part of a path that is a link, and what follows it. */
function firstLink(path: string): { path: string; rest: string } | null {
  const { root } = parse(path);
  const parts = path.slice(root.length).split(sep);
  let at = root;
  for (const [i, part] of parts.entries()) {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (!stats) return null;
    if (stats.isSymbolicLink()) return { path: at, rest: join('.', ...parts.slice(i + 1)) };
  }
  return null;
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
