import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Result } from '../../../../shared/result.ts';
import { withoutQuotes } from './quoted.ts';
import { outsideExtensions, outsideProblem } from './source-file.ts';

/**
 * Lets `read` go at a file that was named from outside. Who asks may be somebody who cannot read it otherwise:
 * only what is named as a table is opened, and no failure quotes what stands in it.
 */
export async function readForOutside<T>(path: string, read: () => Promise<Result<T>>): Promise<Result<T>> {
  // A link's own name says nothing of what it leads to. What does not exist is told of by the import itself.
  const real = await realpath(path).catch(() => path);
  if (![path, real].every((name) => outsideExtensions.includes(extname(name).toLowerCase())))
    return outsideProblem();
  return withoutQuotes(await read());
}
