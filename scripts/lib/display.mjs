import { spawn } from 'node:child_process';
import { endWithUs } from './endings.mjs';
import { isOnPath } from './programs.mjs';
import { SetUpFailure, say } from './say.mjs';

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env what programs need in their environment to find it
 * @property {() => void} close
 * @property {() => void} leaveRunning until the program that it is for ends
 */

/** @type {Display} */
export const noDisplay = { env: {}, close() {}, leaveRunning() {} };

/**
 * Whether a window needs a virtual screen here.
 * @param {Record<string, string | undefined>} env
 */
export function needsVirtualDisplay(env = process.env) {
  return process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
}

/** The Debian packages a virtual screen still needs. */
export function missingDisplayPackages() {
  return needsVirtualDisplay() && !isOnPath('Xvfb') ? ['xvfb'] : [];
}

/**
 * The screen that is there, or a virtual one that lives until `close` is called.
 * @param {{ forOneProgram: boolean }} use a screen for one program ends by itself some seconds after the program,
 *   so that nothing is left where this process dies before it
 * @returns {Promise<Display>}
 */
export async function provideDisplay({ forOneProgram }) {
  if (!needsVirtualDisplay()) return noDisplay;
  // Our own process group: Ctrl+C must not take the screen away before the window has closed.
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', [...args, ...(forOneProgram ? ['-terminate', '5'] : [])], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const leave = endWithUs(server);
  const number = await readNumber(server);
  server.unref();
  for (const pipe of server.stdio) /** @type {import('node:net').Socket | null} */ (pipe)?.unref();
  say(`display: none here, so a virtual one is used (Xvfb :${number}, 1920x1200)`);
  return { env: { DISPLAY: `:${number}` }, close: () => void server.kill('SIGTERM'), leaveRunning: leave };
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<number>} the number of the screen, once the server takes clients
 */
function readNumber(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    let errors = '';
    server.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    server.stdio[3]?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('\n')) resolve(Number(said));
    });
    const fail = (/** @type {string} */ reason) =>
      reject(
        new SetUpFailure(
          `the virtual display did not start: ${reason}`,
          'try `Xvfb -displayfd 1` by hand, or set DISPLAY to a screen that exists',
        ),
      );
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code) => fail(errors.trim() || `Xvfb ended with ${code}`));
  });
}
