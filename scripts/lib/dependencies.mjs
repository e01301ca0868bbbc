import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isNewEnough } from './node-version.mjs';
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
 * @property {{ node?: string }} [engines]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** Brings node_modules to what package-lock.json says; does nothing where it already is. */
export async function installDependencies() {
  const wanted = readPackages(join(top, 'package-lock.json'));
  if (wanted === null) {
    throw new SetUpFailure('package-lock.json is missing or broken', 'git checkout package-lock.json');
  }
  checkLock(wanted);
  // npm writes this file last, so a broken-off installation does not have it.
  const installed = readPackages(inModules('.package-lock.json'));
  if (installed !== null && isInstalled(wanted, installed, process)) return;

  await emptyModules(inModules());
  const asking = newerNodeAsked(wanted, process.versions.node);
  if (asking.length > 0) {
    say(
      `dependencies: ${asking.join(', ')}; Node ${process.versions.node} is new enough, because the desk runs on the Node inside Electron; engine-strict is ignored`,
    );
  }
  say('dependencies: npm ci');
  const flags = ['--include=dev', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm(['ci', ...flags]);
  if (code !== 0) {
    throw new SetUpFailure(
      `npm ci ended with ${code}:\n${excerpt(output)}`,
      'fix what npm reports above (network, disk space, permissions), then run the same command again',
    );
  }
}

/**
 * Fails where package.json asks for something else than the lock holds: npm would say so in a page.
 * @param {LockedPackages} wanted
 */
function checkLock(wanted) {
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
  const differences = lockDifferences(manifest, wanted['']);
  if (differences.length === 0) return;
  throw new SetUpFailure(
    `package.json does not match package-lock.json: ${differences.join('; ')}`,
    'npm install --package-lock-only, then run the same command again',
  );
}

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Manifest
 *
 * @param {Manifest} manifest package.json
 * @param {Manifest | undefined} locked what package-lock.json says of the same package
 * @returns {string[]} what differs, by package
 */
export function lockDifferences(manifest, locked = {}) {
  return /** @type {const} */ (['dependencies', 'devDependencies']).flatMap((group) => {
    const asked = manifest[group] ?? {};
    const held = locked[group] ?? {};
    return [...new Set([...Object.keys(asked), ...Object.keys(held)])]
      .filter((name) => asked[name] !== held[name])
      .map(
        (name) => `${name} is ${asked[name] ?? 'missing'}, in package-lock.json ${held[name] ?? 'missing'}`,
      );
  });
}

/**
 * Which packages ask for a newer Node than this one, in words.
 * @param {LockedPackages} wanted
 * @param {string} version
 * @returns {string[]}
 */
export function newerNodeAsked(wanted, version) {
  return Object.entries(wanted).flatMap(([path, { engines, version: packageVersion, optional }]) => {
    const range = engines?.node;
    const [, oldest] = /^>=\s*(\d+(?:\.\d+){0,2})$/.exec(range ?? '') ?? [];
    // What the desk asks for itself says enough; what those packages bring along says it again.
    const name = path.replace('node_modules/', '');
    const own = name in (wanted['']?.dependencies ?? {}) || name in (wanted['']?.devDependencies ?? {});
    if (!own || optional || oldest === undefined || isNewEnough(version, oldest)) return [];
    return [`${name} ${packageVersion} asks for Node ${range}`];
  });
}

/**
 * Removes what is there: npm fails on the rest of an installation that was interrupted. A large one takes a while,
 * in which a Ctrl+C must be heard.
 * @param {string} modules path of a node_modules folder
 */
export async function emptyModules(modules) {
  try {
    // The folder itself stays: it may be a link or a mount.
    const names = await readdir(modules);
    if (names.length > 0)
      say('dependencies: removing node_modules, which is not what package-lock.json asks for');
    for (const name of names) {
      await rm(join(modules, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT') return;
    throw new SetUpFailure(
      `node_modules does not match package-lock.json and cannot be removed: ${message}`,
      `make ${modules} writable for this user, or remove it, then run the same command again`,
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
