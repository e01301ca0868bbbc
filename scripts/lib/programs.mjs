import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The Debian packages of programs that the tests call and that this machine lacks.
 * @param {Record<string, string | undefined>} env
 */
export function missingTestPackages(env = process.env) {
  return process.platform === 'linux' && !isOnPath('curl', env) ? ['curl'] : [];
}

/**
 * @param {string} program
 * @param {Record<string, string | undefined>} env
 * @returns {boolean} true where it can be called by its name alone
 */
export function isOnPath(program, env = process.env) {
  return (env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
