import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Result } from '../../../../shared/result.ts';
import { withoutQuotes } from './quoted.ts';
import { outsideExtensions, outsideProblem } from './source-file.ts';

/**
 * Reads a file that an API client named. The client may not be allowed to read it otherwise, so only files with the
 * extension of a table are opened, and no failure quotes their content.
 */
export async function readForOutside<T>(path: string, read: () => Promise<Result<T>>): Promise<Result<T>> {
  // The target of a link counts too. A missing file is reported by the import itself.
  const real = await realpath(path).catch(() => path);
  if (![path, real].every((name) => outsideExtensions.includes(extname(name).toLowerCase())))
    return outsideProblem();
  return withoutQuotes(await read());
}
