import { chromiumSwitches, options } from './options.mjs';

/** @typedef {import('./options.mjs').Option} Option */

/**
 * What `--help` prints.
 * @returns {string[]} lines
 */
export function helpLines() {
  const rows = /** @type {readonly Option[]} */ (options).map((option) => ({
    left: spelled(option),
    right: option.variable === undefined ? option.about : `${option.about} [${option.variable}]`,
  }));
  const passed = [...chromiumSwitches].map(([name, about]) => ({ left: `--${name}`, right: about }));
  const width = Math.max(...[...rows, ...passed].map(({ left }) => left.length)) + 2;
  const line = (/** @type {{ left: string, right: string }} */ { left, right }) =>
    `  ${left.padEnd(width)}${right}`;
  return [
    'Usage: npm start -- [options]',
    '',
    ...rows.map(line),
    '',
    'A name in brackets is the environment variable that says the same. Relative paths and ~ are taken from',
    'where the command is typed. Switches of Chromium that are passed on:',
    '',
    ...passed.map(line),
    '',
    'More: docs/starting.md',
  ];
}

/**
 * @param {Option} option
 * @returns {string} as it is typed, e.g. `--api-port N`
 */
export function spelled({ name, value }) {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
