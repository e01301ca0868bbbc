import { exitCode } from '../endings.mjs';

/**
 * @typedef {object} Death how a desk ended
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {readonly string[]} said its last lines on stderr
 *
 * @typedef {object} Cause
 * @property {(death: Death, code: number) => boolean} when
 * @property {string} what
 * @property {string} todo
 */

const said =
  (/** @type {RegExp} */ words) =>
  (/** @type {Death} */ { said }) =>
    said.some((line) => words.test(line));
const ended =
  (/** @type {number[]} */ ...codes) =>
  (/** @type {Death} */ _death, /** @type {number} */ code) =>
    codes.includes(code);

/** What Chromium's words and codes mean, the most telling first. */
const causes = /** @type {readonly Cause[]} */ ([
  {
    when: said(/Missing X server|platform failed to initialize/i),
    what: 'it could not draw on the screen that DISPLAY or WAYLAND_DISPLAY names',
    todo: 'unset the variable to get a virtual screen, name one that exists, or start with --headless',
  },
  {
    when: said(/electron_browser_main_parts.*Failed to shutdown/),
    what: 'the screen that it was shown on has gone',
    todo: 'nothing saved is lost; start it again on a screen that is there, or with --headless',
  },
  {
    when: said(/No usable sandbox|SUID sandbox helper/i),
    what: "Chromium's sandbox does not work here",
    todo: 'allow user namespaces or, in a container, start it with: npm start -- --no-sandbox',
  },
  {
    when: said(/error while loading shared libraries/i),
    what: 'a shared library is missing',
    todo: 'install the package that contains the library named above',
  },
  {
    when: said(/Too many open files|EMFILE/),
    what: 'it may not open enough files',
    todo: 'raise the limit, e.g. ulimit -n 4096, and start it again',
  },
  {
    when: said(/pthread_create: Resource temporarily unavailable|Cannot fork/i),
    what: 'it may not start enough threads and processes',
    todo: 'raise the limit (ulimit -u, or that of the container on its processes) and start it again',
  },
  {
    when: said(/heap out of memory|Out of memory|OOM|Failed to reserve|Cannot allocate memory/i),
    what: 'there was not enough memory',
    todo: 'end other programs, or lift the limit that `ulimit -v` or the container sets',
  },
  {
    when: said(/No space left on device|ENOSPC/),
    what: 'a disk is full',
    todo: 'free space for the data folder and the temporary folder, then start it again',
  },
  {
    when: ended(137),
    what: 'something ended it by force: the system where memory ran out, a limit on processor time, or a person',
    todo: 'nothing saved is lost; check `dmesg | grep -i kill` and `ulimit -t`, then start it again',
  },
  {
    when: ended(153),
    what: 'a file would have grown beyond the limit on the size of files',
    todo: 'lift the limit, e.g. ulimit -f unlimited, and start it again',
  },
  {
    when: ended(152),
    what: 'it reached the limit on processor time',
    todo: 'lift the limit, e.g. ulimit -t unlimited, and start it again',
  },
  {
    when: ended(132, 133, 134, 135, 139),
    what: 'Chromium crashed',
    todo: 'start it again; if it happens again, check the messages above, the free memory and the limits (ulimit -a)',
  },
]);

/**
 * What a person should know of a desk that did not end by itself.
 * @param {Death} death
 * @returns {{ what: string, todo: string } | null} null where it ended in the ordinary way or has said why
 */
export function explain(death) {
  const code = exitCode(death.code, death.signal);
  // What a person or a service manager asked for needs no explanation, and 1 is the desk's own word.
  if ([0, 1, 129, 130, 143].includes(code)) return null;
  const cause = causes.find(({ when }) => when(death, code));
  const how = death.signal === null ? `with ${code}` : `by ${death.signal} (${code})`;
  return {
    what: `the desk ended ${how}: ${cause?.what ?? 'the reason is not known'}`,
    todo: cause?.todo ?? 'start it again; if it happens again, check the messages above',
  };
}

/**
 * The same of a desk that was ended because a service of Chromium ended again and again.
 * @param {readonly string[]} lines its last ones on stderr
 * @returns {{ what: string, todo: string }}
 */
export function explainRestarts(lines) {
  const cause = causes.find(({ when }) => when({ code: null, signal: null, said: lines }, 0));
  return {
    what: `the desk was ended, because Chromium's network service ended again and again: ${cause?.what ?? 'the reason is not known'}`,
    todo: cause?.todo ?? 'start it again; if it happens again, check the messages above',
  };
}
