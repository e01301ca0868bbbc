import { createHash } from 'node:crypto';

const readableLength = 40;
const hashLength = 16;

/**
 * The file that keeps a profile, without `.json`. A name may hold any character and differ from another in case alone,
 * which a file system may not tell apart: a readable beginning is for people, the hash behind it makes the name one of
 * its own everywhere.
 */
export function profileFileName(name: string): string {
  const readable = Array.from(name.replace(/[^\p{L}\p{N} _()-]+/gu, '_'))
    .slice(0, readableLength)
    .join('')
    .trim();
  const hash = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, hashLength);
  return readable === '' ? hash : `${readable} ${hash}`;
}

/** The names in a folder of profiles that stand for one each, in an order that is always the same; without `.json`. */
export function profileFilesAmong(entries: readonly string[]): string[] {
  return entries
    .filter((entry) => /^[^.].*\.json$/.test(entry) && !entry.endsWith('.last-good.json'))
    .map((entry) => entry.slice(0, -'.json'.length))
    .sort();
}
