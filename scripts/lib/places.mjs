import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where fallback runtimes are kept; git ignores it. */
export const runtimeFolder = join(top, '.runtime');

/** Where scripts keep what may be deleted at any time. */
export const cacheFolder = join(top, 'node_modules', '.cache');

/**
 * A file of an installed npm package.
 * @param {...string} parts
 */
export function inModules(...parts) {
  return join(top, 'node_modules', ...parts);
}
