import {
  close,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
} from 'node:fs';
import { basename, join } from 'node:path';
import Store from 'electron-store';
import type { z } from 'zod';
import { failure, type Result, success } from '../shared/result.ts';

/** A JSON document that electron-store keeps, with what it leaves out: no broken file loses anything. */
export interface JsonFile<T> {
  readonly path: string;
  /** The document now on disk; null when there is none. */
  read(): Result<T | null>;
  /** Returns once the document is on disk and has been read back. A failure, also to fit, leaves the old one. */
  write(document: T): Result<null>;
  /** Told when something else has changed the file. Returns its undo. */
  watch(onChange: () => void): () => void;
}

export interface OpenedJsonFile<T> {
  readonly file: JsonFile<T>;
  /** What had to be put aside or taken from the last good copy, in words. */
  readonly notice: string | null;
}

/**
 * Opens `folder/name.json`. A file that does not parse or fit `schema` is kept under a new name and the
 * last good copy is put in its place.
 */
export function openJsonFile<T extends object>(options: {
  folder: string;
  name: string;
  schema: z.ZodType<T>;
  now: () => number;
}): OpenedJsonFile<T> {
  const { folder, name, schema, now } = options;
  const path = join(folder, `${name}.json`);
  const lastGood = join(folder, `${name}.last-good.json`);
  mkdirSync(folder, { recursive: true });
  sweepTemporaries(folder, basename(path));
  const notice = mend();
  // One text is checked, handed to electron-store, and compared with what is then on disk. What the file
  // holds is read here alone: electron-store need not take it apart before each write.
  let text = '';
  const store = new Store<Record<string, unknown>>({
    cwd: folder,
    name,
    clearInvalidConfig: false,
    serialize: () => text,
    deserialize: () => ({}),
  });
  /** What the file held when it was last looked at; null where there was none. */
  let known = content(path);
  /** `known`, where it has been checked. */
  let good: string | null = null;

  function parse(file: string): Result<T | null> {
    let held: string;
    try {
      held = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return success(null);
      return failure('unreadable', `${file} cannot be read: ${messageOf(error)}`);
    }
    return parseText(held, file);
  }

  function parseText(held: string, file: string): Result<T> {
    try {
      const parsed = schema.safeParse(JSON.parse(held));
      if (parsed.success) return success(parsed.data);
      const [first] = parsed.error.issues;
      return failure(
        'unreadable',
        `${file} does not fit: ${first.path.join('.') || 'the whole'}: ${first.message}`,
      );
    } catch (error) {
      return failure('unreadable', `${file} is no JSON: ${messageOf(error)}`);
    }
  }

  function mend(): string | null {
    const current = parse(path);
    if (current.ok) return null;
    const aside = putAside();
    const copy = parse(lastGood);
    if (copy.ok && copy.value !== null) {
      keepAs(lastGood, path);
      return `${current.problem.message} It was kept as ${basename(aside)}; the last good copy is in use.`;
    }
    return `${current.problem.message} It was kept as ${basename(aside)}; there was no good copy, so the defaults are in use.`;
  }

  function putAside(): string {
    const aside = `${path}.corrupt-${now()}`;
    renameSync(path, aside);
    return aside;
  }

  /** What someone has broken by hand is not overwritten either. */
  function keepLastGood(current: string | null): void {
    if (current === null) return;
    if (current !== good && !parseText(current, path).ok) {
      putAside();
      return;
    }
    removeLater(lastGood);
    keepAs(path, lastGood);
  }

  function write(document: T): Result<null> {
    const before = content(path);
    try {
      text = JSON.stringify(document, null, '\t');
      const fits = parseText(text, path);
      if (!fits.ok) throw new Error(fits.problem.message);
      keepLastGood(before);
      store.store = document as Record<string, unknown>;
      syncFolder(folder);
      if (content(path) !== text) throw new Error('what was written does not read back; is the disk full?');
      known = text;
      good = text;
      return success(null);
    } catch (error) {
      restore(before);
      sweepTemporaries(folder, basename(path));
      return failure(
        'not-saved',
        `${path} could not be written, so nothing was changed: ${messageOf(error)}`,
      );
    }
  }

  /** A write may fail after it has replaced the file; what is told must be what is there. */
  function restore(before: string | null): void {
    if (content(path) === before) return;
    rmSync(path, { force: true });
    if (before !== null && existsSync(lastGood)) keepAs(lastGood, path);
    known = content(path);
  }

  return {
    notice,
    file: {
      path,
      read: () => {
        const document = parse(path);
        known = content(path);
        return document;
      },
      write,
      watch(onChange) {
        let timer: NodeJS.Timeout | undefined;
        const look = () => {
          const current = content(path);
          if (current === known) return;
          known = current;
          onChange();
        };
        const watcher = watch(folder, (_event, changed) => {
          if (changed !== basename(path)) return;
          clearTimeout(timer);
          timer = setTimeout(look, settleMs);
        });
        return () => {
          clearTimeout(timer);
          watcher.close();
        };
      },
    },
  };
}

/** An editor empties a file before it fills it; what stands there for less than this is not meant. */
const settleMs = 60;

function content(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** electron-store replaces the file by rename, so a link keeps the old one without writing a byte. */
function keepAs(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Not every file system has links.
    copyFileSync(from, to);
  }
}

/** Takes the name away at once; the bytes go when the file is closed, which no one has to wait for. */
function removeLater(path: string): void {
  const handle = openOrNull(path);
  rmSync(path, { force: true });
  if (handle !== null) close(handle, () => undefined);
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/** A kill between write and rename leaves such files behind. */
function sweepTemporaries(folder: string, file: string): void {
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${file}.tmp-`)) rmSync(join(folder, entry), { force: true });
  }
}

/** Without it a power cut can undo the rename. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
