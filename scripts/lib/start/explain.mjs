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
    todo: 'unset the variable to get a virtual screen, name one that is there, or start with --headless',
  },
  {
    when: said(/No usable sandbox|SUID sandbox helper/i),
    what: "Chromium's sandbox cannot be built here",
    todo: 'allow user namespaces, or in a container that isolates it already: npm start -- --no-sandbox',
  },
  {
    when: said(/error while loading shared libraries/i),
    what: 'a shared library is missing',
    todo: 'install the package that brings the library named above',
  },
  {
    when: said(/Too many open files|EMFILE/),
    what: 'it may not open enough files',
    todo: 'raise the limit, e.g. ulimit -n 4096, and start it again',
  },
  {
    when: said(/heap out of memory|Out of memory|OOM|Failed to reserve|Cannot allocate memory/i),
    what: 'there was not enough memory',
    todo: 'end other programs, or lift the limit that `ulimit -v` or the container sets',
  },
  {
    when: said(/No space left on device|ENOSPC/),
    what: 'a disk is full',
    todo: 'make room where the data folder and the temporary folder are, and start it again',
  },
  {
    when: ended(137),
    what: 'something ended it by force: the system where memory ran out, a limit on processor time, or a person',
    todo: 'see what `dmesg | grep -i kill` and `ulimit -t` say; nothing saved is lost, start it again',
  },
  {
    when: ended(153),
    what: 'a file would have grown beyond the limit for files',
    todo: 'lift the limit, e.g. ulimit -f unlimited, and start it again',
  },
  {
    when: ended(152),
    what: 'it used up the processor time that it was allowed',
    todo: 'lift the limit, e.g. ulimit -t unlimited, and start it again',
  },
  {
    when: ended(132, 133, 134, 135, 139),
    what: 'Chromium gave up',
    todo: 'start it again; if it stays so, look at what is said above, at the memory that is free, and at the limits that `ulimit -a` shows',
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
    todo: cause?.todo ?? 'start it again; if it stays so, look at what is said above',
  };
}
