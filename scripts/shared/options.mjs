/**
 * The command line as one table: the launcher and the desk read it by this table, and the help and
 * docs/starting.md are made from it.
 *
 * @typedef {object} Option
 * @property {string} name what stands after `--`
 * @property {string} [value] what its value is called in the help; absent where it takes none
 * @property {string} [variable] the environment variable that says the same; the command line wins
 * @property {boolean} [path] the value is a path: `~` is the home folder, and a relative one begins where it was typed
 * @property {boolean} [mayBeOff] takes `=true` and `=false`
 * @property {string} about one sentence
 * @property {string} [must] what a value must be, in words
 * @property {(text: string) => boolean} [fits] whether a value is that
 */

/** @satisfies {readonly Option[]} */
export const options = /** @type {const} */ ([
  {
    name: 'headless',
    about:
      'Runs without a window: one line per prediction and per change of the configuration, until Ctrl+C.',
  },
  {
    name: 'user-data-dir',
    value: 'PATH',
    path: true,
    about: 'Keeps everything it saves in this folder, which is created if missing.',
    must: 'must be the path of a folder',
    fits: isPath,
  },
  {
    name: 'api-port',
    value: 'N',
    variable: 'DESK_API_PORT',
    about: 'Opens the HTTP API on this port of this machine; the desk ends if it cannot.',
    must: 'must be a port: a whole number from 1 to 65535, e.g. 8001',
    fits: isPort,
  },
  {
    name: 'api-token-file',
    value: 'PATH',
    variable: 'DESK_API_TOKEN_FILE',
    path: true,
    about: 'Keeps the token of the API in this file, readable by its owner only.',
    must: 'must be the path of a file',
    fits: isPath,
  },
  {
    name: 'api-open',
    variable: 'DESK_API_OPEN',
    mayBeOff: true,
    about: 'Lets every program on this machine use the API without the token.',
    must: 'must be true, yes, on or 1, or false, no, off or 0',
    fits: (/** @type {string} */ text) => /^(true|yes|on|1|false|no|off|0)$/i.test(text.trim()),
  },
  {
    name: 'detach',
    about: 'Returns once the desk is ready and leaves it running; otherwise it ends with this command.',
  },
  { name: 'version', about: 'Prints the version and ends.' },
  { name: 'help', about: 'Prints this help and ends.' },
]);

/** @typedef {(typeof options)[number]['name']} OptionName */

/**
 * Switches of Chromium and Electron that are passed on; every other one is refused, because a mistyped
 * option would pass for one of them.
 * @type {ReadonlyMap<string, string>}
 */
export const chromiumSwitches = new Map([
  ['no-sandbox', 'runs without the sandbox, for containers that have none'],
  ['disable-gpu', 'draws without the graphics card'],
  ['disable-software-rasterizer', 'does not fall back to drawing with the processor'],
  ['disable-dev-shm-usage', 'for containers whose /dev/shm is small'],
  ['ozone-platform', '=x11, =wayland or =headless: where windows are drawn'],
  ['force-device-scale-factor', '=N: the size of everything on the screen'],
  ['lang', '=LOCALE: the language of system dialogs'],
  ['password-store', '=NAME: which key store of the system keeps the token'],
  ['js-flags', '=FLAGS: switches of V8'],
  ['enable-logging', "=stderr: Chromium's own log"],
  ['log-level', '=N: how much of it, 0 to 3'],
]);

/** @param {string} text */
function isPath(text) {
  return text !== '' && text.length <= 4096 && !text.includes('\0');
}

/** @param {string} text */
function isPort(text) {
  const port = text.trim();
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}
