import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** The content of a path; different contents have different keys. */
export type Content =
  | { readonly kind: 'missing'; readonly key: string }
  | { readonly kind: 'text'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'unreadable';
      readonly key: string;
      readonly reason: string;
      readonly tooLarge?: boolean;
    };

export const missing: Content = { kind: 'missing', key: '\0missing' };

/** More than any file of the desk has. Reading a larger one would block the desk. */
export const largestBytes = 32 * 1024 * 1024;

export function textContent(text: string): Content {
  return { kind: 'text', key: text, text };
}

/**
 * Reads a whole text file (UTF-8 or UTF-16), following links and dropping a byte-order mark. Anything that is not a
 * regular file, over the limit or not Unicode text is unreadable; a named pipe does not block.
 */
export function readContent(path: string, limitBytes = largestBytes): Content {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return missing;
    return unreadable(code === 'ENXIO' ? 'it is a socket or a device, not a file' : message);
  }
  try {
    return readOpen(handle, limitBytes);
  } finally {
    closeSync(handle);
  }
}

/** The same for an open file, whatever has become of its name. */
export function readOpen(handle: number, limitBytes = largestBytes): Content {
  const stats = fstatSync(handle);
  const kind = kindOf(stats);
  if (kind !== null) return unreadable(`it is ${kind}, not a file`);
  if (stats.size > limitBytes) return { ...unreadable(tooLarge(stats.size, limitBytes)), tooLarge: true };
  try {
    return textContent(decoded(bytesOf(handle, stats.size, limitBytes)));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not Unicode text' : String(error);
    return unreadable(reason, `${stats.ino} ${stats.size} ${stats.mtimeMs}`);
  }
}

function unreadable(reason: string, identity = '') {
  return { kind: 'unreadable' as const, key: `\0unreadable ${reason} ${identity}`, reason };
}

function kindOf(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isDirectory() ? 'a folder' : 'a device';
}

function tooLarge(size: number, limitBytes: number): string {
  return `it is over ${limitBytes / 1024 / 1024} MB (${Math.ceil(size / 1024 / 1024)} MB) and was not read`;
}

/** Reads to the end of the file, whose size may change meanwhile. */
function bytesOf(handle: number, size: number, limitBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.min(size + 1, limitBytes));
  let length = 0;
  for (;;) {
    const read = readSync(handle, bytes, length, bytes.length - length, length);
    length += read;
    if (read === 0 || length === bytes.length) return bytes.subarray(0, length);
  }
}

function decoded(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}
