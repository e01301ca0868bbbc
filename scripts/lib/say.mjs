/**
 * A set-up step that could not be done: what failed, and what a person can do about it.
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

/**
 * One plain line of progress. It goes to stderr: stdout belongs to the desk, the tests and the benches.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a script to its exit code; a failure is said plainly and ends it with 1.
 * @param {() => Promise<number>} script
 */
export async function runScript(script) {
  try {
    process.exitCode = await script();
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof SetUpFailure)) throw error;
    say(`failed: ${error.message}`);
    say(`to do:  ${error.remedy}`);
  }
}
