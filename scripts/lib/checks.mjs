import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale } from './build.mjs';
import { cacheFolder, inModules } from './places.mjs';
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
      await buildWhenStale();
      return { code: 0 };
    },
  };
}

/**
 * Vitest under Electron's own Node: tests run on the runtime that ships.
 * @param {'unit' | 'durability' | 'e2e'} project
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
      return { code, counts: readCounts(report) };
    },
  };
}

/**
 * @param {string} report path of Vitest's JSON report
 * @returns {import('./stages.mjs').Counts} zeros where the run ended before it could write one
 */
export function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
