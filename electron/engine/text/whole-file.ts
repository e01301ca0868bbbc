import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import { readContent } from './read-text.ts';

/** Writes a file that the user has chosen, completely or not at all; until then an older file stays in place. */
export async function writeWhole(
  path: string,
  content: Iterable<string> | AsyncIterable<string>,
): Promise<Result<null>> {
  const temporary = `${path}.part`;
  try {
    // `flush` makes the file complete on disk before it gets its name.
    await pipeline(content, createWriteStream(temporary, { flush: true }));
    await rename(temporary, path);
    return success(null);
  } catch (error) {
    await rm(temporary, { force: true });
    return failure('not-saved', `${path} could not be written: ${messageOf(error)}`);
  }
}

/** The unchecked value of a JSON file from elsewhere. */
export function readForeignJson(path: string, limitBytes: number): Result<unknown> {
  const content = readContent(path, limitBytes);
  if (content.kind === 'missing') return failure('unreadable', `${path} does not exist.`);
  if (content.kind === 'unreadable')
    return failure(
      content.tooLarge ? 'too-large' : 'unreadable',
      `${path} cannot be read: ${content.reason}.`,
    );
  try {
    return success(JSON.parse(content.text, withoutPrototype));
  } catch (error) {
    return failure('unreadable', `${path} cannot be read: ${messageOf(error)}`);
  }
}

/** Refuses a file with the key `__proto__`, which only a hostile file has and a schema would silently drop. */
export function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Error('it holds the key "__proto__", which names no parameter');
  return value;
}
