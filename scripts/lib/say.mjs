import { createOutput } from '../shared/output.mjs';
import { isEnding } from './endings.mjs';

/**
 * A step that failed: what failed, and what a person can do about it.
 */
export class SetUpFailure extends Error {
  /**
   * @param {string} problem what failed, in one sentence
   * @param {string} remedy what to do, with the exact command where there is one
   */
  constructor(problem, remedy) {
    super(problem);
    this.remedy = remedy;
  }
}

const progress = createOutput(2);
const results = createOutput(1);
const lastWordsMs = 500;

/**
 * Plain progress on stderr: stdout belongs to the desk, the tests and the benches. Lines after the first are
 * indented, so that nobody takes them for what is said here.
 * @param {string} text
 */
export function say(text) {
  const [first, ...rest] = text.split('\n');
  progress.line(first);
  for (const line of rest) progress.line(`  ${line}`);
}

/**
 * A line of what a script was called for, on stdout.
 * @param {string} line
 */
export function print(line) {
  results.line(line);
}

/** Settles when everything is written, or soon where somebody does not read. */
export async function said() {
  await Promise.all([progress.flushed(lastWordsMs), results.flushed(lastWordsMs)]);
}

/**
 * Runs a script to its exit code; a failure is said plainly and ends it with 1.
 * @param {() => Promise<number>} script
 */
export async function runScript(script) {
  let code = 1;
  try {
    code = await script();
  } catch (error) {
    if (isEnding()) return;
    if (error instanceof SetUpFailure) {
      say(`failed: ${error.message}`);
      say(`to do:  ${error.remedy}`);
    } else {
      say(`failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    }
  }
  await said();
  // A terminal that has stopped must not hold up the end.
  process.exit(code);
}
