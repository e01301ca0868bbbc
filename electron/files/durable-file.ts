import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Store from 'electron-store';
import { messageOf } from '../../shared/result.ts';
import { type Content, readContent, readOpen } from '../engine/text/read-text.ts';
import { followLinks } from './link-trail.ts';

/** A text file that is replaced whole or not at all, and in which nothing that others write is lost unseen. */
export interface DurableFile {
  readonly path: string;
  /** What is there now. */
  content(): Content;
  /** Puts `text` in the place of `from`, on disk before it returns; where something else is there, it stays. */
  replace(from: Content, text: string): Replaced;
  /** What others have written, within the last two seconds, into files that were replaced under their hands. */
  late(): readonly Content[];
  /** True while `late` may still find something. */
  mayBeLate(): boolean;
  /** Keeps a content under a new name beside the file, whose name it becomes. Takes it away from `path` only when told to. */
  keepAside(content: Content, word: string, takeAway?: boolean): string;
  /** A copy of its own beside the file, for the day on which that is broken. */
  readonly lastGood: { content(): Content; save(text: string): void };
  close(): void;
}

export type Replaced =
  | { readonly kind: 'replaced' }
  /** Something else was there, and is. */
  | { readonly kind: 'changed' }
  /** The old one is there. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A file that has lost its name to a newer one. */
interface Replacement {
  readonly handle: number;
  readonly until: number;
  content: Content;
  /** When it was last written to, as far as that has been told, and as of the latest look. */
  written: string;
  seen: string;
}

/** A program that has opened the file for writing before it was replaced may still write for this long. */
const lateMs = 2000;
const mostReplaced = 16;

/**
 * `folder/name.json`, which may be a link: what it leads to is replaced, and the link stays. electron-store writes the
 * new text beside it and syncs it; only then is the file compared with what it should be and replaced by a rename.
 */
