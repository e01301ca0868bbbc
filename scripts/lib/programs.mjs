import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The Debian packages of programs that the tests call and that this machine lacks.
 * @param {Record<string, string | undefined>} env
 */
export function missingTestPackages(env = process.env) {
  if (process.platform !== 'linux') return [];
  // Bare systems are made in the full run alone, and by root alone.
  const full = env.DESK_FULL === '1' && process.getuid?.() === 0;
  return ['curl', ...(full ? ['debootstrap'] : [])].filter((program) => !isOnPath(program, env));
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
