import { spawn } from 'node:child_process';
import { endWithUs } from './endings.mjs';
import { top } from './places.mjs';
import { say } from './say.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {() => Promise<{ code: number, counts?: Counts }>} run
 */

/**
 * Runs stages one after another, with the time of each, and stops at the first that fails.
 * @param {readonly Stage[]} stages
 * @returns {Promise<{ ok: boolean, counts: Counts }>} a failed stage without tests counts as one failed test
 */
export async function runStages(stages) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages) {
    const start = performance.now();
    const outcome = await stage.run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    counts.passed += outcome.counts?.passed ?? 0;
    counts.failed += outcome.counts?.failed ?? 0;
    counts.skipped += outcome.counts?.skipped ?? 0;
    if (outcome.code !== 0) {
      counts.failed = Math.max(counts.failed, 1);
      say(`${stage.name}: FAILED after ${seconds} s; what follows was not run`);
      return { ok: false, counts };
    }
    say(`${stage.name}: ok, ${seconds} s`);
  }
  return { ok: true, counts };
}

/**
 * The last line of a test run, which machines read.
 * @param {Counts} counts
 */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A stage that is one command; what it says is shown.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Stage}
 */
export function commandStage(name, command, args, env = process.env) {
  return { name, run: async () => ({ code: await runShown(command, args, env) }) };
}

/**
 * Runs a command whose output goes straight through.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code
 */
export function runShown(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: top, env, stdio: ['ignore', 'inherit', 'inherit'] });
    endWithUs(child);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
