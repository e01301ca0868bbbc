import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromiumSwitches, options } from './options.mjs';

/** @typedef {import('./options.mjs').Option} Option */

/**
 * @typedef {object} CommandLine
 * @property {Partial<Record<import('./options.mjs').OptionName, string>>} values what was typed, by option; paths
 *   are absolute, an option without a value is 'true'
 * @property {readonly string[]} chromium what is passed on to Chromium, as typed
 * @property {readonly string[]} mistakes what was not understood, one sentence each
 */

/**
 * Reads what was typed after the command. A value follows after a space or an equals sign; where an option is
 * given twice, the last one counts.
 * @param {readonly string[]} typed
 * @param {string} from the folder in which it was typed
 * @param {string} [home]
 * @returns {CommandLine}
 */
export function readCommandLine(typed, from, home = homedir()) {
  /** @type {Record<string, string>} */
  const values = {};
  const chromium = [];
  const mistakes = [];
  for (let index = 0; index < typed.length; index += 1) {
    const argument = typed[index];
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const option = /** @type {readonly Option[]} */ (options).find((each) => each.name === name);
    if (name === undefined) {
      mistakes.push(`"${argument}" is not an option; --help lists them.`);
    } else if (option === undefined) {
      if (chromiumSwitches.has(name)) chromium.push(argument);
      else mistakes.push(`There is no --${name}${suggestion(name)}; --help lists the options.`);
    } else {
      let text = given;
      if (option.value !== undefined && text === undefined) {
        const next = typed[index + 1];
        if (next === undefined || next.startsWith('--')) text = '';
        else [text, index] = [next, index + 1];
      }
      const mistake = check(option, text);
      if (mistake === null)
        values[option.name] = option.path ? absolute(text ?? '', from, home) : (text ?? 'true');
      else mistakes.push(mistake);
    }
  }
  return { values, chromium, mistakes };
}

/**
 * @param {Option} option
 * @param {string | undefined} text
 * @returns {string | null} what is wrong, in a sentence
 */
function check(option, text) {
  if (text === undefined) return null;
  if (option.value === undefined && !option.mayBeOff)
    return `--${option.name} takes no value; "${text}" was given.`;
  if (option.fits?.(text) !== false) return null;
  return `--${option.name} ${option.must}; ${text === '' ? 'nothing was given' : `"${text}" is not`}.`;
}

/**
 * A path as the one who typed it meant it: a shell leaves `~` as it is after an equals sign.
 * @param {string} path
 * @param {string} from
 * @param {string} home
 */
export function absolute(path, from, home = homedir()) {
  return resolve(from, path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path);
}

/** @param {string} name */
function suggestion(name) {
  const near = options.map((option) => option.name).filter((known) => distance(name, known) <= 2);
  return near.length === 0 ? '' : ` (did you mean --${near[0]}?)`;
}

/**
 * How many letters must be changed, added, left out or swapped with their neighbour to make one word of the
 * other (optimal string alignment).
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  const rows = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  for (let column = 0; column <= other.length; column += 1) rows[0][column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(
        rows[row - 1][column] + 1,
        rows[row][column - 1] + 1,
        rows[row - 1][column - 1] + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, rows[row - 2][column - 2] + 1);
      }
      rows[row][column] = least;
    }
  }
  return rows[one.length][other.length];
}
