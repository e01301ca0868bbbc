import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';
import { SetUpFailure } from './say.mjs';

/** Which Debian 12 package brings each library that Electron links against. */
const packageOf = new Map([
  ['libX11-xcb.so.1', 'libx11-xcb1'],
  ['libX11.so.6', 'libx11-6'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXcursor.so.1', 'libxcursor1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXi.so.6', 'libxi6'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libXrender.so.1', 'libxrender1'],
  ['libXss.so.1', 'libxss1'],
  ['libXtst.so.6', 'libxtst6'],
  ['libasound.so.2', 'libasound2'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcairo.so.2', 'libcairo2'],
  ['libcups.so.2', 'libcups2'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libdrm.so.2', 'libdrm2'],
  ['libexpat.so.1', 'libexpat1'],
  ['libgbm.so.1', 'libgbm1'],
  ['libgdk-3.so.0', 'libgtk-3-0'],
  ['libgdk_pixbuf-2.0.so.0', 'libgdk-pixbuf-2.0-0'],
  ['libgio-2.0.so.0', 'libglib2.0-0'],
  ['libglib-2.0.so.0', 'libglib2.0-0'],
  ['libgobject-2.0.so.0', 'libglib2.0-0'],
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libnspr4.so', 'libnspr4'],
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libsmime3.so', 'libnss3'],
  ['libssl3.so', 'libnss3'],
  ['libudev.so.1', 'libudev1'],
  ['libxcb.so.1', 'libxcb1'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
]);

/**
 * The Debian packages an Electron binary and the libraries beside it still need.
 * @param {string} binary
 * @returns {Promise<string[]>} sorted, each once; empty where nothing is missing
 */
export async function missingPackages(binary) {
  if (process.platform !== 'linux') return [];
  const folder = dirname(binary);
  const libraries = readdirSync(folder).filter((name) => /\.so(\.\d+)*$/.test(name));
  const { output } = await run('ldd', [binary, ...libraries.map((name) => join(folder, name))]);
  const { packages, unknown } = packagesFor(parseMissing(output));
  if (unknown.length > 0) {
    throw new SetUpFailure(
      `Electron needs shared libraries that this machine lacks: ${unknown.join(' ')}`,
      'install the packages that contain them (search packages.debian.org or apt-file), then run the same command again',
    );
  }
  return packages;
}

/**
 * The libraries that `ldd` could not find, each once, in its order.
 * @param {string} output of one or several `ldd` runs
 */
export function parseMissing(output) {
  const names = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  return [...new Set(names)];
}

/**
 * @param {readonly string[]} libraries
 * @returns {{ packages: string[], unknown: string[] }} `unknown` are libraries no package is known for
 */
export function packagesFor(libraries) {
  const packages = libraries.flatMap((library) => packageOf.get(library) ?? []);
  return {
    packages: [...new Set(packages)].sort(),
    unknown: libraries.filter((library) => !packageOf.has(library)),
  };
}
