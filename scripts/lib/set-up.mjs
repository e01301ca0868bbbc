import { installPackages } from './apt.mjs';
import { buildWhenStale } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { missingDisplayPackages, noDisplay, provideDisplay } from './display.mjs';
import { provideElectron } from './electron-runtime.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { missingTestPackages } from './programs.mjs';
import { checkSandbox } from './sandbox.mjs';
import { missingPackages } from './shared-libraries.mjs';

/**
 * Everything between a fresh clone and a start; each step is skipped where it is already done.
 * @param {{ display: boolean, build: boolean, tests?: boolean }} wanted `tests`: with the programs that tests call
 * @returns {Promise<{ binary: string, env: NodeJS.ProcessEnv, close: () => void }>} the Electron to run, the
 *   environment to run it in, and how to end what was started for it
 */
export async function setUp(wanted) {
  checkNodeVersion();
  await installDependencies();
  const { binary, folder } = await provideElectron();
  const forDisplay = wanted.display ? missingDisplayPackages() : [];
  await installPackages([...(await missingPackages(binary)), ...forDisplay], 'system packages for Electron');
  if (wanted.tests) await installPackages(missingTestPackages(), 'programs that the tests call');
  await checkSandbox(binary);
  const display = wanted.display ? await provideDisplay() : noDisplay;
  if (wanted.build) await buildWhenStale();

  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  return {
    binary,
    env: { ...inherited, ...display.env, ELECTRON_OVERRIDE_DIST_PATH: folder, DESK_ELECTRON: binary },
    close: display.close,
  };
}
