import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where the desk keeps its data when nothing is said, as Electron has it.
 * @param {Record<string, string | undefined>} env
 */
export function usualDataFolder(env) {
  const home = env.HOME || homedir();
  const folder = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: env.APPDATA ?? join(home, 'AppData', 'Roaming'),
  }[/** @type {string} */ (process.platform)];
  return join(folder ?? (env.XDG_CONFIG_HOME || join(home, '.config')), 'Ensemble Desk');
}

/**
 * Why a folder cannot be the desk's data folder; it is made where it is missing.
 * @param {string} folder
 * @returns {string | null} a sentence that says what is wrong and what to do; null where nothing is
 */
export function whyUnusable(folder) {
  const remedy = 'Give the desk another one: --user-data-dir PATH.';
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return `The data folder ${folder} is a file. ${remedy}`;
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const reason = reasons.get(code ?? '') ?? message;
    return `The data folder ${folder} cannot be used: ${reason}. ${remedy}`;
  }
}

/**
 * One folder after the other: Node's own way goes round for ever where a parent cannot be made, as below /proc.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

const reasons = new Map([
  ['EACCES', 'this user may not write there'],
  ['EPERM', 'this user may not write there'],
  ['EROFS', 'it is on a file system that is read-only'],
  ['ENOENT', 'a folder in its path cannot be created'],
  ['EEXIST', 'it is a file'],
  ['ENOTDIR', 'part of its path is a file'],
  ['ENOSPC', 'its disk is full'],
  ['EDQUOT', 'the quota of its disk is used up'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['ELOOP', 'links in its path lead in a circle'],
]);
