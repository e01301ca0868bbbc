import { installPackages } from './apt.mjs';
import { buildWhenStale } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { missingDisplayPackages, noDisplay, provideDisplay } from './display.mjs';
import { provideElectron } from './electron-runtime.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { missingTestPackages } from './programs.mjs';
import { checkSandbox } from './sandbox.mjs';
import { oneAtATime } from './set-up/lock.mjs';
import { missingPackages } from './shared-libraries.mjs';

/**
 * @typedef {object} Wanted
 * @property {boolean} display
 * @property {boolean} build
 * @property {boolean} [sandbox] with what Chromium's sandbox needs
 * @property {boolean} [tests] with the programs that tests call
 * @property {boolean} [alone] the display is for one program and ends with it
 */

/**
 * Everything between a fresh clone and a start; each step is skipped where it is already done.
 * @param {Wanted} wanted
 * @returns {Promise<{ binary: string, env: NodeJS.ProcessEnv, close: () => void, leaveRunning: () => void }>} the
 *   Electron to run, the environment to run it in, how to end what was started for it, and how to leave that to
 *   the Electron
 */
export async function setUp(wanted) {
  checkNodeVersion();
  const { binary, folder } = await oneAtATime(() => prepare(wanted));
  const display = wanted.display ? await provideDisplay({ forOneProgram: wanted.alone === true }) : noDisplay;
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  return {
    binary,
    env: { ...inherited, ...display.env, ELECTRON_OVERRIDE_DIST_PATH: folder, DESK_ELECTRON: binary },
    close: display.close,
    leaveRunning: display.leaveRunning,
  };
}

/** @param {Wanted} wanted */
async function prepare(wanted) {
  await installDependencies();
  const { binary, folder } = await provideElectron();
  const forDisplay = wanted.display ? missingDisplayPackages() : [];
  await installPackages([...(await missingPackages(binary)), ...forDisplay], 'system packages for Electron');
  if (wanted.tests) await installPackages(missingTestPackages(), 'programs that the tests call');
  if (wanted.sandbox) await checkSandbox(binary);
  if (wanted.build) await buildWhenStale();
  return { binary, folder };
}
