import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Store from 'electron-store';
import { messageOf } from '../../shared/result.ts';
import { type Content, readContent, readOpen } from '../engine/text/read-text.ts';
import { createLateWrites } from './late-writes.ts';
import { followLinks } from './link-trail.ts';
import {
  freePath,
  keepMode,
  linked,
  moveAway,
  openOrNull,
  syncFolder,
  takeName,
  takePlace,
} from './replace-steps.ts';

/** A text file that is replaced as a whole or not at all. What other programs write to it is never lost silently. */
export interface DurableFile {
  readonly path: string;
  /** What the file holds now. */
  content(): Content;
  /** Replaces `from` by `text`, on disk before it returns. A file that holds anything else by then is left alone. */
  replace(from: Content, text: string): Replaced;
  /** What other programs wrote, within the last two seconds, into files that had been replaced already. */
  late(): readonly Content[];
  /** True while `late` may still find something. */
  mayBeLate(): boolean;
  /** Keeps a content in a new file beside this one, and returns that file's name. With `takeAway` the file itself goes there. */
  keepAside(content: Content, word: string, takeAway?: boolean): string;
  /** A separate copy, which comes back when the file turns out to be broken. */
  readonly lastGood: { content(): Content; save(text: string): void };
  close(): void;
}

export type Replaced =
  | { readonly kind: 'replaced' }
  /** The file held something else, and still does. */
  | { readonly kind: 'changed' }
  /** The file is as it was. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Opens `folder/name.json`, which may be a symbolic link: the link stays, and its target is replaced. electron-store
 * writes the new text beside the target and syncs it; then the target is compared with what it should hold, and
 * replaced by a rename.
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
  const lateWrites = elapsed ? createLateWrites(elapsed) : null;
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
      // A crash while a file is overwritten truncates it; the next start restores this copy.
      const secure = () => saveLastGood(next, true);
      const taken = from.kind === 'missing' ? takeName(staged, target) : takePlace(staged, target, secure);
      if (taken === 'taken') return { kind: 'changed' };
      syncFolder(place);
      if (old !== null && lateWrites && taken === 'renamed') {
        lateWrites.follow(old, there);
        old = null;
      }
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

  function saveLastGood(good: string, synced = false): void {
    const temporary = `${lastGoodPath}.tmp-${process.pid}`;
    try {
      writeFileSync(temporary, good);
      if (synced) syncFile(temporary);
      renameSync(temporary, lastGoodPath);
    } catch (error) {
      rmSync(temporary, { force: true });
      if (synced) throw error;
      // The file itself is saved; an older copy is better than a cut one.
    }
  }

  function keepAside(content: Content, word: string, takeAway = false): string {
    const aside = freePath(`${path}.${word}-${now()}`);
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    const there = readContent(path).key === content.key;
    if (takeAway && (!isLink || content.kind !== 'text')) {
      moveAway(path, aside);
      return basename(aside);
    }
    // The same file under a second name: what a slow program goes on writing into it is kept as well.
    if (!(there && !isLink && linked(path, aside)) && content.kind === 'text')
      writeFileSync(aside, content.text, { flag: 'wx' });
    return basename(aside);
  }

  return {
    path,
    content: () => readContent(path),
    replace,
    late: () => lateWrites?.found() ?? [],
    mayBeLate: () => lateWrites?.expected() ?? false,
    keepAside,
    lastGood: { content: () => readContent(lastGoodPath), save: (good) => saveLastGood(good) },
    close: () => lateWrites?.close(),
  };
}

/** Removes what a kill between write and rename has left of any file in `folder`. */
export function sweepStaged(folder: string): void {
  for (const entry of readdirSync(folder)) {
    if (/^\..*\.desk-next\.json|\.last-good\.json\.tmp-\d+$/.test(entry))
      rmSync(join(folder, entry), { force: true, recursive: true });
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
