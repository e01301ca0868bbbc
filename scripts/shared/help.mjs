import { usualDataFolder } from './data-folder.mjs';
import { chromiumSwitches, options } from './options.mjs';

/** @typedef {import('./options.mjs').Option} Option */

const columns = 90;

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
  return [
    'Ensemble Desk, a control panel for an ensemble of trading models.',
    '',
    'Usage: npm start -- [options]',
    '',
    ...wrapped(
      'Without options a window opens. The first start makes a simulated market and trains three models on it; it needs no file and no account.',
      columns,
    ),
    '',
    'Options:',
    ...table(rows),
    '',
    'Examples:',
    '  npm start -- --headless',
    '  npm start -- --headless --api-port 8001',
    '  npm start -- --user-data-dir ~/second-desk',
    '',
    ...wrapped(
      `What it saves goes into ${usualDataFolder(process.env)} unless --user-data-dir says otherwise. A name in brackets is an environment variable that does the same as the option. Relative paths start where the command is typed.`,
      columns,
    ),
    '',
    'Switches of Chromium, for unusual machines:',
    ...table(passed),
    '',
    'More: docs/starting.md',
  ];
}

/**
 * @param {readonly { left: string, right: string }[]} rows
 * @returns {string[]} two columns, the right one wrapped
 */
function table(rows) {
  const width = Math.max(...rows.map(({ left }) => left.length)) + 4;
  return rows.flatMap(({ left, right }) =>
    wrapped(right, columns - width).map(
      (line, index) => `${(index === 0 ? `  ${left}` : '').padEnd(width)}${line}`,
    ),
  );
}

/**
 * @param {string} text
 * @param {number} width in characters
 */
function wrapped(text, width) {
  /** @type {string[]} */
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/**
 * @param {Option} option
 * @returns {string} as it is typed, e.g. `--api-port N`
 */
export function spelled({ name, value }) {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
