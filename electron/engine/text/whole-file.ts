import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import { readContent } from './read-text.ts';

/** Writes a file that the user has chosen: it is complete or not there, and an older one stays until then. */
export async function writeWhole(
  path: string,
  content: Iterable<string> | AsyncIterable<string>,
): Promise<Result<null>> {
  const temporary = `${path}.part`;
  try {
    // Flushed: the file on disk is whole before it takes its name.
    await pipeline(content, createWriteStream(temporary, { flush: true }));
    await rename(temporary, path);
    return success(null);
  } catch (error) {
    await rm(temporary, { force: true });
    return failure('not-saved', `${path} could not be written: ${messageOf(error)}`);
  }
}

/** The value in a JSON file from elsewhere, which no one has checked yet. */
export function readForeignJson(path: string, limitBytes: number): Result<unknown> {
  const content = readContent(path, limitBytes);
  if (content.kind === 'missing') return failure('unreadable', `${path} is not there.`);
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

/** A schema would leave such a key out in silence; a file that holds one is hostile and taken not at all. */
export function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Error('it holds the key "__proto__", which names no parameter');
  return value;
}
