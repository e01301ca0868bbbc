import { basename } from 'node:path';
import { failure, type Result, success } from '../../shared/result.ts';
import { type Content, textContent } from '../engine/text/read-text.ts';
import { type DurableFile, openDurableFile } from './durable-file.ts';
import { presentVersion, readDocument, type VersionedSchema } from './versioned-schema.ts';

/** A JSON document on disk: no broken file, edit or newer version loses anything. */
export interface JsonFile<T> {
  readonly path: string;
  /** The document now on disk; null when there is none. What was read is what the next write expects to find. */
  read(): Result<T | null>;
  /**
   * Returns once the document is on disk and has been read back. A failure, also to fit, leaves the old one. What
   * somebody else has put there meanwhile is kept under another name, and told.
   */
  write(document: T): Result<null>;
  /** True when somebody else has changed the file since it was last read or written. */
  changed(): boolean;
}

export interface OpenedJsonFile<T> {
  readonly file: JsonFile<T>;
  /** What had to be kept aside or taken from the last good copy, in words. */
  readonly notice: string | null;
}

export interface JsonFileOptions<T> {
  readonly folder: string;
  readonly name: string;
  readonly layout: VersionedSchema<T>;
  /** Wall clock, ms; names what is kept aside. */
  readonly now: () => number;
  /** Told, in words, what happens to what others have written. */
  readonly tell?: (message: string) => void;
  /** As in `openDurableFile`. */
  readonly swept?: boolean;
}

/**
 * Opens `folder/name.json`. A file that does not parse or fit is kept under a new name and the last good copy is put
 * in its place; one of a newer version is left alone and nothing is written while it is there.
 */
export function openJsonFile<T extends object>(options: JsonFileOptions<T>): OpenedJsonFile<T> {
  const { folder, name, now, layout, swept, tell = () => undefined } = options;
  const durable = openDurableFile({ folder, name, now, swept });
  const { path } = durable;
  const notice = mend(durable, layout);
  let known = durable.content();
  /** The key of `known`, where that was read and fits. */
  let good: string | null = null;

  function parse(content: Content): Result<T | null> & { newer?: boolean } {
    return parseContent(content, path, layout);
  }

  function write(text: string, attempt = 1): Result<null> {
    // Nearly always nobody else has written; what is replaced is compared all the same.
    const there = attempt === 1 && known.key === good ? known : durable.content();
    let from = there;
    if (there.kind !== 'missing' && there.key !== good) {
      const held = parse(there);
      if (!held.ok && held.newer) return unsaved(held.problem.message);
      const aside = durable.keepAside(there, held.ok ? 'edited' : 'corrupt', there.kind === 'unreadable');
      if (there.kind === 'unreadable') from = durable.content();
      tell(`${basename(path)} had been changed by something else; that was kept as ${aside}.`);
    }
    const replaced = durable.replace(from, text);
    if (replaced.kind === 'changed' && attempt < mostAttempts) return write(text, attempt + 1);
    if (replaced.kind === 'changed') return unsaved('something else keeps changing it');
    if (replaced.kind === 'failed') return unsaved(replaced.reason);
    known = textContent(text);
    good = known.key;
    durable.lastGood.save(text);
    return success(null);
  }

  function unsaved(reason: string): Result<null> {
    return failure('not-saved', `${path} could not be written, so nothing was changed: ${reason}`);
  }

  return {
    notice,
    file: {
      path,
      read() {
        known = durable.content();
        const held = parse(known);
        good = held.ok ? known.key : null;
        return held;
      },
      write(document) {
        const text = textOf(document, layout);
        const fits = readDocument(text, path, layout);
        return fits.ok ? write(text) : unsaved(fits.problem.message);
      },
      changed: () => durable.content().key !== known.key,
    },
  };
}

const mostAttempts = 10;

/** A document as it is stored: with the number of its layout. */
export function textOf(document: object, layout: Pick<VersionedSchema<unknown>, 'steps'>): string {
  return JSON.stringify({ schema_version: presentVersion(layout), ...document }, null, '\t');
}

export function parseContent<T>(
  content: Content,
  path: string,
  layout: VersionedSchema<T>,
): Result<T | null> & { newer?: boolean } {
  if (content.kind === 'missing') return success(null);
  if (content.kind === 'text') return readDocument(content.text, path, layout);
  return failure('unreadable', `${path} cannot be read: ${content.reason}`);
}

/**
 * Before a file is used: what is broken is kept aside and gives way to the last good copy; of what is good a copy is
 * kept. Returns what was done, in words.
 */
export function mend<T>(durable: DurableFile, layout: VersionedSchema<T>): string | null {
  const { path, lastGood } = durable;
  const content = durable.content();
  const held = parseContent(content, path, layout);
  if (held.ok) {
    if (content.kind === 'text' && lastGood.content().key !== content.key) lastGood.save(content.text);
    return null;
  }
  if (held.newer) return held.problem.message;
  const aside = durable.keepAside(content, 'corrupt', true);
  const copy = lastGood.content();
  const good = parseContent(copy, path, layout);
  const back =
    copy.kind === 'text' && good.ok && durable.replace(durable.content(), copy.text).kind === 'replaced';
  return `${held.problem.message} It was kept as ${aside}; ${
    back ? 'the last good copy is in use' : 'there was no good copy, so the defaults are in use'
  }.`;
}
