import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inModules, top } from './places.mjs';
import { excerpt, npm } from './run.mjs';
import { SetUpFailure, say } from './say.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** Brings node_modules to what package-lock.json says; does nothing where it already is. */
export async function installDependencies() {
  const wanted = readPackages(join(top, 'package-lock.json'));
  if (wanted === null) {
    throw new SetUpFailure('package-lock.json is missing or broken', 'git checkout package-lock.json');
  }
  // npm writes this file last, so a broken-off installation does not have it.
  const installed = readPackages(inModules('.package-lock.json'));
  if (installed !== null && isInstalled(wanted, installed, process)) return;

  say('dependencies: npm ci');
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm(['ci', ...flags]);
  if (code !== 0) {
    throw new SetUpFailure(
      `npm ci ended with ${code}:\n${excerpt(output)}`,
      'see to what npm says above (network, disk, rights), then run the same command again',
    );
  }
}

/**
 * Whether an installation is the one a lockfile asks for. Optional packages for other machines may be missing.
 * @param {LockedPackages} wanted packages of package-lock.json
 * @param {LockedPackages} installed packages of node_modules/.package-lock.json
 * @param {{ platform: string, arch: string }} machine
 */
export function isInstalled(wanted, installed, machine) {
  const same = Object.entries(installed).every(([path, found]) => {
    const entry = wanted[path];
    return entry !== undefined && entry.version === found.version && entry.integrity === found.integrity;
  });
  return (
    same &&
    Object.entries(wanted).every(([path, entry]) => {
      return path === '' || path in installed || (entry.optional === true && !isForMachine(entry, machine));
    })
  );
}

/**
 * @param {LockedPackage} entry
 * @param {{ platform: string, arch: string }} machine
 */
function isForMachine(entry, { platform, arch }) {
  if (entry.os === undefined && entry.cpu === undefined) return false;
  const libcFits = entry.libc === undefined || entry.libc.includes('glibc');
  return (entry.os?.includes(platform) ?? true) && (entry.cpu?.includes(arch) ?? true) && libcFits;
}

/**
 * @param {string} file
 * @returns {LockedPackages | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