export function openDurableFile(options: {
  folder: string;
  name: string;
  now: () => number;
  /** Monotonic clock, ms; given where `late` is asked. */
  elapsed?: () => number;
  /** True where `sweepStaged` has been called for the folder: with many files in it each need not look through it. */
  swept?: boolean;
}): DurableFile {
  const { folder, name, now, elapsed, swept = false } = options;
  const path = join(folder, `${name}.json`);
  const lastGoodPath = join(folder, `${name}.last-good.json`);
  const staging = `.${name}.desk-next`;
  let text = '';
  let store: { folder: string; store: Store<Record<string, unknown>> } | null = null;
  let replaced: Replacement[] = [];
  if (!swept) sweepAll();

  function sweepAll(): void {
    mkdirSync(folder, { recursive: true });
    sweep(folder);
    const place = dirname(followLinks(path).target);
    if (place !== folder && existsSync(place)) sweep(place);
  }

  /** A kill between write and rename leaves such files behind. */
  function sweep(place: string): void {
    const left = [`${staging}.json`, `${name}.json.tmp-`, `${name}.last-good.json.tmp-`];
    for (const entry of readdirSync(place)) {
      if (left.some((start) => entry.startsWith(start)))
        rmSync(join(place, entry), { force: true, recursive: true });
    }
  }

  /** The text, synced, in a file beside the target, so that a rename does the rest. */
  function stage(place: string): string {
    if (store?.folder !== place) {
      mkdirSync(place, { recursive: true });
      store = {
        folder: place,
        store: new Store<Record<string, unknown>>({
          cwd: place,
          name: staging,
          clearInvalidConfig: false,
          serialize: () => text,
          deserialize: () => ({}),
        }),
      };
    }
    store.store.store = {};
    const staged = join(place, `${staging}.json`);
    if (!readFileSync(staged).equals(Buffer.from(text)))
      throw new Error('what was written does not read back; is the disk full?');
    return staged;
  }

  function replace(from: Content, next: string): Replaced {
    const { target } = followLinks(path);
    const place = dirname(target);
    let old: number | null = null;
    try {
      text = next;
      const staged = stage(place);
      keepMode(target, staged);
      old = from.kind === 'missing' ? null : openOrNull(target);
      // From here to the rename there is no waiting for the disk: a few microseconds.
      const there = old === null ? readContent(target) : readOpen(old);
      if (there.key !== from.key || followLinks(path).target !== target) {
        dropStaged(place);
        return { kind: 'changed' };
      }
      if (from.kind !== 'missing') renameSync(staged, target);
      else if (!takeName(staged, target)) return { kind: 'changed' };
      syncFolder(place);
      if (old !== null) keepOpen(old, there);
      old = null;
      return { kind: 'replaced' };
    } catch (error) {
      dropStaged(place);
      return { kind: 'failed', reason: messageOf(error) };
    } finally {
      if (old !== null) closeSync(old);
    }
  }

  function dropStaged(place: string): void {
    try {
      sweep(place);
    } catch {
      // A folder that cannot be read holds nothing of ours either.
    }
  }

  function keepOpen(handle: number, content: Content): void {
    if (!elapsed) {
      closeSync(handle);
      return;
    }
    forgetOld(elapsed());
    const written = writtenAt(handle);
    replaced.push({ handle, content, written, seen: written, until: elapsed() + lateMs });
    const surplus = replaced.length - mostReplaced;
    const oldest = new Set(replaced.slice(0, Math.max(0, surplus)));
    forget((each) => oldest.has(each));
  }

  function forgetOld(time: number): void {
    forget(({ until }) => until < time);
  }

  function forget(which: (each: Replacement) => boolean): void {
    for (const each of replaced.filter(which)) closeSync(each.handle);
    replaced = replaced.filter((each) => !which(each));
  }

  /** What is still being written is not told yet: it must look the same twice. */
  function late(): readonly Content[] {
    const found: Content[] = [];
    for (const each of replaced) {
      const written = writtenAt(each.handle);
      if (written !== each.written && written === each.seen) {
        const content = readOpen(each.handle);
        if (content.key !== each.content.key) found.push(content);
        each.content = content;
        each.written = written;
      }
      each.seen = written;
    }
    if (elapsed) forgetOld(elapsed());
    return found;
  }

  function keepAside(content: Content, word: string, takeAway = false): string {
    const aside = freeName(`${path}.${word}-${now()}`);
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    const there = readContent(path).key === content.key;
    if (takeAway && (!isLink || content.kind !== 'text')) renameSync(path, aside);
    // The same file under a second name: what a slow program goes on writing into it is kept as well.
    else if (!(there && !isLink && linked(path, aside)) && content.kind === 'text')
      writeFileSync(aside, content.text, { flag: 'wx' });
    return basename(aside);
  }

  return {
    path,
    content: () => readContent(path),
    replace,
    late,
    mayBeLate: () => replaced.length > 0,
    keepAside,
    lastGood: {
      content: () => readContent(lastGoodPath),
      save(good) {
        const temporary = `${lastGoodPath}.tmp-${process.pid}`;
        try {
          writeFileSync(temporary, good);
          renameSync(temporary, lastGoodPath);
        } catch {
          // The file itself is saved; an older copy is better than a cut one.
          rmSync(temporary, { force: true });
        }
      },
    },
    close: () => forget(() => true),
  };
}

/** Removes what a kill between write and rename has left of any file in `folder`. */
export function sweepStaged(folder: string): void {
  for (const entry of readdirSync(folder)) {
    if (/^\..*\.desk-next\.json|\.last-good\.json\.tmp-\d+$/.test(entry))
      rmSync(join(folder, entry), { force: true, recursive: true });
  }
}

/** Gives a file a name that must be free; false where it has been taken. */
function takeName(staged: string, target: string): boolean {
  try {
    linkSync(staged, target);
    rmSync(staged);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      rmSync(staged, { force: true });
      return false;
    }
    // Not every file system has links.
    renameSync(staged, target);
    return true;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function freeName(wanted: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!lstatSync(name, { throwIfNoEntry: false })) return name;
  }
}

/** Who may read a file, and whose it is, does not change by saving. */
function keepMode(target: string, staged: string): void {
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

function writtenAt(handle: number): string {
  const { mtimeNs, size } = fstatSync(handle, { bigint: true });
  return `${mtimeNs} ${size}`;
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
}

/** Without it a power cut can undo the rename. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
