import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from '../../../scripts/lib/checks.mjs';
import { cacheFolder, inModules } from '../../../scripts/lib/places.mjs';

const suite = `
test('one that passes', () => {});
test('another that passes', () => {});
test('one that fails', () => { throw new Error('on purpose'); });
test.skip('one that is skipped', () => {});
`;

/** What a runner reports of the suite; it lies where the packages it imports are found. */
async function reportOf(runner: 'vitest' | 'playwright'): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'counted-'));
  const report = join(folder, 'report.json');
  const from = runner === 'vitest' ? 'vitest' : 'playwright/test';
  writeFileSync(join(folder, 'suite.test.mjs'), `import { test } from '${from}';\n${suite}`);
  const args = {
    vitest: [
      inModules('vitest', 'vitest.mjs'),
      'run',
      `--root=${folder}`,
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    playwright: [inModules('playwright', 'cli.js'), 'test', '--reporter=json'],
  };
  try {
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    await new Promise((resolve) => {
      execFile(process.execPath, args[runner], { cwd: folder, env }, resolve);
    });
    return readFileSync(report, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ['vitest', countVitest],
  ['playwright', countPlaywright],
] as const)('what %s reports is counted: passed, failed and skipped', async (runner, count) => {
  expect(count(await reportOf(runner))).toEqual({ passed: 2, failed: 1, skipped: 1 });
});
