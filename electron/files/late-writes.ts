import { closeSync, fstatSync } from 'node:fs';
import { type Content, readOpen } from '../engine/text/read-text.ts';

/** Replaced files that other programs may still have open and write to. */
export interface LateWrites {
  /** Watches a file that has just been replaced, and closes its handle in the end. */
  follow(handle: number, content: Content): void;
  /** What has been written to them since, once the writing is over. */
  found(): readonly Content[];
  /** True while `found` may still find something. */
  expected(): boolean;
  close(): void;
}

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

/** `elapsed` is a monotonic clock, ms. */
export function createLateWrites(elapsed: () => number): LateWrites {
  let replaced: Replacement[] = [];

  function forget(which: (each: Replacement) => boolean): void {
    for (const each of replaced.filter(which)) closeSync(each.handle);
    replaced = replaced.filter((each) => !which(each));
  }

  function forgetOld(): void {
    const time = elapsed();
    forget(({ until }) => until < time);
  }

  return {
    follow(handle, content) {
      forgetOld();
      const written = writtenAt(handle);
      replaced.push({ handle, content, written, seen: written, until: elapsed() + lateMs });
      const oldest = new Set(replaced.slice(0, Math.max(0, replaced.length - mostReplaced)));
      forget((each) => oldest.has(each));
    },
    found() {
      const found: Content[] = [];
      for (const each of replaced) {
        const written = writtenAt(each.handle);
        // What is still being written is not told yet: it must look the same twice.
        if (written !== each.written && written === each.seen) {
          const content = readOpen(each.handle);
          if (content.key !== each.content.key) found.push(content);
          each.content = content;
          each.written = written;
        }
        each.seen = written;
      }
      forgetOld();
      return found;
    },
    expected: () => replaced.length > 0,
    close: () => forget(() => true),
  };
}

function writtenAt(handle: number): string {
  const { mtimeNs, size } = fstatSync(handle, { bigint: true });
  return `${mtimeNs} ${size}`;
}
