import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale } from './build.mjs';
import { cacheFolder, inModules } from './places.mjs';
import { oneAtATime } from './set-up/lock.mjs';
import { commandStage, runShown } from './stages.mjs';

/** @typedef {import('./stages.mjs').Stage} Stage */

/** @returns {Stage} */
export function typeStage() {
  return commandStage('types', process.execPath, [inModules('typescript', 'bin', 'tsc'), '-b']);
}

/**
 * Format, lint rules and import rules in one.
 * @returns {Stage}
 */
export function lintStage() {
  const biome = inModules('@biomejs', 'biome', 'bin', 'biome');
  return commandStage('format and lint', process.execPath, [biome, 'check', '--error-on-warnings', '.']);
}

/** @returns {Stage} */
export function buildStage() {
  return {
    name: 'build',
    async run() {
      await oneAtATime(buildWhenStale);
      return { code: 0 };
    },
  };
}

/**
 * Vitest under Electron's own Node: tests run on the runtime that ships.
 * @param {'unit' | 'durability' | 'environments'} project
 * @param {{ binary: string, env: NodeJS.ProcessEnv }} electron
 * @returns {Stage}
 */
export function testStage(project, { binary, env }) {
  const report = join(cacheFolder, `${project}-tests.json`);
  return {
    name: `${project} tests`,
    async run() {
      mkdirSync(cacheFolder, { recursive: true });
      rmSync(report, { force: true });
      const args = [
        inModules('vitest', 'vitest.mjs'),
        'run',
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      const code = await runShown(binary, args, { ...env, ELECTRON_RUN_AS_NODE: '1' });
      return { code, counts: countsOf(report, countVitest) };
    },
  };
}

/**
 * The real window, driven by Playwright Test: it runs on the Node that runs this and starts each desk on Electron.
 * @param {{ env: NodeJS.ProcessEnv }} electron
 * @returns {Stage}
 */
export function windowStage({ env }) {
  const report = join(cacheFolder, 'e2e-tests.json');
  return {
    name: 'e2e tests',
    async run() {
      mkdirSync(cacheFolder, { recursive: true });
      rmSync(report, { force: true });
      const code = await runShown(
        process.execPath,
        [inModules('playwright', 'cli.js'), 'test', '--config=test/e2e', '--reporter=list,json'],
        { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      );
      return { code, counts: countsOf(report, countPlaywright) };
    },
  };
}

/** @typedef {import('./stages.mjs').Counts} Counts */

/**
 * @param {string} report path of a JSON report
 * @param {(report: string) => Counts} count
 * @returns {Counts} zeros where the run ended before it could write one
 */
function countsOf(report, count) {
  try {
    return count(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * @param {string} report of Vitest, as JSON
 * @returns {Counts}
 */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/**
 * A test that was not run because another had failed counts as skipped, as it does for Playwright.
 * @param {string} report of Playwright Test, as JSON
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}
