import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { usualDataFolder, whyUnusable } from '../../shared/data-folder.mjs';
import { SetUpFailure, say } from '../say.mjs';

/** Chromium puts a socket in a folder below the temporary one, and a socket's path has 107 bytes at most. */
const longestTemporary = 107 - Buffer.byteLength('/scoped_dirXXXXXX/SingletonSocket');
const fewestFiles = 256;
/** V8 alone reserves a terabyte for its sandbox. */
const leastAddresses = 2 ** 40;
/** Chromium's shared memory is made of files. */
const leastFileBytes = 1_000_000;
const screenMs = 3000;

/**
 * Fails where this machine would not let the desk run, in words; corrects what can be corrected.
 * @param {import('../../shared/command-line.mjs').CommandLine['values']} values
 * @returns {Promise<{ env: Record<string, string>, args: string[] }>} what the desk needs in addition
 */
export async function checkSurroundings(values) {
  const refusal = whyUnusable(values['user-data-dir'] ?? usualDataFolder(process.env));
  if (refusal !== null) {
    throw new SetUpFailure(refusal.replace(/ Give the desk.*$/, ''), 'npm start -- --user-data-dir PATH');
  }
  checkLimits();
  return {
    env: temporaryFolder(),
    args: values.headless === undefined ? await screenArguments(process.env) : [],
  };
}

/** @returns {Record<string, string>} another temporary folder where the one that is set cannot be used */
function temporaryFolder() {
  const problem = whyNotTemporary(tmpdir());
  if (problem === null) return {};
  const usual = '/tmp';
  if (process.platform === 'win32' || whyNotTemporary(usual) !== null) {
    throw new SetUpFailure(
      `the temporary folder ${tmpdir()} ${problem}`,
      'set TMPDIR to a folder with a short path that you may write to',
    );
  }
  say(`temporary folder: TMPDIR names ${tmpdir()}, which ${problem}; ${usual} is used instead`);
  process.env.TMPDIR = usual;
  return { TMPDIR: usual };
}

/**
 * @param {string} folder
 * @returns {string | null} the end of a sentence that begins with the folder
 */
export function whyNotTemporary(folder) {
  try {
    if (!statSync(folder).isDirectory()) return 'is not a folder';
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === 'ENOENT' ? 'does not exist' : 'may not be written to';
  }
  const bytes = Buffer.byteLength(resolve(folder));
  return bytes > longestTemporary
    ? `is too long for the path of a socket (${bytes} bytes, at most ${longestTemporary})`
    : null;
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string[]>} switches that choose the screen which answers
 */
export async function screenArguments(env) {
  if (process.platform !== 'linux') return [];
  const { DISPLAY, WAYLAND_DISPLAY } = env;
  if (!DISPLAY && !WAYLAND_DISPLAY) return [];
  const wayland = WAYLAND_DISPLAY
    ? await answers({ path: resolve(env.XDG_RUNTIME_DIR || '/', WAYLAND_DISPLAY) })
    : false;
  const x11 = DISPLAY ? await hasScreen(DISPLAY) : false;
  if (x11 && WAYLAND_DISPLAY && !wayland) {
    say(
      `display: WAYLAND_DISPLAY names ${WAYLAND_DISPLAY}, where nothing answers; DISPLAY=${DISPLAY} is used`,
    );
    return ['--ozone-platform=x11'];
  }
  if (x11) return [];
  if (wayland) return ['--ozone-platform=wayland'];
  const named = [DISPLAY && `DISPLAY=${DISPLAY}`, WAYLAND_DISPLAY && `WAYLAND_DISPLAY=${WAYLAND_DISPLAY}`];
  throw new SetUpFailure(
    `no screen answers at ${named.filter(Boolean).join(' or ')}`,
    'unset it to get a virtual screen (env -u DISPLAY -u WAYLAND_DISPLAY npm start), or start without a window: npm start -- --headless',
  );
}

/** @param {string} display e.g. `:0`, `unix:1.0` or `host:10.0` */
async function hasScreen(display) {
  const [, host = '', number] = /^(.*):(\d+)(?:\.\d+)?$/.exec(display) ?? [];
  if (number === undefined) return false;
  if (host !== '' && host !== 'unix')
    return answers({ host: host.replace(/^tcp\//, ''), port: 6000 + Number(number) });
  const path = `/tmp/.X11-unix/X${number}`;
  return (await answers({ path })) || (await answers({ path: `\0${path}` }));
}

/**
 * @param {import('node:net').NetConnectOpts} where
 * @returns {Promise<boolean>}
 */
function answers(where) {
  return new Promise((done) => {
    const socket = connect(where);
    const end = (/** @type {boolean} */ found) => {
      socket.destroy();
      done(found);
    };
    socket.setTimeout(screenMs, () => end(false));
    socket.on('connect', () => end(true)).on('error', () => end(false));
  });
}

function checkLimits() {
  // Node has already raised this limit as far as it may.
  const files = limitOf('Max open files');
  if (files < fewestFiles) {
    throw new SetUpFailure(
      `at most ${files} files may be open at once, and Chromium needs ${fewestFiles}`,
      'raise the limit (as root: ulimit -n 4096; for good: /etc/security/limits.conf), then start it again',
    );
  }
  const bytes = limitOf('Max file size');
  if (bytes < leastFileBytes) {
    throw new SetUpFailure(
      `files are limited to ${bytes} bytes, and Chromium needs ${leastFileBytes}`,
      'lift the limit: ulimit -f unlimited',
    );
  }
  const addresses = limitOf('Max address space');
  if (addresses < leastAddresses) {
    throw new SetUpFailure(
      `the address space is limited to ${Math.floor(addresses / 2 ** 30)} GB, and Chromium reserves far more than it uses`,
      'lift the limit: ulimit -v unlimited; to limit the memory it uses, set a limit on its container or service',
    );
  }
}

/**
 * @param {string} name as the system calls it
 * @returns {number} infinite where there is none, or the system does not say
 */
function limitOf(name) {
  try {
    const line = readFileSync('/proc/self/limits', 'utf8')
      .split('\n')
      .find((each) => each.startsWith(name));
    const [soft] = line?.slice(name.length).trim().split(/\s+/) ?? [];
    return soft === undefined || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
