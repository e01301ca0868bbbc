import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../../shared/command-line.mjs';
import { helpLines } from '../../shared/help.mjs';
import { top } from '../places.mjs';
import { print, SetUpFailure } from '../say.mjs';

/**
 * The folder in which a command was typed: npm goes to the clone before it runs a script, and says where it was.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [here]
 */
export function typedFrom(env = process.env, here = process.cwd()) {
  return here === top && env.INIT_CWD ? env.INIT_CWD : here;
}

/**
 * The command line of a start.
 * @param {readonly string[]} args
 * @param {string} from the folder in which it was typed
 * @returns {import('../../shared/command-line.mjs').CommandLine | null} null where the answer was all that was
 *   wanted: the help or the version
 */
export function readTyped(args, from) {
  const typed = readCommandLine(args, from);
  if (typed.mistakes.length > 0) {
    throw new SetUpFailure(typed.mistakes.join('\n'), 'npm start -- --help');
  }
  const { help, version } = typed.values;
  if (help === undefined && version === undefined) return typed;
  for (const line of help ? helpLines() : [readVersion()]) print(line);
  return null;
}

function readVersion() {
  return JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')).version;
}
